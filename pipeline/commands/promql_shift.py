"""A PromQL value as it was earlier: offsets on selectors and subqueries, and clocks set back."""

from __future__ import annotations

from dataclasses import replace

from pipeline.commands.promql_tree import (
    Binary,
    Call,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    map_children,
    walk,
)

HOUR = 3_600_000
_CLOCKS = frozenset({"minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"})
_RANGE_BOUND = frozenset({"start", "end", "range", "step"})


def earlier(node: Node, milliseconds: int) -> Node | None:
    """Return the value as it was that long ago; None where all is pinned to a time, or it asks for the range.

    A selector with an @ modifier stays: it does not move with time.
    """
    if any(isinstance(n, Call) and n.name in _RANGE_BOUND for n in walk(node)):
        return None
    shifted = _shift(node, milliseconds)
    return shifted if shifted != node else None


def _shift(node: Node, ms: int) -> Node:
    match node:
        case Selector() | Subquery():
            # The offset of a subquery moves all that is inside it, clocks too.
            return node if node.at else replace(node, offset=node.offset + ms)
        case Call(name="time"):
            return Paren(Binary("-", node, Number(ms / 1000)))
        case Call(args=()) if node.name in _CLOCKS:
            return replace(node, args=(Call("vector", (_shift(Call("time", (), True), ms),)),))
        case Call(name="predict_linear"):
            return _prediction(node, ms)
    return map_children(node, lambda child: _shift(child, ms))


def _prediction(node: Call, ms: int) -> Node:
    # predict_linear counts from the time of evaluation, also for a series with an offset.
    series, ahead = node.args
    shifted = _shift(series, ms)
    return node if shifted == series else replace(node, args=(shifted, Binary("-", ahead, Number(ms / 1000))))
