"""Tables of entries, one a row: which column holds what, and the entry of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.importers.entries.ids import Declared, declared, kind_of
from pipeline.importers.entries.vocabulary import evidence, known, normal
from pipeline.importers.markdown.headers import plain
from pipeline.models.entry import Field

ID_COLUMNS = frozenset(
    {
        *("id", "risk id", "mon id", "dep id", "entry id", "alert id", "no", "no.", "nr", "number", "ref", "reference"),
        *("risk no", "risk number", "risk ref", "code", "key", "#", "nº", "编号", "番号"),
    }
)
_TITLES = (
    "title",
    "name",
    "risk title",
    "risk name",
    "risk",
    "alert",
    "alert name",
    "threat",
    "event",
    "risk event",
    "item",
    "summary",
    "risk description",
    "description",
    "what",
    "requirement",
    "metric",
)
# Columns that a table of links has as well, so that they do not show that its rows are entries.
_LINK_COLUMNS = frozenset(
    {"runbook", "runbooks", "status", "owner", "metric", "alert", "linked ids", "related ids", "risk"}
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of entries by position: the ID's, the title's, and the names of all."""

    names: tuple[str, ...]
    id: int
    title: int


def columns(kind: str, header: Sequence[str], id_column: int) -> Columns | None:
    """Read a header as that of a table of entries of that kind; None where its rows are something else, such as links.

    It is one if some column has a title and another one a field that only such entries have.
    """
    names = [normal(name) for name in header]
    others = {name for position, name in enumerate(names) if position != id_column and name not in _LINK_COLUMNS}
    if not others & evidence(kind):
        return None
    named = (names.index(title) for title in _TITLES if title in names and names.index(title) != id_column)
    unnamed = (n for n, name in enumerate(names) if n != id_column and name and name not in known(kind))
    title = next(named, next(unnamed, -1))
    return Columns(tuple(header), id_column, title) if title >= 0 else None


def id_column(rows: Sequence[Sequence[str]]) -> int:
    """Return the first column in which some row has an ID of ours and nothing else, or -1."""
    width = max((len(row) for row in rows), default=0)
    for position in range(min(width, 50)):
        for row in rows:
            if position < len(row) and "-" in row[position] and declared(id_cell(row[position]))[0] is Declared.ENTRY:
                return position
    return -1


def id_cell(cell: str) -> str:
    """Return a cell's text without emphasis, links and brackets."""
    return plain(cell[:300]).strip("[]() ")


def row_title(cells: Sequence[str], at: Columns) -> str:
    """Return the title of a row: its title cell, or the first sentence of a long one."""
    text = plain(cells[at.title]) if at.title < len(cells) else ""
    text = " ".join(text.split())
    if len(text) <= 120:
        return text.rstrip(".")
    return f"{text.partition('. ')[0][:120]}".rstrip(". ")


def row_fields(cells: Sequence[str], at: Columns, line: int) -> tuple[Field, ...]:
    """Return the fields of a row, one a column that has a value, without its ID."""
    return tuple(
        Field(key=name.strip(), value=cell.strip(), line=line)
        for position, (name, cell) in enumerate(zip(at.names, cells, strict=False))
        if position != at.id and cell.strip() and name.strip()
    )


def kinds_in(rows: Sequence[Sequence[str]], column: int) -> str:
    """Return the kind of the first ID in a column."""
    for row in rows:
        if column < len(row):
            verdict, name = declared(id_cell(row[column]))
            if verdict is Declared.ENTRY:
                return kind_of(name)
    return ""
