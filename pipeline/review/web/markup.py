"""Small pieces of HTML; every text is escaped on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pipeline.review.screen import safe


def text(value: object) -> str:
    """Return a text for use between tags or in a quoted attribute."""
    return escape(safe(str(value)), quote=True)


def tag(name: str, content: str = "", /, **attributes: str) -> str:
    """Return an element around finished HTML; a trailing "_" in an attribute's name is dropped, "_" is "-"."""
    told = "".join(f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{content}</{name}>"


def items(name: str, contents: Iterable[str]) -> str:
    """Return a list ("ul" or "ol") of finished HTML, or "" where there is nothing."""
    rows = "".join(tag("li", content) for content in contents)
    return tag(name, rows) if rows else ""
