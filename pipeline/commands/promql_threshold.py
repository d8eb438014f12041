"""Limits of alerts in the words an operator reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.commands.promql_conditions import Bound, Condition
from pipeline.commands.promql_labels import TARGET_LABELS
from pipeline.commands.promql_metrics import metrics_of
from pipeline.commands.promql_ratio import Ratio, ratio
from pipeline.commands.promql_render import duration, number, render
from pipeline.commands.promql_tree import (
    NO_MATCHING,
    Aggregate,
    Binary,
    Call,
    Matcher,
    Matching,
    Node,
    Selector,
    bare,
    calls,
    map_children,
    selectors,
    without_parens,
)

_PER_SECOND = frozenset({"rate", "irate", "deriv"})
_WINDOWED = _PER_SECOND | {"increase", "delta", "idelta"}
_TOTAL = re.compile(r"limit|max|total|size|capacity|quota|allocatable|hard", re.IGNORECASE)
_READABLE = 80
_LINE = 200
_SIZES = (
    *((2**power, unit) for power, unit in ((40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB"))),
    *((10**power, unit) for power, unit in ((12, "TB"), (9, "GB"), (6, "MB"), (3, "kB"))),
)


def condition_text(found: Iterable[Condition]) -> str | None:
    """Return what has to hold for an alert to fire, in one line; None where that is no comparison, or too long.

    A limit alone says enough where there is one value and its limits are numbers; else each value is named too.
    """
    compared = [c for c in found if c.bounds and not c.missing]
    readable = all(len(_plain(b.limit)) <= _READABLE for c in compared for b in c.bounds)
    alone = len({c.value for c in compared}) == 1
    if alone and not any(selectors(b.limit) for c in compared for b in c.bounds):
        return " or ".join(dict.fromkeys(map(limits_text, compared))) if readable else None
    text = ""
    for said, primary in {_named(c): c.primary for c in compared}.items():
        text += f"{' or ' if primary else ' and '}{said}" if text else said
    return text if readable and 0 < len(text) <= _LINE else None


def limits_text(condition: Condition) -> str:
    """Return the limits of a condition, such as "> 0.9 (90%)" or ">= 3 and < 20"; "" where nothing is compared."""
    return " and ".join(_bound_text(condition.value, bound) for bound in condition.bounds)


def is_readable(bound: Bound) -> bool:
    """Return whether a limit is short enough to stand in a sentence."""
    return len(render(bound.limit)) <= _READABLE


def _named(condition: Condition) -> str:
    """Return a condition with its value: "used > limit * 0.8"."""
    bounds = [
        f"{b.op} {_plain(b.limit)}" if selectors(b.limit) else _bound_text(condition.value, b) for b in condition.bounds
    ]
    return f"{_plain(condition.value)} {' and '.join(bounds)}"


def _plain(node: Node) -> str:
    """Return a value in the words of its metrics: what merely picks, groups or joins series is left out."""
    return render(_simple(_whole(without_parens(node))))


def _whole(node: Node) -> Node:
    match node := bare(node):
        case Aggregate(op="max" | "min" | "avg"):
            return _whole(node.expr)
        case Binary(op="*", matching=Matching(side="left")):
            return _whole(node.lhs)
        case Binary(op="*", matching=Matching(side="right")):
            return _whole(node.rhs)
    return node


def _simple(node: Node) -> Node:
    match node:
        case Selector():
            return replace(node, matchers=tuple(m for m in node.matchers if not _merely_picks(m)))
        case Aggregate():
            node = replace(node, grouping=None)
        case Binary():
            node = replace(node, matching=NO_MATCHING)
    return map_children(node, _simple)


def _merely_picks(matcher: Matcher) -> bool:
    """Whether a matcher says which targets are watched, or leaves some out, rather than what is measured."""
    return matcher.label in TARGET_LABELS or matcher.op == "!~" or (matcher.op == "!=" and not matcher.value)


def _bound_text(value: Node, bound: Bound) -> str:
    if bound.threshold is None:
        return f"{bound.op} {render(bound.limit) if is_readable(bound) else 'the value it is compared with'}"
    told = _reading(value, bound.threshold)
    return f"{bound.op} {number(round(bound.threshold, 12))}{f' ({told})' if told else ''}"


def _reading(value: Node, threshold: float) -> str:
    """Return the threshold in the value's unit where that is beyond doubt, else ""."""
    parts = ratio(value)
    if parts is not None:
        return _share(parts, threshold)
    if _is_age(value):
        return duration(round(threshold) * 1000) if threshold >= 60 else ""
    names = metrics_of(value)
    if not _keeps_unit(value) or len(names) != 1:
        return ""
    name = next(iter(names))
    if re.search(r"_bytes(_total)?$", name):
        return _size(threshold) + ("/s" if calls(value) & _PER_SECOND and _size(threshold) else "")
    return ""


def _share(parts: Ratio, threshold: float) -> str:
    """Read the threshold as percent where both sides count the same thing, or the author made it percent."""
    if parts.factor == 100 and 0 < threshold <= 100 and _comparable(parts):
        return f"{number(threshold)}%"
    return f"{number(round(threshold * 100, 6))}%" if parts.factor == 1 and 0 < threshold <= 1 and _same(parts) else ""


def _comparable(parts: Ratio) -> bool:
    """Whether nothing speaks against a share: another time, or a unit that only one side has."""
    above, below = metrics_of(parts.numerator), metrics_of(parts.denominator)
    units = [{_unit(name) for name in side} for side in (above, below)]
    windows = [calls(side) & _WINDOWED for side in (parts.numerator, parts.denominator)]
    return bool(above and below) and not parts.compares_times and units[0] == units[1] and windows[0] == windows[1]


def _same(parts: Ratio) -> bool:
    above, below = metrics_of(parts.numerator), metrics_of(parts.denominator)
    if not _comparable(parts):
        return False
    suffixes = [{_suffix(name) for name in side} for side in (above, below)]
    return above == below or all(map(_TOTAL.search, below)) or suffixes[0] == suffixes[1] != {""}


def _unit(name: str) -> str:
    found = re.search(r"seconds|duration|time(?!out)|bytes|latency", name, re.IGNORECASE)
    return found[0].lower() if found else ""


def _suffix(name: str) -> str:
    found = re.search(r"_(bytes|total|count|inodes|connections|requests|replicas)$", name)
    return found[1] if found else ""


def _is_age(value: Node) -> bool:
    value = bare(value)
    if isinstance(value, Aggregate) and value.op in ("max", "min", "avg"):
        return _is_age(value.expr)
    if not isinstance(value, Binary) or value.op != "-":
        return False
    sides = [bare(value.lhs), bare(value.rhs)]
    return any(isinstance(side, Call) and side.name == "time" for side in sides) and bool(selectors(value))


def _keeps_unit(value: Node) -> bool:
    match value := bare(value):
        case Selector():
            return True
        case Aggregate(op="sum" | "avg" | "max" | "min"):
            return _keeps_unit(value.expr)
        case Call() if value.args and (
            value.name in _PER_SECOND or value.name in ("max_over_time", "min_over_time", "avg_over_time")
        ):
            return _keeps_unit(value.args[0])
    return False


def _size(count: float) -> str:
    """Return a number of bytes in the unit that makes it shortest, "" where none fits with one decimal."""
    fitting = [
        (count / size, unit) for size, unit in _SIZES if count >= size and round(count / size, 1) == count / size
    ]
    return min((f"{number(amount)} {unit}" for amount, unit in fitting), key=len, default="")
