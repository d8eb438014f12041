"""The part of a report's page that sets makers side by side: quality against cost, and differences by sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from pipeline.evaluation.compare_page import tables
from pipeline.evaluation.comparison import makers_compared
from pipeline.evaluation.figures import by_sample, measured
from pipeline.evaluation.headline import headlines
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.plots import axis_top, marks
from pipeline.evaluation.record import Record, Row

_COSTS = (("usd", "US dollars a draft"), ("tokens", "tokens a draft"))
_MOST_MEASURES = 3


def side_by_side(record: Record) -> Iterator[str]:
    """Yield the part; nothing where there is only one maker."""
    pairs = makers_compared(record)
    if not pairs:
        return
    yield "<h2>Engines side by side</h2>"
    for dataset in dict.fromkeys(row.dataset for row in record.rows):
        rows = [row for row in record.rows if row.dataset == dataset]
        if len({row.maker for row in rows}) > 1:
            yield from _quality_against_cost(dataset, rows)
    for first, other in pairs:
        yield f"<h3>{escape(other.told)} less {escape(first.told)}</h3>"
        yield from tables(first, other, level="h4")


def _quality_against_cost(dataset: str, rows: Sequence[Row]) -> Iterator[str]:
    cost = next(((name, told) for name, told in _COSTS if by_sample(rows, name)), None)
    if cost is None:
        return
    shown = [
        m for m in headlines(rows, most=20) if m.unit == "share" and m.better is Better.HIGHER and _varies(rows, m)
    ]
    by_maker: dict[str, list[Row]] = {}
    for row in rows:
        by_maker.setdefault(row.maker, []).append(row)
    yield '<div class="plots">'
    for measure in shown[:_MOST_MEASURES]:
        points = []
        for maker, own in by_maker.items():
            spent, quality = measured(own, cost[0]), measured(own, measure.name)
            if quality:
                points.append((maker, spent.mean if spent else 0.0, quality))
        plot = marks(points, (cost[1], measure.name), axis_top([x for _, x, _ in points], cost[0]))
        yield f"<div><h3>{escape(dataset)}: {escape(measure.name)} against cost</h3>{plot}</div>"
    yield "</div>"


def _varies(rows: Sequence[Row], measure: Measure) -> bool:
    return len({row.scores[measure.name] for row in rows if measure.name in row.scores}) > 1
