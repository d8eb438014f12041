"""A case's text on a terminal: the whole or the difference with its changed words marked, findings on their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.text import Text

from pipeline.models.finding import Finding, Level
from pipeline.review.case import Case, Hints
from pipeline.review.content import fenced, parts
from pipeline.review.difference import Kind, Line, difference
from pipeline.review.screen import UNSAID, safe

GUTTER = 6
_STYLES = {Kind.OLD: ("red", "reverse red"), Kind.NEW: ("green", "reverse green")}
_LEVELS = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_EFFECTS = {"- **Effect**: change": "yellow", "- **Effect**: destructive": "bold red"}
_SOURCES = re.compile(r"<!-- sources: (.*) -->")


class Row(NamedTuple):
    """A line with its number in front: `code` is never broken, so that it can be copied; `opens` starts a section."""

    text: Text
    code: bool = False
    opens: bool = False


def differing(case: Case) -> Text:
    """Return the whole text where it is new, else the difference, with findings below the lines they are about."""
    return Text("\n").join(row.text for row in listing(case))


def listing(case: Case, hints: Hints | None = None) -> list[Row]:
    """Return the rows of a case; a new runbook's steps that read as an accepted one are folded."""
    if case.before is None:
        return list(_whole(case, hints or Hints()))
    return changed(case, case.before) or [Row(Text("The text is the same as the accepted one.", style="dim"))]


def changed(case: Case, before: str) -> list[Row]:
    """Return the rows in which the case's text differs from another one."""
    return list(_changed(case, difference(before, case.after)))


def _whole(case: Case, hints: Hints) -> Iterator[Row]:
    first = 1
    for part in parts(case.after):
        lines = part.text.removesuffix("\n").split("\n")
        alike = hints.alike.get(part.key)
        yield from _lines(case, first, lines[:1])
        if part.key in hints.left_out:
            yield _hint(hints.left_out[part.key], "yellow")
        if alike:
            yield _hint(f"reads as {alike}, which is accepted; d shows its {len(lines) - 1} lines", "dim")
            yield from (note for n in range(first + 1, first + len(lines)) for note in _notes(case, n))
        else:
            yield from _lines(case, first + 1, lines[1:])
        first += part.text.count("\n")


def _hint(told: str, style: str) -> Row:
    return Row(Text(f"{'':{GUTTER}}{safe(told)}", style=style))


def _lines(case: Case, first: int, lines: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of some lines of the text; empty ones stand only before a section or a step."""
    for number, (line, code) in enumerate(fenced(lines), start=first):
        opens = not code and line.startswith(("RUN-", "## ", "### "))
        if opens and number > 1:
            yield Row(Text())
        if line.strip() or code:
            yield Row(Text.assemble((f"{number:>4}  ", "dim"), _styled(line, opens)), code, opens)
        yield from _notes(case, number)


def _styled(line: str, opens: bool) -> Text:
    if sources := _SOURCES.fullmatch(line):
        return Text(f"from {safe(sources[1])}", style="dim")
    style = "bold" if opens else "bold magenta" if "[GAP " in line else ""
    return Text(safe(line), style=_EFFECTS.get(line.partition(".")[0], style))


def _changed(case: Case, lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        if line.kind is Kind.SKIPPED:
            yield Row(Text(f"   …  {line.text}", style="dim"), opens=True)
            continue
        plain, marked = _STYLES.get(line.kind, ("", ""))
        spans = [(safe(span.text), marked if span.marked else plain) for span in line.spans]
        yield Row(Text.assemble((line.kind.value, plain), (f"{line.new or line.old:>4} ", "dim"), *spans))
        if line.kind is not Kind.OLD:
            yield from _notes(case, line.new)


def _notes(case: Case, number: int) -> Iterator[Row]:
    yield from (Row(finding_line(f)) for f in case.findings if f.line == number and f.rule not in UNSAID)


def finding_line(finding: Finding) -> Text:
    """Return a finding as it stands below its line."""
    style = _LEVELS[finding.level]
    return Text.assemble(("      ^ ", style), (finding.level.value, style), f" {safe(finding.message)}")
