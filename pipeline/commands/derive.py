"""Queries that follow from an alert's own expression: its value now, where, an hour ago, and proof of recovery."""

from __future__ import annotations

from functools import lru_cache

from pipeline.commands.promql_conditions import DYNAMIC, Condition, conditions, filtered
from pipeline.commands.promql_labels import fixed_value, result_labels
from pipeline.commands.promql_metrics import essential, metrics_of
from pipeline.commands.promql_parse import PromqlError, parse
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_render import render
from pipeline.commands.promql_shift import earlier
from pipeline.commands.promql_split import finer
from pipeline.commands.promql_threshold import limits_text, spoken_window
from pipeline.commands.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Matcher,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
    bare,
    calls,
    is_comparison,
    is_scalar,
    selectors,
    walk,
)
from pipeline.models.query import Derived

__all__ = [
    "breakdown",
    "change",
    "current_value",
    "family",
    "hour_ago",
    "locate",
    "recovery",
    "reporting",
    "scope",
    "spoken_window",
    "threshold_text",
]

HOUR = 3_600_000
_SHORTEST_PROOF = 300_000
# Subqueries of more points than about sixty make a slow query at the worst time.
_STEPS = ((HOUR, 60_000), (6 * HOUR, 300_000), (24 * HOUR, 900_000))
_SIMPLE = 200
# Labels of what is watched rather than of what happened there: a series does not come and go with their values.
_TARGET = frozenset({"job", "namespace", "instance", "cluster", "service", "metrics_path", "container", "pod", "node"})
_NOT_SCOPE = frozenset({"__name__", "le", "quantile"})


def current_value(expr: str) -> tuple[Derived, ...]:
    """Return the queries that show what the alert looks at, the deciding one first; () where there is no such value.

    Comparisons are taken off; what only picks series stays. After the values come what they are compared with, the
    series that a prediction is made from, and the two sides of a ratio.
    """
    found = _conditions(expr)
    limits = [
        Derived(f"what it is compared with ({b.op})", render(b.limit))
        for c in found
        for b in c.bounds
        if b.threshold is None and selectors(b.limit)
    ]
    parts = _parts(found[0]) if found else []
    queries: dict[str, str] = {}
    for label, query in (*_values(found), *limits, *_predicted(found), *parts):
        queries.setdefault(query, label)
    return tuple(Derived(label, query) for query, label in queries.items())


def locate(expr: str) -> Derived | None:
    """Return the query that shows where the trouble is, None where the expression gives no way to tell."""
    found = _conditions(expr)
    if not found:
        return None
    first = found[0]
    if first.missing:
        return _gone(first)
    subjects = {metrics_of(c.value) for c in found if c.primary}
    if len(subjects) > 1 or any(b.op == "==" and b.threshold is None for b in first.bounds):
        return _listed(expr)
    split = None if _is_yield(first) else finer(first.value)
    if split is not None:
        return _in_state(split, first, expr) or _ranked(filtered(split, first.filters), first, found)
    if _is_yield(first) and result_labels(first.value) == ():
        return None
    return _listed(expr) if _is_flag(first) or not first.bounds else _ranked(_distance(first), first, found)


def breakdown(expr: str) -> str | None:
    """Return the query of `locate`."""
    found = locate(expr)
    return found.query if found else None


def hour_ago(expr: str) -> str | None:
    """Return the deciding value as it was an hour ago, None where the expression is pinned to a time."""
    found = _conditions(expr)
    shifted = earlier(found[0].shown, HOUR) if found else None
    return render(shifted) if shifted is not None else None


def change(expr: str) -> str | None:
    """Return the deciding value less what it was an hour ago; None for flags, missing series and long expressions."""
    found = _conditions(expr)
    if not found or found[0].missing or _is_flag(found[0]) or not all(s.metric for s in selectors(found[0].value)):
        return None
    shifted = earlier(found[0].value, HOUR)
    if shifted is None or len(render(shifted)) > _SIMPLE:
        return None
    return render(Binary("-", found[0].shown, shifted))


def recovery(expr: str, window: str = "") -> str | None:
    """Return the query that returns nothing once the alert's condition was false for its whole window.

    It counts, by series, how often the condition held in the window (the alert's `for`, at least five minutes).
    An empty answer also follows from lost data: `reporting` gives the query that tells the two apart.
    """
    root = _vector(expr)
    if root is None or not selectors(root):
        return None
    span = max(_milliseconds(window), _SHORTEST_PROOF)
    step = next((step for limit, step in _STEPS if span <= limit), HOUR)
    return render(Call("count_over_time", (Subquery(Paren(root), span, step),)))


def reporting(expr: str) -> Derived | None:
    """Return the query that shows that the alert still gets data, with what to expect; None where none can tell."""
    found = _conditions(expr)
    if not found:
        return None
    first = found[0]
    if first.missing:
        return Derived("the series is back: one result or more", render(first.shown))
    if (parts := ratio(first.value)) is not None:
        return _counted(parts.denominator)
    if _needs_series(first):
        return _counted(first.value)
    return _scraped(first.value)


def scope(expr: str) -> dict[str, str]:
    """Return the labels that the alert's deciding values fix to one value, wherever they name them."""
    values: dict[str, set[str | None]] = {}
    for condition in _conditions(expr):
        for matcher in (m for s in selectors(condition.value) for m in s.matchers if condition.primary):
            values.setdefault(matcher.label, set()).add(fixed_value(matcher))
    single = {label: next(iter(found)) for label, found in values.items() if len(found) == 1}
    return {label: value for label, value in single.items() if value is not None and label not in _NOT_SCOPE}


def family(expr: str) -> tuple[str, ...]:
    """Return the sorted metrics that the alert's deciding values are about; alerts of one family watch one thing.

    A ratio is about its numerator. Joined info series, filters and what a value is compared with do not count; a
    recorded series keeps its name, without the window at its end. () for an expression without metrics.
    """
    decisive = [c for c in _conditions(expr) if c.primary]
    return essential(frozenset().union(*(metrics_of(c.value) for c in decisive)))


def threshold_text(expr: str) -> str | None:
    """Return the limit as an operator reads it ("> 0.9 (90%)"), None without one or where several values have some."""
    found = _conditions(expr)
    if len({c.value for c in found}) != 1:
        return None
    texts = dict.fromkeys(filter(None, map(limits_text, found)))
    return " or ".join(texts) or None


@lru_cache(maxsize=4096)
def _conditions(expr: str) -> tuple[Condition, ...]:
    """Return the conditions of a valid expression that read at least one series, () for any other."""
    root = _vector(expr)
    return tuple(c for c in conditions(root) if selectors(c.value)) if root is not None else ()


def _vector(expr: str) -> Node | None:
    """Return the tree of an expression that gives an instant vector, None for any other or a wrong one."""
    try:
        root = bare(parse(expr))
    except PromqlError:
        return None
    matrix = isinstance(root, Subquery | Text) or (isinstance(root, Selector) and root.window)
    return None if matrix or is_scalar(root) else root


def _values(found: tuple[Condition, ...]) -> list[Derived]:
    limits: dict[str, list[str]] = {}
    for condition in found:
        limits.setdefault(render(condition.shown), []).append(limits_text(condition))
    if found and found[0].missing:
        return [Derived("the series that is missing: no result while the alert fires", q) for q in limits]
    texts = {query: " or ".join(dict.fromkeys(filter(None, told))) for query, told in limits.items()}
    several = len(texts) > 1
    return [Derived(f"value now (limit {t})" if several and t else "value now", q) for q, t in texts.items()]


def _predicted(found: tuple[Condition, ...]) -> list[Derived]:
    predictions = [n for c in found for n in walk(c.value) if isinstance(n, Call) and n.name == "predict_linear"]
    series = [n.args[0] for n in predictions]
    return [Derived("what is predicted, now", render(_instant(s))) for s in series if isinstance(s, Selector)]


def _parts(condition: Condition) -> list[Derived]:
    parts = ratio(condition.value)
    if parts is None or not selectors(parts.denominator):
        return []
    return [Derived("numerator", render(parts.numerator)), Derived("denominator", render(parts.denominator))]


def _gone(condition: Condition) -> Derived | None:
    series = _instant(selectors(condition.value)[0])
    before = earlier(series, HOUR)
    if before is None:
        return None
    return Derived("which series are gone since an hour ago", render(Binary("unless", before, series)))


def _is_flag(condition: Condition) -> bool:
    return any(b.op in ("==", "!=") and b.threshold is not None for b in condition.bounds)


def _listed(expr: str) -> Derived:
    return Derived("which series the alert finds", render(bare(parse(expr))))


def _in_state(split: Node, condition: Condition, expr: str) -> Derived | None:
    """Hold the finer value against the limit of a flag, where what is true of the whole is true of its parts."""
    outer = bare(condition.value)
    if len(condition.bounds) != 1 or not _is_flag(condition) or not isinstance(outer, Aggregate):
        return None
    (bound,) = condition.bounds
    if outer.op == "sum" and calls(split) & DYNAMIC:
        return _listed(expr)  # each idle series of the whole system would be in the finer list
    if outer.op in ("max", "min") or (outer.op in ("sum", "avg") and bound.op == "==" and bound.threshold == 0):
        state = Binary(bound.op, split, bound.limit)
        return Derived("which series are in this state", render(filtered(state, condition.filters)))
    return None


def _is_yield(condition: Condition) -> bool:
    """Whether a share of good events is too low: its numerator alone would rank by traffic, not by trouble."""
    parts = ratio(condition.value)
    return parts is not None and bool(calls(parts.numerator) & DYNAMIC) and _falls(condition)


def _distance(condition: Condition) -> Node:
    """Return what to rank series by: their distance from a limit that is itself a series, else their value."""
    against = [b for b in condition.bounds if b.threshold is None and not is_scalar(b.limit)]
    if len(against) != 1:
        return condition.shown
    (bound,) = against
    difference: Node = Binary("-", condition.value, bound.limit, matching=bound.matching)
    if bound.op == "!=":
        difference = Binary("!=", difference, Number(0.0))
    # A one-to-one match by named labels drops all others, also those that a filter goes by.
    return filtered(difference, () if bound.matching.on and not bound.matching.side else condition.filters)


def _ranked(node: Node, condition: Condition, found: tuple[Condition, ...]) -> Derived:
    if _is_listing(node):
        return Derived("which series", render(node))
    if _two_sided(condition, found):
        node = Call("abs", (node,))
    elif _falls(condition):
        return Derived("the ten smallest", render(Aggregate("bottomk", node, param=Number(10.0))))
    return Derived("the ten largest", render(Aggregate("topk", node, param=Number(10.0))))


def _is_listing(node: Node) -> bool:
    """Whether the node leaves only what is wrong, as up == 0 does: there is nothing to rank."""
    node = bare(node)
    while isinstance(node, Binary) and node.op in ("and", "unless"):
        node = bare(node.lhs)
    return isinstance(node, Binary) and is_comparison(node) and node.op not in (">", ">=")


def _two_sided(condition: Condition, found: tuple[Condition, ...]) -> bool:
    """Whether the same value has a limit on either side, as an offset from zero has."""
    bounds = [b for c in found if c.value == condition.value for b in c.bounds]
    limits = [b.threshold for b in bounds if b.threshold is not None]
    return {b.op[0] for b in bounds} == {"<", ">"} and min(limits, default=0) < 0 < max(limits, default=0)


def _falls(condition: Condition) -> bool:
    """Whether small values of the numerator or the value are the trouble."""
    low = any(b.op in ("<", "<=") for b in condition.bounds)
    parts = ratio(condition.value)
    return low != bool(parts and parts.inverted)


def _instant(node: Selector) -> Selector:
    return Selector(node.name, node.matchers, at=node.at)


def _milliseconds(window: str) -> int:
    try:
        node = parse(f"x[{window}]") if window else None
    except PromqlError:
        return 0
    return node.window if isinstance(node, Selector) else 0


def _counted(node: Node) -> Derived | None:
    found = selectors(node)
    if not found:
        return None
    return Derived("data still arrives: more than 0", render(Aggregate("count", _instant(found[0]))))


def _needs_series(condition: Condition) -> bool:
    """Whether the series is there in good times too: the good value is not the same as no value."""
    told = {m.label for s in selectors(condition.value) for m in s.matchers}
    return any(
        b.op in ("<", "<=", "!=")
        or (b.op == "==" and b.threshold == 0)
        or (b.op in (">", ">=") and b.threshold not in (0, 1) and told <= _TARGET)
        for b in condition.bounds
    )


def _scraped(node: Node) -> Derived | None:
    """Return the query for the scrape of the value's job; recorded series have no scrape of their own."""
    jobs = [
        (s, m)
        for s in selectors(node)
        for m in s.matchers
        if m.label == "job" and m.op in ("=", "=~") and ":" not in s.metric
    ]
    if not jobs:
        return None
    matcher = Matcher("job", jobs[0][1].op, jobs[0][1].value)
    return Derived("targets of the job answer: 1 for each", render(Selector("up", (matcher,))))
