"""Markdown → a flat list of pieces (headings, paragraphs, code, table rows) with their lines and list items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"(?:\ufeff)?(---|\+\+\+)[ \t]*\n(?:.*\n)*?\1[ \t]*(?:\n|$)")
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<text>[^*_\n]{2,80}?):?\1:?")
_SWALLOWED = re.compile(r"\n(?=Linked IDs?:|\d{1,2}[.)] +\S)")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)] +")
_COMMAND = re.compile(r"[a-z][\w.-]+ (?=[^`]*$)(?!.*[.:,]$)(?:\S+ )*?(?:--?[a-zA-Z]|&& |\| |/\S+ \S*/)", re.DOTALL)
PSEUDO_DEPTH = 7
"""The depth of a paragraph in bold that serves as a heading: below every real one."""


class Kind(Enum):
    """What a piece is."""

    HEADING = auto()
    PARAGRAPH = auto()
    CODE = auto()
    ROW = auto()
    HTML = auto()


@dataclass(slots=True)
class Piece:
    """One leaf of the page: `line` and `last` count from 1; a code piece's `line` is its first line of code.

    `depth` is a heading's level. `item` numbers the outermost list item that holds the piece (0 for none),
    `ordered` and `number` are that item's, `nested` counts the lists around the piece, and `starts` is true for
    the first piece of an item at any depth. `table` numbers the table of a row and `head` marks its header row.
    """

    kind: Kind
    text: str
    line: int
    last: int
    depth: int = 0
    info: str = ""
    item: int = 0
    ordered: bool = False
    number: int = 0
    nested: int = 0
    starts: bool = False
    table: int = 0
    head: bool = False
    cells: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where the walk through the tokens stands."""

    lists: list[bool] = field(default_factory=list)
    item: int = 0
    items: int = 0
    number: int = 0
    starts: bool = False
    tables: int = 0
    head: bool = False
    row: Piece | None = None
    heading: Token | None = None


def split_pieces(text: str) -> tuple[list[Piece], list[tuple[str, int]]]:
    """Return the page's pieces in order, and the targets of its link definitions with their lines."""
    env: dict[str, dict[str, dict[str, object]]] = {}
    tokens = _parser().parse(_without_front_matter(text.replace("\r\n", "\n")), env)
    place = _Place()
    pieces = [piece for token in tokens for piece in _pieces(token, place)]
    _find_shallow_code(pieces, text.replace("\r\n", "\n").split("\n"))
    targets: list[tuple[str, int]] = []
    for definition in env.get("references", {}).values():
        lines = definition["map"]
        if isinstance(lines, list):
            targets.append((str(definition["href"]), lines[0] + 1))
    return pieces, targets


def _find_shallow_code(pieces: Sequence[Piece], lines: Sequence[str]) -> None:
    """Turn paragraphs of list items that are commands into code: indented by four, which Markdown takes for text."""
    for piece in pieces:
        written = lines[piece.line - 1 : piece.last]
        if piece.kind is not Kind.PARAGRAPH or not piece.item or piece.starts or lines[piece.line - 2].strip():
            continue
        if all(line.startswith("    ") and _COMMAND.match(line.strip()) for line in written):
            piece.kind = Kind.CODE
            piece.text = "\n".join(line.strip() for line in written)


def front_matter(text: str) -> list[str]:
    """Return the lines of the front matter between its marks, without them; line 1 of the file is the first mark."""
    match = _FRONT_MATTER.match(text.replace("\r\n", "\n"))
    return match[0].rstrip("\n").split("\n")[1:-1] if match else []


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _without_front_matter(text: str) -> str:
    match = _FRONT_MATTER.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match else text


def _pieces(token: Token, place: _Place) -> Iterator[Piece]:
    if token.type == "inline" and place.row is not None:
        place.row.cells.append(token.content)
    elif token.type == "inline":
        yield from _text(token, place)
    elif token.type in ("fence", "code_block"):
        yield _code(token, place)
    elif token.type == "html_block":
        first, last = _lines(token)
        yield _new(Kind.HTML, token.content, first, last, place)
    elif token.type == "tr_open":
        first, last = _lines(token)
        place.row = _new(Kind.ROW, "", first, last, place)
        place.row.table, place.row.head = place.tables, place.head
    elif token.type == "tr_close" and place.row is not None:
        place.row.text = " | ".join(place.row.cells)
        yield place.row
        place.row = None
    else:
        _move(token, place)


def _move(token: Token, place: _Place) -> None:
    """Follow the token that opens or closes a list, an item, a heading or a table."""
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            place.lists.append(token.type == "ordered_list_open")
        case "bullet_list_close" | "ordered_list_close":
            place.lists.pop()
        case "list_item_open":
            place.starts = True
            if len(place.lists) == 1:
                place.items += 1
                place.item = place.items
                place.number = int(token.info) if token.info else 0
        case "list_item_close" if len(place.lists) == 1:
            place.item = place.number = 0
        case "heading_open":
            place.heading = token
        case "heading_close":
            place.heading = None
        case "thead_open":
            place.tables += 1
            place.head = True
        case "thead_close":
            place.head = False


def _new(kind: Kind, text: str, line: int, last: int, place: _Place) -> Piece:
    starts, place.starts = place.starts, False
    return Piece(
        kind,
        text,
        line,
        last,
        item=place.item,
        ordered=bool(place.lists) and place.lists[0],
        number=place.number,
        nested=len(place.lists),
        starts=starts,
    )


def _code(token: Token, place: _Place) -> Piece:
    first, last = _lines(token)
    fenced = token.type == "fence"
    piece = _new(Kind.CODE, token.content.removesuffix("\n"), first + fenced, last, place)
    piece.info = token.info.strip().split(" ")[0].split("{")[0] if fenced else ""
    return piece


def _text(token: Token, place: _Place) -> Iterator[Piece]:
    first, last = _lines(token)
    heading = place.heading
    if heading is not None and not _is_underlined_paragraph(heading, token.content) and not place.lists:
        piece = _new(Kind.HEADING, token.content, first, last, place)
        piece.depth = int(heading.tag[1])
        yield piece
    elif not place.lists and (match := _BOLD_LINE.fullmatch(token.content)):
        piece = _new(Kind.HEADING, match["text"], first, last, place)
        piece.depth = PSEUDO_DEPTH
        yield piece
    else:
        line = first
        for part in _SWALLOWED.split(token.content):
            lines = part.count("\n") + 1
            piece = _new(Kind.PARAGRAPH, part, line, line + lines - 1, place)
            yield _as_item(piece, place) if line > first and not place.lists else piece
            line += lines


def _as_item(piece: Piece, place: _Place) -> Piece:
    """Return the list item that a line is meant as; Markdown takes "11. …" right below text for text."""
    if match := _NUMBERED.match(piece.text):
        place.items += 1
        piece.text, piece.number = piece.text[match.end() :], int(match["number"])
        piece.item, piece.ordered, piece.nested, piece.starts = place.items, True, 1, True
    return piece


def _is_underlined_paragraph(heading: Token, content: str) -> bool:
    """Tell a header block above a `---` rule, which Markdown takes for a heading, from a heading."""
    return heading.markup == "-" and ("\n" in content or re.match(r"[\w ]{2,30}: ", content) is not None)


def _lines(token: Token) -> tuple[int, int]:
    first, end = token.map or (0, 1)
    return first + 1, end
