"""Which metrics an expression is about, without those that only join, filter or scale."""

from __future__ import annotations

import re

from pipeline.commands.promql_tree import (
    COMPARISONS,
    Aggregate,
    Binary,
    Call,
    Matching,
    Negate,
    Node,
    Paren,
    Selector,
    Subquery,
)

_INFO = re.compile(r".*_(info|metadata)|kube_\w+_(labels|annotations|owner)")
_RECORDED_WINDOW = re.compile(r"(?<=[a-z_])(\d+(ms|[smhdwy]))+$")


def essential(metrics: frozenset[str]) -> tuple[str, ...]:
    """Return the sorted names without info series (unless all are), recorded ones without their window."""
    return tuple(sorted(frozenset(map(without_window, _without_info(metrics) or metrics))))


def metrics_of(node: Node) -> frozenset[str]:
    """Return the names of the metrics that a value is about: of a ratio its numerator, less what is below it too."""
    match node:
        case Selector():
            return frozenset({node.metric}) - {""}
        case Paren() | Negate() | Subquery() | Aggregate():
            return metrics_of(node.expr)
        case Call():
            return frozenset().union(*map(metrics_of, node.args))
        case Binary():
            return _of_binary(node)
    return frozenset()


def without_window(metric: str) -> str:
    """Return a recorded series' name without the window at its end ("job:errors:rate5m" → "job:errors:rate")."""
    return _RECORDED_WINDOW.sub("", metric) if ":" in metric else metric


def _of_binary(node: Binary) -> frozenset[str]:
    left, right = metrics_of(node.lhs), metrics_of(node.rhs)
    match node:
        case Binary(op="and" | "unless"):
            return left
        case Binary() if node.op in COMPARISONS:
            return left or right
        case Binary(op="/"):
            return (left - right) or left or right
        case Binary(op="*", matching=Matching(side="left")):
            return _without_info(left) or right or left
        case Binary(op="*", matching=Matching(side="right")):
            return _without_info(right) or left or right
    return left | right


def _without_info(metrics: frozenset[str]) -> frozenset[str]:
    return frozenset(m for m in metrics if not _INFO.fullmatch(m))
