"""Rows in screens of a terminal: prose is broken at words, and a screen ends before a section where it can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from pipeline.review.listing import GUTTER, Row

_LEAST = 8  # rows; a window smaller than that scrolls
_FULL = 0.7  # of a screen is enough to end it before a section


class _Block(NamedTuple):
    text: Text
    height: int
    opens: bool


def pages(rows: Iterable[Row], console: Console, lead: int, tail: int) -> list[Text]:
    """Return the screens of the rows; the first leaves `lead` lines free above it, each leaves `tail` below it."""
    found: list[Text] = []
    page: list[_Block] = []
    room = max(_LEAST, console.height - lead - tail)
    for block in (_block(row, console) for row in rows):
        if page and _height(page) + block.height > room:
            cut = _cut(page, room)
            found.append(_joined(page[:cut]))
            page = page[cut:]
            room = max(_LEAST, console.height - tail)
        page.append(block)
    return [*found, _joined(page)]


def _block(row: Row, console: Console) -> _Block:
    if row.code:
        return _Block(row.text, max(1, -(-row.text.cell_len // console.width)), row.opens)
    lines = broken(row.text, console)
    return _Block(Text("\n").join(lines), len(lines), row.opens)


def broken(text: Text, console: Console) -> list[Text]:
    """Return a row as lines that fit the terminal, those after the first indented as the text is."""
    if text.cell_len <= console.width:
        return [text]
    room = max(GUTTER, console.width - GUTTER)
    first, *rest = text[GUTTER:].wrap(console, room, overflow="fold")
    return [text[:GUTTER] + first, *(Text(" " * GUTTER) + line for line in rest)]


def _cut(page: list[_Block], room: int) -> int:
    """Return how many blocks of a full page stay on it."""
    for place in range(len(page) - 1, 0, -1):
        if _height(page[:place]) < room * _FULL:
            break
        if page[place].opens:
            return place
    return len(page)


def _height(page: Iterable[_Block]) -> int:
    return sum(block.height for block in page)


def _joined(page: Iterable[_Block]) -> Text:
    blocks = [block.text for block in page]
    while len(blocks) > 1 and not blocks[-1].plain:
        blocks.pop()  # the empty line before a section that starts the next screen
    return Text("\n").join(blocks)
