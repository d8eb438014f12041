"""The parts of a ratio: what is divided by what, whichever factors, rounding and joins stand around it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from pipeline.commands.promql_tree import (
    Aggregate,
    Binary,
    Call,
    Matching,
    Negate,
    Node,
    bare,
    constant,
    is_comparison,
    is_scalar,
    selectors,
)

ROUNDING = frozenset({"round", "ceil", "floor", "abs", "clamp", "clamp_min", "clamp_max"})
RELABELING = frozenset({"label_replace", "label_join", "sort", "sort_desc"})
_KEEP_VALUES = frozenset({"max", "min", "avg", "topk", "bottomk"})
_LINEAR = frozenset({"sum", "avg", "max", "min"})


class Ratio(NamedTuple):
    """`factor` is what the quotient is multiplied by (100 for percent); `inverted` means 1 or 100 minus it."""

    numerator: Node
    denominator: Node
    factor: float = 1.0
    inverted: bool = False

    @property
    def compares_times(self) -> bool:
        """Whether one side is of another time than the other: that tells growth, not a share."""
        return {s.offset for s in selectors(self.numerator)} != {s.offset for s in selectors(self.denominator)}


def ratio(node: Node) -> Ratio | None:
    """Return the ratio that decides the node's value, None where it is no quotient of two series."""
    match node := bare(node):
        case Negate():
            return _inverted(ratio(node.expr))
        case Call() if node.args and node.name in ROUNDING | RELABELING:
            return ratio(node.args[0])
        case Aggregate() if node.op in _KEEP_VALUES:
            return ratio(node.expr)
        case Binary() if is_comparison(node):
            return ratio(node.lhs)
        case Binary(op="/"):
            return _quotient(node)
        case Binary(op="*" | "+", matching=Matching(side="left")):
            return ratio(node.lhs)
        case Binary(op="*" | "+", matching=Matching(side="right")):
            return ratio(node.rhs)
        case Binary(op="*"):
            return _product(node)
        case Binary(op="-") if constant(node.lhs) is not None:
            return _inverted(ratio(node.rhs))
        case Binary(op="-" | "+") if constant(node.rhs) is not None:
            return ratio(node.lhs)
    return None


def unscaled(node: Node) -> tuple[Node, float]:
    """Return the node without constant factors, and their product."""
    node = bare(node)
    if isinstance(node, Binary) and node.op in ("*", "/"):
        right = constant(node.rhs)
        if right:
            inner, factor = unscaled(node.lhs)
            return inner, factor * right if node.op == "*" else factor / right
        if node.op == "*" and (left := constant(node.lhs)) is not None:
            inner, factor = unscaled(node.rhs)
            return inner, factor * left
    if isinstance(node, Aggregate) and node.op in _LINEAR:
        inner, factor = unscaled(node.expr)
        return (node, 1.0) if factor == 1 else (replace(node, expr=inner), factor)
    return node, 1.0


def _quotient(node: Binary) -> Ratio | None:
    if (factor := constant(node.rhs)) is not None:
        found = ratio(node.lhs)
        return found._replace(factor=found.factor / factor) if found and factor else None
    if is_scalar(node.rhs) or not selectors(node.lhs):
        return None
    (numerator, above), (denominator, below) = unscaled(node.lhs), unscaled(node.rhs)
    return Ratio(numerator, denominator, above / below if below else 1.0)


def _product(node: Binary) -> Ratio | None:
    for side, other in ((node.lhs, node.rhs), (node.rhs, node.lhs)):
        if (factor := constant(other)) is not None:
            found = ratio(side)
            return found._replace(factor=found.factor * factor) if found else None
    return None


def _inverted(found: Ratio | None) -> Ratio | None:
    return found._replace(inverted=not found.inverted) if found else None
