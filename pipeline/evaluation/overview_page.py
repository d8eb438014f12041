"""The parts of a report's page that sum up: headline scores by data set and engine, recall and precision by class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from pipeline.evaluation.figures import Figure, by_sample, figure, measured
from pipeline.evaluation.headline import headlines, parts_of, written
from pipeline.evaluation.markup import rows
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.plots import axis_top, bar, strip
from pipeline.evaluation.record import Record, Row
from pipeline.models.finding import Defect

_MOST = 6


def overview(record: Record) -> Iterator[str]:
    """Yield the headline measures that several parts have, each with the spread of every part."""
    parts = parts_of(record)
    shown = [
        measure
        for measure in headlines(record.rows, most=20)
        if measure.better is not Better.NEITHER and sum(bool(by_sample(p, measure.name)) for p in parts.values()) > 1
    ]
    if not shown:
        return
    yield '<h2>Scores by data set and engine</h2><div class="plots wide">'
    for measure in shown[:_MOST]:
        told = escape(f"{measure.says[:1].upper()}{measure.says[1:]}; {measure.better.value} is better.")
        lines = rows(("Data set, engine", "0 to the largest value", "mean ± error, n"), _spread(parts, measure))
        yield f"<div><h3>{escape(measure.name)}</h3><p class='soft'>{told}</p>{lines}</div>"
    yield "</div>"


def _spread(parts: dict[str, list[Row]], measure: Measure) -> Iterator[tuple[str, str, str, str]]:
    scored = {name: values for name, part in parts.items() if (values := by_sample(part, measure.name))}
    top = axis_top([value for values in scored.values() for value in values.values()], measure.unit)
    for name, values in scored.items():
        if told := figure(list(values.values())):
            plot = strip(sorted(values.items()), told, top)
            yield name, measure.says, plot, f"{escape(written(told))}<small>n {told.n}</small>"


def classes(found: Sequence[Row]) -> Iterator[str]:
    """Yield recall and precision by class of defect; nothing where no runbook was labelled."""
    lines = []
    for defect in Defect:
        both = [measured(found, f"{name}/{defect}") for name in ("recall", "precision")]
        if any(both):
            plots = "".join(bar(each, 1.0) if each else _NO_BAR for each in both)
            told = "".join(f"<span>{name} {_told(each)}</span>" for name, each in zip("RP", both, strict=True))
            lines.append((defect.value, "recall above, precision below", f"<div>{plots}</div>", told))
    if lines:
        head = ("Class", "recall above, precision below", "recall R and precision P, mean ± error, n")
        yield f'<h3>Recall and precision by class</h3><div class="classes">{rows(head, lines)}</div>'


def is_of_class(measure: Measure) -> bool:
    """Tell whether the measure is shown by class, and so needs no line of its own."""
    return measure.name.startswith(("recall/", "precision/"))


_NO_BAR = '<svg class="strip" width="100%" height="20"></svg>'


def _told(found: Figure | None) -> str:
    return f"{escape(written(found))}<small>n {found.n}</small>" if found else "none"
