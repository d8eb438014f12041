"""PromQL text → what it says: validity, metrics, matchers, comparisons, labels, and the kind of signal."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.commands.promql_conditions import Condition, conditions
from pipeline.commands.promql_labels import result_labels
from pipeline.commands.promql_parse import PromqlError, parse
from pipeline.commands.promql_render import duration, render
from pipeline.commands.promql_signal import signal_of
from pipeline.commands.promql_tree import Aggregate, Selector, Subquery, bare, selectors, walk
from pipeline.models.query import Comparison, LabelMatcher, Query, Selection


def check(expr: str) -> str | None:
    """Return what is wrong with an expression, None where it is valid PromQL."""
    try:
        parse(expr)
    except PromqlError as error:
        return str(error)
    return None


def understand(expr: str) -> Query:
    """Return all that an expression tells by itself; for a wrong one, only the error."""
    try:
        root = bare(parse(expr))
    except PromqlError as error:
        return Query(error=str(error))
    found = conditions(root)
    aggregates = [n for n in walk(root) if isinstance(n, Aggregate)]
    return Query(
        text=render(root),
        signal=signal_of(found),
        metrics=_unique(s.metric for s in selectors(root) if s.metric),
        selections=tuple(_selection(s) for s in selectors(root)),
        comparisons=tuple(dict.fromkeys(c for cond in found if not cond.missing for c in _comparisons(cond))),
        by=_unique(x for a in aggregates if a.grouping and not a.grouping.without for x in a.grouping.labels),
        without=_unique(x for a in aggregates if a.grouping and a.grouping.without for x in a.grouping.labels),
        windows=_unique(duration(n.window) for n in walk(root) if isinstance(n, Selector | Subquery) and n.window),
        labels=result_labels(root),
    )


def _selection(node: Selector) -> Selection:
    return Selection(
        metric=node.metric,
        matchers=tuple(LabelMatcher(label=m.label, op=m.op, value=m.value) for m in node.matchers),
        window=duration(node.window) if node.window else "",
        offset=duration(node.offset) if node.offset else "",
    )


def _comparisons(condition: Condition) -> Iterable[Comparison]:
    value = render(condition.value)
    for bound in condition.bounds:
        yield Comparison(value=value, op=bound.op, limit=render(bound.limit), threshold=bound.threshold)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
