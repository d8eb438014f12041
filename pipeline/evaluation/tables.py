"""A record as text: for a terminal of 80 columns, and as Markdown for a page that a command keeps current."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import UserError
from pipeline.evaluation import comparison
from pipeline.evaluation.calibration import agreements
from pipeline.evaluation.comparison import makers_compared
from pipeline.evaluation.figures import measured
from pipeline.evaluation.headline import groups, headlines, parts_of, present, told, written
from pipeline.evaluation.measure import Better
from pipeline.evaluation.record import Record, Row

_ARROWS = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better", Better.NEITHER: ""}
_SIGNS = {Better.HIGHER: " ↑", Better.LOWER: " ↓", Better.NEITHER: ""}
_BEGIN, _END = "<!-- eval: begin -->", "<!-- eval: end -->"


def text(record: Record, tag: str = "") -> str:
    """Return the report for a terminal; with a tag, also broken down by its values."""
    lines: list[str] = []
    for name, rows in parts_of(record).items():
        lines += [*_dataset(record, name, rows), ""]
        if tag and (broken := groups(rows, tag)):
            lines += [*_breakdown(rows, broken, tag), ""]
    for first, other in makers_compared(record):
        lines += [f"{other.told} against {first.told}:", comparison.text(first, other)]
    lines.append(f"{record.told}: {record.seconds:.0f} s. Mean ± standard error, n samples.")
    return "\n".join(lines) + "\n"


def markdown(record: Record) -> str:
    """Return a table with a column a data set, then recall by rule where defects were planted.

    Times are left out, so that the same work gives the same bytes.
    """
    parts = parts_of(record)
    shown = [m for m in present(record.rows) if not m.timed]
    lines = [f"| Measure | {' | '.join(parts)} |", "|---" * (len(parts) + 1) + "|"]
    for measure in shown:
        cells = " | ".join(told(rows, measure) for rows in parts.values())
        lines.append(f"| {measure.name}{_SIGNS[measure.better]} | {cells} |")
    for rows in parts.values():
        if rules := groups(rows, "rule"):
            lines += ["", *_rules(rows, rules)]
        if judges := agreements(record, rows):
            lines += ["", *(f"- Judge {agreement}." for agreement in judges)]
    return "\n".join(lines) + "\n"


def _rules(rows: Sequence[Row], rules: dict[str, list[Row]]) -> Iterator[str]:
    measures = headlines(rows, most=2)
    yield f"| Rule | {' | '.join(m.name + _SIGNS[m.better] for m in measures)} |"
    yield "|---" * (len(measures) + 1) + "|"
    for rule, part in rules.items():
        yield f"| {rule} | {' | '.join(told(part, measure) for measure in measures)} |"


def update_page(page: Path, record: Record) -> bool:
    """Put the Markdown table between the page's two marks; return whether that changed the page.

    Raises UserError for a page without the marks.
    """
    before, after = _updated(page, record)
    if after != before:
        page.write_text(after, encoding="utf-8")
    return after != before


def is_current(page: Path, record: Record) -> bool:
    """Tell whether the page holds the record's table. Raises UserError for a page without the marks."""
    before, after = _updated(page, record)
    return after == before


def _updated(page: Path, record: Record) -> tuple[str, str]:
    try:
        before = page.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"the page cannot be read: {error.strerror}", str(page), "name a Markdown page") from None
    if _BEGIN not in before or _END not in before:
        raise UserError("the page has no place for the table", str(page), f"put “{_BEGIN}” and “{_END}” into it")
    block = f"{_BEGIN}\n{markdown(record)}{_END}"
    return before, re.sub(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: block, before, count=1, flags=re.DOTALL)


def _dataset(record: Record, name: str, rows: Sequence[Row]) -> Iterator[str]:
    version = next((f" v{d.version}" for d in record.datasets if d.name == rows[0].dataset), "")
    failed = [row for row in rows if row.error]
    yield f"{name}{version}: {len(rows) - len(failed)} of {len(rows)} samples answered"
    for measure in present(rows):
        figure = measured(rows, measure.name)
        if figure:
            yield f"  {measure.name:<33}{written(figure):>14}  n {figure.n:<5} {_ARROWS[measure.better]}".rstrip()
    yield from (f"  {agreement}" for agreement in agreements(record, rows))
    for row in failed[:5]:
        yield f"  not answered: {row.sample}: {'; '.join(map(str.strip, row.error.splitlines()))[:120]}"
    crashed = [(row.sample, scorer, why) for row in rows for scorer, why in row.crashed.items()]
    for sample, scorer, why in crashed[:5]:
        yield f"  scorer {scorer} crashed on {sample}: {why[:80]}"
    if len(crashed) > 5:
        yield f"  and {len(crashed) - 5} more crashes"


def _breakdown(rows: Sequence[Row], broken: dict[str, list[Row]], tag: str) -> Iterator[str]:
    shown = headlines(rows, most=3)
    yield f"  {tag:<24}" + "".join(f"{measure.name:>18}" for measure in shown)
    for value, part in broken.items():
        yield f"  {value[:23]:<24}" + "".join(f"{told(part, measure):>18}" for measure in shown)
