"""Small shapes of text that drafts share."""

from __future__ import annotations


def bare(text: str) -> str:
    """Return the text on one line, without its last full stop."""
    return " ".join(text.split()).rstrip(".")


def sentence(text: str) -> str:
    """Return the text on one line, ended by a full stop where it has no end."""
    said = " ".join(text.split())
    return said if not said or said.endswith((".", "!", "?", ":")) else f"{said}."
