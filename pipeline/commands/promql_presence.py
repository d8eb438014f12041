"""Whether an alert still gets data: what tells recovery from a series that is merely gone."""

from __future__ import annotations

from pipeline.commands.promql_conditions import Condition
from pipeline.commands.promql_labels import TARGET_LABELS
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import Aggregate, Matcher, Node, Selector, instant, selectors
from pipeline.models.query import Derived


def presence(first: Condition) -> Derived | None:
    """Return the query that shows that the value still gets data, with what to expect; None where none can tell."""
    if first.missing:
        return Derived("the series is back: one result or more", render(first.sought))
    if (parts := ratio(first.value)) is not None:
        return _counted(parts.denominator)
    if _needs_series(first):
        return _counted(first.value)
    return _scraped(first.value)


def _counted(node: Node) -> Derived | None:
    found = selectors(node)
    if not found:
        return None
    return Derived("data still arrives: more than 0", render(Aggregate("count", instant(found[0]))))


def vanishes(condition: Condition) -> bool:
    """Whether the series is gone in good times: a label that says another state picks it, as state!="ok" does."""
    matchers = (m for s in selectors(condition.value) for m in s.matchers)
    picked = any(m.op == "!=" and m.value and m.label not in TARGET_LABELS for m in matchers)
    return picked and [(b.op, b.threshold) for b in condition.bounds] == [("!=", 0)]


def _needs_series(condition: Condition) -> bool:
    """Whether the series is there in good times too: the good value is not the same as no value."""
    told = {m.label for s in selectors(condition.value) for m in s.matchers}
    return not vanishes(condition) and any(
        b.op in ("<", "<=", "!=")
        or (b.op == "==" and b.threshold == 0)
        or (b.op in (">", ">=") and b.threshold not in (0, 1) and told <= TARGET_LABELS)
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
