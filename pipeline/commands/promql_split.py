"""A PromQL value in more detail: its outermost aggregation made finer, or taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.commands.promql_labels import splitting_labels
from pipeline.commands.promql_ratio import RELABELING, ROUNDING, ratio
from pipeline.commands.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Grouping,
    Matching,
    Negate,
    Node,
    bare,
    constant,
    selectors,
)

_PICKING = frozenset({"topk", "bottomk", "limitk", "limit_ratio", "count_values"})


def finer(node: Node) -> Node | None:
    """Return the value split by labels that its own matchers name, else by series; None where nothing is aggregated.

    Of a ratio it is the numerator: the denominator need not have the labels.
    """
    if (parts := ratio(node)) is not None and (split := finer(parts.numerator)) is not None:
        return split
    match node := bare(node):
        case Aggregate():
            return _less_aggregated(node)
        case Binary(op="or") if not selectors(node.rhs):
            return finer(node.lhs)  # the right side only stands in where there is no series
        case Negate():
            return _around(finer(node.expr), Negate)
        case Call(name="histogram_quantile"):
            return _finer_quantile(node)
        case Call() if node.args and node.name in ROUNDING | RELABELING:
            return _around(finer(node.args[0]), lambda inner: replace(node, args=(inner, *node.args[1:])))
        case Binary(op="*" | "/" | "+" | "-") if constant(node.rhs) is not None:
            return _around(finer(node.lhs), lambda inner: replace(node, lhs=inner))
        case Binary(op="*" | "+" | "-") if constant(node.lhs) is not None:
            return _around(finer(node.rhs), lambda inner: replace(node, rhs=inner))
        case Binary(op="*" | "+", matching=Matching(side="left")):
            return _around(finer(node.lhs), lambda inner: replace(node, lhs=inner))
        case Binary(op="*" | "+", matching=Matching(side="right")):
            return _around(finer(node.rhs), lambda inner: replace(node, rhs=inner))
    return None


def _around(inner: Node | None, rebuild: Callable[[Node], Node]) -> Node | None:
    return None if inner is None else rebuild(inner)


def _less_aggregated(node: Aggregate) -> Node | None:
    if node.op in _PICKING:
        return None
    labels = splitting_labels(node)
    if not labels or (node.grouping is not None and node.grouping.without):
        return bare(node.expr)
    known = node.grouping.labels if node.grouping else ()
    return replace(node, grouping=Grouping((*known, *labels)))


def _finer_quantile(node: Call) -> Node | None:
    quantile, buckets = node.args
    inner = bare(buckets)
    if not isinstance(inner, Aggregate):
        return None
    return _around(_less_aggregated(inner), lambda split: replace(node, args=(quantile, split)))
