"""Tables of a page whose rows are entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.importers.entries.found import RawEntry
from pipeline.importers.entries.ids import Declared, declared
from pipeline.importers.entries.registers import columns, id_cell, id_column, kinds_in, row_fields, row_title
from pipeline.importers.markdown.lines import Line, cells, is_delimiter_row
from pipeline.importers.text.input_file import InputFile
from pipeline.models.intake import Problem


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a table: its header, the row under it, and the rows of its body."""

    lines: Sequence[Line]


def table_at(lines: Sequence[Line], position: int) -> Table | None:
    """Return the table that starts at a position, or None."""
    first, second = lines[position], lines[position + 1 : position + 2]
    if "|" not in first.text or not second or not is_delimiter_row(second[0].text):
        return None
    end = position + 2
    while end < len(lines) and "|" in lines[end].text and lines[end].fence == first.fence:
        end += 1
    return Table(lines[position:end])


def table_entries(table: Table, file: InputFile) -> tuple[list[RawEntry], list[Problem]]:
    """Return the entries of a table's rows, and a problem for each row that is none; nothing for any other table."""
    rows = [(line.number, cells(line.text)) for line in table.lines[2:]]
    column = id_column([row for _, row in rows])
    kind = kinds_in([row for _, row in rows], column)
    at = columns(kind, cells(table.lines[0].text), column) if kind else None
    entries: list[RawEntry] = []
    problems: list[Problem] = []
    for number, row in rows if at else ():
        if at is None or not any(cell.strip() for cell in row):
            continue
        verdict, name = declared(id_cell(row[at.id])) if at.id < len(row) else (Declared.OTHER, "")
        if verdict is Declared.ENTRY:
            fields, title = row_fields(row, at, number), row_title(row, at)
            entries.append(RawEntry(id=name, title=title, source=file.at(number), fields=fields))
        elif verdict is Declared.TEMPLATE:
            what = f"{name} is an unfilled template; it was not imported"
            problems.append(file.note(number, what, "fill it in, or delete it"))
        elif verdict is not Declared.RUNBOOK:
            what = f"a row of a table of entries without a valid ID: “{' | '.join(row)[:80]}”; it was not imported"
            problems.append(file.error(number, what, "give it an ID such as RISK-012"))
    return entries, problems
