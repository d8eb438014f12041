"""How a case looks on a terminal: the difference with its changed words marked, findings on their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from pipeline.models.finding import Finding, Level
from pipeline.review.case import Case
from pipeline.review.difference import Kind, Line, difference

_STYLES = {Kind.OLD: ("red", "reverse red"), Kind.NEW: ("green", "reverse green")}
_LEVELS = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def differing(case: Case) -> Text:
    """Return the whole text where it is new, else the difference, with findings below the lines they are about."""
    if case.before is None:
        return _joined(_whole(case))
    lines = difference(case.before, case.after)
    if not lines:
        return Text("The text is the same as the accepted one.", style="dim")
    return _joined(_changed(case, lines))


def finding_line(finding: Finding) -> Text:
    """Return a finding as it stands below its line."""
    return Text.assemble(
        ("      ^ ", _LEVELS[finding.level]), (finding.level.value, _LEVELS[finding.level]), f" {finding.message}"
    )


def _whole(case: Case) -> Iterator[Text]:
    for number, line in enumerate(case.after.removesuffix("\n").split("\n"), start=1):
        style = "bold" if line.startswith(("RUN-", "## ", "### ")) else ""
        style = "bold magenta" if "[GAP " in line else "dim" if line.startswith("<!-- ") else style
        yield Text.assemble((f"{number:>4}  ", "dim"), (line, style))
        yield from _notes(case, number)


def _changed(case: Case, lines: Iterable[Line]) -> Iterator[Text]:
    for line in lines:
        if line.kind is Kind.SKIPPED:
            yield Text(f"   …  {line.text}", style="dim")
            continue
        plain, marked = _STYLES.get(line.kind, ("", ""))
        spans = [(span.text, marked if span.marked else plain) for span in line.spans]
        yield Text.assemble((f"{line.new or line.old:>4}", "dim"), (f" {line.kind}", plain), *spans)
        if line.kind is not Kind.OLD:
            yield from _notes(case, line.new)


def _notes(case: Case, number: int) -> Iterator[Text]:
    yield from (finding_line(f) for f in case.findings if f.line == number and f.rule != "open-gap")


def _joined(lines: Iterable[Text]) -> Text:
    return Text("\n").join(lines)
