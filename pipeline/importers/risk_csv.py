"""Risk registers as CSV or TSV, with the usual names of columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from pipeline.importers.entries.found import Found, RawEntry
from pipeline.importers.entries.ids import Declared, declared, kind_of
from pipeline.importers.entries.registers import ID_COLUMNS, Columns, columns, id_cell, row_fields, row_title
from pipeline.importers.entries.typed import typed
from pipeline.importers.entries.vocabulary import evidence, normal
from pipeline.importers.text.input_file import InputFile
from pipeline.models.entry import AnyEntry
from pipeline.models.intake import Problem

SUFFIXES = (".csv", ".tsv")

_DELIMITERS = ",;\t|"
_HEADER_ROWS = 10
_NUMBERED = re.compile(r"(?:R|RSK|RISK)?[ _#-]?0*([0-9]{1,6})", re.IGNORECASE)
_OTHER_ID = re.compile(r"[A-Z][A-Z0-9]{0,11}(?:-[A-Z][A-Z0-9]{0,11}){0,2}-[0-9]{1,6}")

Rows = list[tuple[int, list[str]]]


def sniff(file: InputFile) -> bool:
    """Whether the file has a header with an ID column and a column that only registers have."""
    return _header(file) is not None


def read(file: InputFile) -> Found:
    """Read each row as a risk; a row that cannot be read is an error, and does not stop the others."""
    header = _header(file)
    if header is None:
        return Found()
    delimiter, first, at = header
    entries: list[AnyEntry] = []
    problems: list[Problem] = []
    renamed: list[tuple[str, str, int]] = []
    rows = _rows(file, delimiter, problems)
    for line, row in rows[first + 1 :]:
        if not any(cell.strip() for cell in row):
            continue
        identity = _identity(row[at.id] if at.id < len(row) else "")
        if fault := _fault(identity, row, at):
            problems.append(file.error(line, *fault))
            continue
        written = id_cell(row[at.id])
        if written.upper() != identity:
            renamed.append((written, identity, line))
        title, fields = row_title(row, at), row_fields(row, at, line)
        entry, more = typed(RawEntry(id=identity, title=title, source=file.at(line), fields=fields))
        problems += more
        if entry is not None:
            entries.append(entry)
    return Found(entries=tuple(entries), problems=(*_renamed(file, renamed), *problems))


def _fault(identity: str, row: Sequence[str], at: Columns) -> tuple[str, str] | None:
    if not identity:
        written = row[at.id].strip()[:60] if at.id < len(row) else ""
        return (
            f"“{written}” is no ID of a risk; the row was not imported"
            if written
            else "a row without an ID; not imported",
            "use an ID such as RISK-012 or R-012",
        )
    if len([cell for cell in row[len(at.names) :] if cell.strip()]):
        what = f"the row of {identity} has {len(row)} cells, its header {len(at.names)}; it was not imported"
        return what, "put quotes around texts with a delimiter in them"
    return None


def _renamed(file: InputFile, renamed: Sequence[tuple[str, str, int]]) -> Iterator[Problem]:
    if not renamed:
        return
    (first, as_first, line), (last, as_last, _) = renamed[0], renamed[-1]
    many = "" if len(renamed) == 1 else f" to {last}"
    read_as = as_first if len(renamed) == 1 else f"{as_first} to {as_last}"
    yield file.note(line, f"{first}{many} read as {read_as}", "refer to them by these IDs")


def _identity(written: str) -> str:
    """Return the RISK- ID that a cell means: R-001, R1 and 1 are RISK-001; SEC-12 is RISK-SEC-12; "" for the rest."""
    cell = id_cell(written).upper()
    verdict, identity = declared(cell)
    if verdict is Declared.ENTRY:
        return identity if kind_of(identity) == "RISK" else ""
    if match := _NUMBERED.fullmatch(cell):
        return f"RISK-{int(match[1]):03d}"
    return f"RISK-{cell}" if _OTHER_ID.fullmatch(cell) and not cell.startswith(("MON-", "DEP-", "RUN-")) else ""


def _header(file: InputFile) -> tuple[str, int, Columns] | None:
    """Find the delimiter, the header's row and its columns: those that give the most columns of a register."""
    best: tuple[int, str, int, Columns] | None = None
    head = "\n".join(file.lines[:200])
    for delimiter in _DELIMITERS:
        for number, row in enumerate(_head_rows(head, delimiter)):
            names = [normal(cell) for cell in row]
            position = next((n for n, cell in enumerate(row) if cell.strip().casefold() in ID_COLUMNS), -1)
            at = columns("RISK", row, position) if position >= 0 else None
            count = len(set(names) & evidence("RISK"))
            if at is not None and (best is None or count > best[0]):
                best = (count, delimiter, number, at)
    return best[1:] if best else None


def _head_rows(head: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head), delimiter=delimiter):
            found.append(row)
            if len(found) >= _HEADER_ROWS:
                break
    except csv.Error:
        pass
    return found


def _rows(file: InputFile, delimiter: str, problems: list[Problem]) -> Rows:
    """Read all rows with the line that each starts at."""
    rows: Rows = []
    reader = csv.reader(io.StringIO(file.text), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            rows.append((line, next(reader)))
        except StopIteration:
            return rows
        except csv.Error as error:
            problems.append(file.error(line, f"not CSV: {error}", "check its quotes; the row was not imported"))
