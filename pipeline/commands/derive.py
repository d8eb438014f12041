"""Queries that follow from an alert's own expression: its value now, where, an hour ago, and proof of recovery."""

from __future__ import annotations

from functools import lru_cache

from pipeline.commands.promql_conditions import Condition, conditions
from pipeline.commands.promql_labels import fixed_value
from pipeline.commands.promql_metrics import essential, metrics_of
from pipeline.commands.promql_parse import PromqlError, parse
from pipeline.commands.promql_place import located
from pipeline.commands.promql_presence import presence, vanishes
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_render import render
from pipeline.commands.promql_shift import HOUR, earlier
from pipeline.commands.promql_threshold import condition_text, limits_text
from pipeline.commands.promql_tree import (
    Binary,
    Call,
    Matcher,
    Node,
    Paren,
    Selector,
    Subquery,
    Text,
    bare,
    instant,
    is_scalar,
    selectors,
    walk,
)
from pipeline.commands.promql_windows import milliseconds, spoken_window
from pipeline.models.query import Derived, Reading

__all__ = [
    "breakdown",
    "change",
    "current_value",
    "family",
    "firing",
    "hour_ago",
    "locate",
    "reading",
    "recovery",
    "reporting",
    "scope",
    "spoken_window",
    "threshold_text",
    "value_limit",
]

_SHORTEST_PROOF = 300_000
# Subqueries of many more points than a hundred are slow at the worst time.
_STEPS = ((HOUR, 60_000), (6 * HOUR, 300_000), (24 * HOUR, 900_000))
_SIMPLE = 200
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
    root, found = _vector(expr), _conditions(expr)
    return located(root, found) if root is not None and found else None


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
    if not found or found[0].missing or found[0].is_flag or not all(s.metric for s in selectors(found[0].value)):
        return None
    shifted = earlier(found[0].value, HOUR)
    if shifted is None or len(render(shifted)) > _SIMPLE:
        return None
    return render(Binary("-", found[0].shown, shifted))


def recovery(expr: str, window: str = "") -> str | None:
    """Return the query that returns nothing once the alert's condition was false for its whole window.

    It counts, by series, how often the condition held in the window: the alert's `for` as a rule or a person writes it,
    at least five minutes. As long as a count is left, it falls minute by minute, so an operator sees recovery coming.
    An empty answer also follows from lost data: `reporting` gives the query that tells the two apart.
    """
    root = _vector(expr)
    if root is None or not selectors(root):
        return None
    span = max(milliseconds(window), _SHORTEST_PROOF)
    step = next((step for limit, step in _STEPS if span <= limit), HOUR)
    return render(Call("count_over_time", (Subquery(Paren(root), span, step),)))


def reporting(expr: str) -> Derived | None:
    """Return the query that shows that the alert still gets data, with what to expect; None where none can tell."""
    found = _conditions(expr)
    return presence(found[0]) if found else None


def firing(alert: str) -> str:
    """Return the query for the alert of that name in Prometheus' own list; no result where it does not fire."""
    named = Matcher("alertname", "=", alert)
    return render(Selector("ALERTS", (named, Matcher("alertstate", "=", "firing"))))


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
    """Return the limit as an operator reads it, such as "> 0.9 (90%)"; with several values, each with its own.

    None without one, or where it is too long for a sentence.
    """
    return condition_text(_conditions(expr))


def value_limit(expr: str) -> str | None:
    """Return what the deciding value alone is held against, None as for `threshold_text`."""
    found = _conditions(expr)
    return condition_text(c for c in found if c.shown == found[0].shown)


def reading(expr: str) -> Reading:
    """Return how an operator reads the deciding value."""
    found = _conditions(expr)
    missing = [c.missing for c in found]
    if any(missing):
        return Reading.MISSING if all(missing) else Reading.VALUE_OR_MISSING
    return Reading.STATE if found and (found[0].plain or vanishes(found[0])) else Reading.VALUE


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
        # Of a missing series only what is within its bounds counts: a target that is down is not back.
        deciding = condition.sought if condition.missing else condition.shown
        limits.setdefault(render(deciding), []).append(_limit_label(condition))
    texts = {query: " or ".join(dict.fromkeys(filter(None, told))) for query, told in limits.items()}
    several = len(texts) > 1 or any(c.missing for c in found)
    values = [Derived(f"value now ({t})" if several and t else "value now", q) for q, t in texts.items()]
    return values + [Derived("whatever its value", render(c.value)) for c in found if c.missing and c.bounds]


def _limit_label(condition: Condition) -> str:
    if condition.missing:
        return "alert fires while there is none"
    limits = limits_text(condition)
    return f"limit {limits}" if limits else ""


def _predicted(found: tuple[Condition, ...]) -> list[Derived]:
    predictions = [n for c in found for n in walk(c.value) if isinstance(n, Call) and n.name == "predict_linear"]
    series = [n.args[0] for n in predictions]
    return [Derived("what is predicted, now", render(instant(s))) for s in series if isinstance(s, Selector)]


def _parts(condition: Condition) -> list[Derived]:
    parts = ratio(condition.value)
    if parts is None or not selectors(parts.denominator):
        return []
    return [Derived("numerator", render(parts.numerator)), Derived("denominator", render(parts.denominator))]
