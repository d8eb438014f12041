"""PromQL text → syntax tree, checked for syntax and types by promql-parser."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

import promql_parser as pp

from pipeline.commands.promql_render import quoted
from pipeline.commands.promql_tree import (
    NO_MATCHING,
    Aggregate,
    Binary,
    Call,
    Grouping,
    Matcher,
    Matching,
    Negate,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
)

MAX_CHARACTERS = 20_000
MAX_OPERATORS = 150
MAX_DEPTH = 60

_MATCH_OPS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}
_SIDES = {"VectorMatchCardinality.ManyToOne": "left", "VectorMatchCardinality.OneToMany": "right"}
_VARIABLES = {
    "rate_interval": "5m",
    "interval": "1m",
    "range": "1h",
    "interval_ms": "60000",
    "range_s": "3600",
    "range_ms": "3600000",
}
_PIECE = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |`(?P<raw>[^`]*)`
    |(?P<comment>\#[^\n]*)
    |(?P<variable>\$\{__(?P<braced>\w+)\}|\$__(?P<plain>\w+))
    |(?P<template>\$\{[^}]*\}|\$\w+|\[\[\w+\]\]|\{\{.*?\}\}|%\(\w+\)[sdfg])
    |(?P<open>[(\[{])|(?P<close>[)\]}])
    |(?P<operator>[-+*/%^<>!=]=?|\b(?:and|or|unless|atan2)\b)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class PromqlError(Exception):
    """The expression is not PromQL; the message says why."""


def _allow_old_functions() -> None:
    # Prometheus 2 rules still call it; Prometheus 3 renamed it to double_exponential_smoothing.
    types = [pp.ValueType.Matrix, pp.ValueType.Scalar, pp.ValueType.Scalar]
    pp.register_extra_functions([pp.Function("holt_winters", types, pp.ValueType.Vector)])


_allow_old_functions()


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Parse an expression; comments go, and Grafana's interval variables get a usual value.

    Raises PromqlError for anything that Prometheus would refuse.
    """
    cleaned = _clean(text)
    try:
        return _node(pp.parse(cleaned))
    except ValueError as error:
        raise PromqlError(str(error)) from None


def _clean(text: str) -> str:
    if not text.strip():
        raise PromqlError("the expression is empty")
    if len(text) > MAX_CHARACTERS:
        raise PromqlError(f"the expression is longer than {MAX_CHARACTERS} characters")
    # The parser recurses: far past these limits it takes the whole process down.
    if _operators(text) > MAX_OPERATORS:
        raise PromqlError(f"the expression has more than {MAX_OPERATORS} operators")
    return _PIECE.sub(_plain, text)


def _operators(text: str) -> int:
    """Count the operators outside braces; raise PromqlError for brackets that are nested too deep."""
    count = depth = braces = 0
    for piece in _PIECE.finditer(text):
        step = (piece["open"] is not None) - (piece["close"] is not None)
        depth += step
        braces += step if piece[0] in "{}" else 0
        count += piece["operator"] is not None and not braces
        if depth > MAX_DEPTH:
            raise PromqlError(f"the expression is nested deeper than {MAX_DEPTH} levels")
    return count


def _plain(piece: re.Match[str]) -> str:
    if piece["raw"] is not None:
        return quoted(piece["raw"])
    if piece["comment"] is not None:
        return ""
    name = piece["braced"] or piece["plain"]
    if name in _VARIABLES:
        return _VARIABLES[name]
    if variable := piece["variable"] or piece["template"]:
        raise PromqlError(f"{variable} is a template variable; write its value in its place")
    return piece[0]


def _node(expr: pp.Expr) -> Node:
    match expr:
        case pp.NumberLiteral():
            return Number(expr.val)
        case pp.StringLiteral():
            return Text(expr.val)
        case pp.VectorSelector():
            return _selector(expr)
        case pp.MatrixSelector():
            return _selector(expr.vector_selector, _milliseconds(expr.range))
        case pp.SubqueryExpr():
            window, step, offset = map(_milliseconds, (expr.range, expr.step, expr.offset))
            return Subquery(_node(expr.expr), window, step, offset, _at(expr.at))
        case pp.Call():
            args = tuple(_node(arg) for arg in expr.args)
            return Call(expr.func.name, args, expr.func.return_type == pp.ValueType.Scalar)
        case pp.AggregateExpr():
            param = None if expr.param is None else _node(expr.param)
            return Aggregate(str(expr.op), _node(expr.expr), _grouping(expr.modifier), param)
        case pp.BinaryExpr():
            return _binary(expr)
        case pp.UnaryExpr():
            return Negate(_node(expr.expr))
        case pp.ParenExpr():
            return Paren(_node(expr.expr))
    raise PromqlError(f"{type(expr).__name__} is not supported")


def _selector(expr: pp.VectorSelector, window: int = 0) -> Selector:
    if expr.matchers.or_matchers:
        raise PromqlError("“or” between label matchers is not PromQL; write two selectors joined by “or”")
    matchers = tuple(Matcher(m.name, _MATCH_OPS[str(m.op)], m.value) for m in expr.matchers.matchers)
    return Selector(expr.name or "", matchers, window, _milliseconds(expr.offset), _at(expr.at))


def _milliseconds(delta: timedelta | None) -> int:
    return 0 if delta is None else delta // timedelta(milliseconds=1)


def _at(modifier: pp.AtModifier | None) -> str:
    if modifier is None:
        return ""
    # The parser prints a time before 1970 as 0, and panics when asked for it as a date.
    if (text := str(modifier).removeprefix("@ ")) == "0.000":
        raise PromqlError("the @ modifier needs a time after 1970")
    return text


def _grouping(modifier: pp.AggModifier | None) -> Grouping | None:
    return None if modifier is None else Grouping(tuple(modifier.labels), modifier.type == pp.AggModifierType.Without)


def _binary(expr: pp.BinaryExpr) -> Binary:
    lhs, rhs, modifier = _node(expr.lhs), _node(expr.rhs), expr.modifier
    if modifier is None:
        return Binary(str(expr.op), lhs, rhs)
    return Binary(str(expr.op), lhs, rhs, modifier.return_bool, _matching(modifier))


def _matching(modifier: pp.BinModifier) -> Matching:
    labels = modifier.matching
    found = Matching(
        on=labels is not None and labels.type == pp.LabelModifierType.Include,
        labels=None if labels is None else tuple(labels.labels),
        side=_SIDES.get(str(modifier.card), ""),
        include=tuple(modifier.group_labels or ()),
        fill=(modifier.fill_values.lhs, modifier.fill_values.rhs),
    )
    return NO_MATCHING if found == NO_MATCHING else found
