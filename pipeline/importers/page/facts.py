"""Header lines, front matter and small tables → facts such as the owner and the date of the last test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.importers.page.pieces import Kind, Piece, front_matter
from pipeline.models.document import Located, Section

_LINE = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?P<key>[A-Za-z][\w /()-]{1,30}?)(?:\*\*|__)?\s?:(?:\*\*|__)?\s+(?P<value>\S.*)$"
)
_SEVERAL = re.compile(r"\s+[·|•]\s+|(?<=\w)\.\s+(?=(?:Owner|Last|Maintain|Tested|Review|Updated)[\w ]*:)")
_YAML = re.compile(r"(?P<key>[A-Za-z][\w .-]*?)\s*[:=]\s*(?P<value>.*)")
_ANYWHERE = re.compile(
    r"(?:(?:service|runbook|document|page|primary|secondary)\s+)?(?:owners?|maintainers?)|owned by|maintained by"
    r"|owning team|team"
    r"|(?:last|date)\s+(?:tested|drill(?:ed)?|test|exercised|reviewed|review|updated|update|verified|validated"
    r"|modified)"
    r"|tested(?: on)?|reviewed(?: on)?|updated(?: on)?|review date|next review|author|category|trigger|linked ids?"
    r"|on-?call|escalat(?:ion|e to)|contacts?|slack(?: channel)?",
    re.IGNORECASE,
)
_SECTIONS = re.compile(r"(?:owners?|ownership|maintainers?|team|last tested|last reviewed|review date)", re.IGNORECASE)


def facts(text: str, pieces: Sequence[Piece], sections: Sequence[Section]) -> tuple[tuple[str, Located], ...]:
    """Return facts by lower-case key, the first of each key, in order of line."""
    found: dict[str, Located] = {}
    for key, value, line in (
        *_from_front_matter(text),
        *_from_pieces(pieces, sections),
        *_from_sections(pieces, sections),
    ):
        name = re.sub(r"[\s_-]+", " ", key).strip().lower()
        if name not in found and value:
            found[name] = Located(text=value, line=line)
    return tuple(found.items())


def _from_front_matter(text: str) -> Iterator[tuple[str, str, int]]:
    key, values, start = "", list[str](), 0
    for number, line in enumerate(front_matter(text), start=2):
        if match := _YAML.fullmatch(line):
            if key:
                yield key, ", ".join(values), start
            key, start = match["key"], number
            value = match["value"].strip().strip("\"'")
            values = [value] if value and value != "null" else []
        elif key and line.strip():
            values.append(line.strip().removeprefix("- ").strip("\"'"))
    if key:
        yield key, ", ".join(values), start


def _from_pieces(pieces: Sequence[Piece], sections: Sequence[Section]) -> Iterator[tuple[str, str, int]]:
    heading: Piece | None = None
    head = next((s.first for s in sections if s.depth > 1), 0) or next((s.first for s in sections[1:]), 40)
    for piece in pieces:
        if piece.kind is Kind.ROW and heading is not None and heading.table == piece.table:
            yield from (
                (key, value, piece.line) for key, value in zip(map(_bare, heading.cells), piece.cells, strict=False)
            )
            heading = None
        elif piece.kind is Kind.ROW and piece.head and sum(map(_is_known, piece.cells)) > 1:
            heading = piece
        elif piece.kind is Kind.ROW and len(piece.cells) == 2:
            key, value = map(_bare, piece.cells)
            if piece.line < head or _ANYWHERE.fullmatch(key):
                yield key, value, piece.line
        elif piece.kind is Kind.PARAGRAPH:
            for offset, line in enumerate(piece.text.split("\n")):
                for part in _SEVERAL.split(line):
                    match = _LINE.match(part)
                    if match and (piece.line < head or _ANYWHERE.fullmatch(match["key"])):
                        yield match["key"], match["value"].strip(), piece.line + offset


def _bare(cell: str) -> str:
    return re.sub(r"\*\*|__|:$", "", cell.strip())


def _is_known(cell: str) -> bool:
    """Tell whether a cell in a table's header names a fact, so that its value stands below it."""
    return _ANYWHERE.fullmatch(_bare(cell)) is not None


def _from_sections(pieces: Sequence[Piece], sections: Sequence[Section]) -> Iterator[tuple[str, str, int]]:
    for section in sections:
        if _SECTIONS.fullmatch(section.title):
            for piece in pieces:
                if section.first < piece.line <= section.last and piece.kind in (Kind.PARAGRAPH, Kind.ROW):
                    yield section.title, piece.text, piece.line
                    break
