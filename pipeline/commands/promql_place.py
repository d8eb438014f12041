"""Where the trouble is that an alert tells of: the query that lists or ranks the series behind it."""

from __future__ import annotations

from pipeline.commands.promql_conditions import DYNAMIC, Bound, Condition, filtered
from pipeline.commands.promql_labels import result_labels
from pipeline.commands.promql_metrics import metrics_of
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_render import render
from pipeline.commands.promql_shift import HOUR, earlier
from pipeline.commands.promql_split import finer
from pipeline.commands.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Node,
    Number,
    bare,
    calls,
    instant,
    is_comparison,
    is_scalar,
    selectors,
)
from pipeline.models.query import Derived


def located(root: Node, found: tuple[Condition, ...]) -> Derived | None:
    """Return the query that shows where the trouble is, None where the expression gives no way to tell.

    `found` are the conditions of `root`, at least one. A value that is aggregated is made finer; what only has a state
    is listed; the rest is ranked by how far it is beyond its limit.
    """
    first = found[0]
    if first.missing:
        return _gone(first)
    subjects = {metrics_of(c.value) for c in found if c.primary}
    if len(subjects) > 1 or any(b.op == "==" and b.threshold is None for b in first.bounds):
        return _listed(root)
    compared = _against(first) is not None and result_labels(first.value) != ()
    split = None if _is_yield(first) or compared else finer(first.value)
    if split is not None:
        return _in_state(split, first, root) or _ranked(filtered(split, first.filters), first, found, _falls(first))
    if _is_yield(first) and result_labels(first.value) == ():
        return None
    return _listed(root) if first.is_flag or not first.bounds else _ranked(_distance(first), first, found, _low(first))


def _listed(root: Node) -> Derived:
    return Derived("which series the alert finds", render(root))


def _gone(condition: Condition) -> Derived | None:
    now = condition.sought if condition.bounds else instant(selectors(condition.value)[0])
    before = earlier(now, HOUR)
    if before is None:
        return None
    return Derived("which series are gone since an hour ago", render(Binary("unless", before, now)))


def _in_state(split: Node, condition: Condition, root: Node) -> Derived | None:
    """Hold the finer value against the limit of a flag, where what is true of the whole is true of its parts."""
    outer = bare(condition.value)
    if len(condition.bounds) != 1 or not condition.is_flag or not isinstance(outer, Aggregate):
        return None
    (bound,) = condition.bounds
    if outer.op == "sum" and calls(split) & DYNAMIC:
        return _listed(root)  # each idle series of the whole system would be in the finer list
    if outer.op in ("max", "min") or (outer.op in ("sum", "avg") and bound.op == "==" and bound.threshold == 0):
        state = Binary(bound.op, split, bound.limit)
        return Derived("which series are in this state", render(filtered(state, condition.filters)))
    return None


def _is_yield(condition: Condition) -> bool:
    """Whether a share of good events is too low: its numerator alone would rank by traffic, not by trouble."""
    parts = ratio(condition.value)
    return parts is not None and bool(calls(parts.numerator) & DYNAMIC) and _falls(condition)


def _against(condition: Condition) -> Bound | None:
    """Return the bound of a value that has one limit which is itself a series."""
    against = [b for b in condition.bounds if b.threshold is None and not is_scalar(b.limit)]
    return against[0] if len(against) == 1 else None


def _distance(condition: Condition) -> Node:
    """Return what to rank series by: their distance from a limit that is itself a series, else their value."""
    bound = _against(condition)
    if bound is None:
        return condition.shown
    difference: Node = Binary("-", condition.value, bound.limit, matching=bound.matching)
    if bound.op == "!=":
        difference = Binary("!=", difference, Number(0.0))
    # A one-to-one match by named labels drops all others, also those that a filter goes by.
    return filtered(difference, () if bound.matching.on and not bound.matching.side else condition.filters)


def _ranked(node: Node, condition: Condition, found: tuple[Condition, ...], falls: bool) -> Derived:
    if _is_listing(node):
        return Derived("which series", render(node))
    ranked = ", value less limit" if node == _distance(condition) != condition.shown else ""
    if _two_sided(condition, found):
        node = Call("abs", (node,))
    elif falls:
        return Derived(f"the ten smallest{ranked}", render(Aggregate("bottomk", node, param=Number(10.0))))
    return Derived(f"the ten largest{ranked}", render(Aggregate("topk", node, param=Number(10.0))))


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
    parts = ratio(condition.value)
    return _low(condition) != bool(parts and parts.inverted)


def _low(condition: Condition) -> bool:
    return any(b.op in ("<", "<=") for b in condition.bounds)
