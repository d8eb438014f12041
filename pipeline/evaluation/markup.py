"""The frame of an HTML page that needs nothing beside itself, and the parts that pages share."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import resources


def document(title: str, body: Iterable[str]) -> str:
    """Return a whole page; the title is escaped, the body is markup."""
    css = resources.files("pipeline.evaluation").joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def rows(head: tuple[str, str, str], lines: Iterable[tuple[str, str, str, str]]) -> str:
    """Return a table of plots: each line is a name, its explanation, a plot (markup) and a figure (markup)."""
    parts = [
        f'<div class="name head">{escape(head[0])}</div><div class="plot head">{escape(head[1])}</div>'
        f'<div class="fig head">{escape(head[2])}</div>'
    ]
    parts += [
        f'<div class="name" title="{escape(says)}">{escape(name)}</div><div class="fig phone">{figure}</div>'
        f'<div class="plot">{plot}</div>'
        for name, says, plot, figure in lines
    ]
    return f'<div class="rows">{"".join(parts)}</div>'


def cards(items: Iterable[tuple[str, str]]) -> str:
    """Return cards of a value and what it is."""
    inner = "".join(
        f'<div class="card"><b>{escape(value)}</b><span>{escape(what)}</span></div>' for value, what in items
    )
    return f'<div class="cards">{inner}</div>'
