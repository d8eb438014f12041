"""The labels of a PromQL result, as far as the expression tells them."""

from __future__ import annotations

import re

from pipeline.commands.promql_tree import (
    SETS,
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
    is_scalar,
    selectors,
)

Labels = tuple[str, ...] | None
TARGET_LABELS = frozenset(
    {"job", "namespace", "instance", "cluster", "service", "metrics_path", "container", "pod", "node"}
)
"""Labels of what is watched rather than of what happened there: a series does not come and go with their values."""

_KEEP_SERIES = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
_PATTERN = re.compile(r"[.*+?()\[\]{}|^$\\]")
_NOT_FOR_GROUPING = frozenset({"__name__", "le", "quantile"})


def result_labels(node: Node) -> Labels:
    """Return the names of the labels that the result can carry, None where the expression does not limit them."""
    match node:
        case Number() | Text():
            return ()
        case Selector():
            return None
        case Paren() | Negate() | Subquery():
            return result_labels(node.expr)
        case Aggregate():
            return _of_aggregate(node)
        case Call():
            return _of_call(node)
        case Binary():
            return _of_binary(node)


def fixed_value(matcher: Matcher) -> str | None:
    """Return the one value that a matcher allows, None where it allows others."""
    if matcher.op == "=" or (matcher.op == "=~" and not _PATTERN.search(matcher.value)):
        return matcher.value or None
    return None


def splitting_labels(node: Aggregate) -> tuple[str, ...]:
    """Return up to three labels that an aggregation drops and its own matchers show to exist with several values."""
    known = result_labels(node.expr)
    dropped = [m for s in selectors(node.expr) for m in s.matchers if _can_split(m, node.grouping, known)]
    named = [m.label for m in dropped if m.op == "=~"] or [m.label for m in dropped]
    return tuple(dict.fromkeys(named))[:3]


def _can_split(matcher: Matcher, grouping: Grouping | None, known: Labels) -> bool:
    label = matcher.label
    if label in _NOT_FOR_GROUPING or matcher.op == "=" or (matcher.op == "=~" and fixed_value(matcher) is not None):
        return False
    return (grouping is None or label not in grouping.labels) and (known is None or label in known)


def _of_aggregate(node: Aggregate) -> Labels:
    inner = result_labels(node.expr)
    if node.op in _KEEP_SERIES:
        return inner
    added = (node.param.value,) if node.op == "count_values" and isinstance(node.param, Text) else ()
    if node.grouping is None:
        return added
    if not node.grouping.without:
        return _merged(tuple(x for x in node.grouping.labels if inner is None or x in inner), added)
    return None if inner is None else _merged(_minus(inner, node.grouping.labels), added)


def _of_call(node: Call) -> Labels:
    if node.scalar:
        return ()
    match node.name:
        case "absent" | "absent_over_time":
            inner = node.args[0]
            equal = [m.label for m in inner.matchers if m.op == "="] if isinstance(inner, Selector) else []
            return tuple(dict.fromkeys(x for x in equal if x != "__name__"))
        case "label_replace" | "label_join":
            target = node.args[1]
            inner_labels = result_labels(node.args[0])
            return (
                inner_labels
                if inner_labels is None or not isinstance(target, Text)
                else _merged(inner_labels, (target.value,))
            )
        case "histogram_quantile":
            inner_labels = result_labels(node.args[1])
            return None if inner_labels is None else _minus(inner_labels, ("le",))
        case "info":
            return None
    vectors = [arg for arg in node.args if not is_scalar(arg) and not isinstance(arg, Text)]
    return result_labels(vectors[0]) if vectors else ()


def _of_binary(node: Binary) -> Labels:
    left, right = result_labels(node.lhs), result_labels(node.rhs)
    if is_scalar(node.lhs) or is_scalar(node.rhs):
        return right if is_scalar(node.lhs) else left
    if node.op == "or":
        return None if left is None or right is None else _merged(left, right)
    if node.op in SETS:
        return left
    return _of_pairs(node.matching, left, right)


def _of_pairs(matching: Matching, left: Labels, right: Labels) -> Labels:
    if matching.side:
        many = left if matching.side == "left" else right
        return None if many is None else _merged(many, matching.include)
    if matching.on:
        return matching.labels
    either = left if left is not None else right
    return None if either is None else _minus(either, matching.labels or ())


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _minus(labels: tuple[str, ...], dropped: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(x for x in labels if x not in dropped)
