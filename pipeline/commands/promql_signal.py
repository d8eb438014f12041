"""What kind of signal an alert watches, told from the shape of its expression and the names of its metrics."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.commands.promql_conditions import DYNAMIC, Bound, Condition, oriented
from pipeline.commands.promql_labels import fixed_value
from pipeline.commands.promql_metrics import metrics_of, without_window
from pipeline.commands.promql_ratio import Ratio, ratio, unscaled
from pipeline.commands.promql_tree import (
    Binary,
    Node,
    Number,
    Selector,
    Subquery,
    calls,
    constant,
    is_comparison,
    map_children,
    selectors,
    walk,
)
from pipeline.models.query import SignalKind

_UP = re.compile(r"up|probe_success|\w+_up")
_BURN = re.compile(r"burn_?rate|error_?budget", re.IGNORECASE)
_LATENCY = re.compile(r"latency|duration|response_time|round_?trip|(^|_)rtt(_|$)", re.IGNORECASE)
_TIME_SUM = re.compile(r"(?i).*(seconds|milliseconds|duration|latency|time)\w*_sum")
_RESTART = re.compile(r"restart|crash|boot_time|process_start_time", re.IGNORECASE)
_CRASH = re.compile(r"crash_?loop", re.IGNORECASE)
_ERROR = re.compile(
    r"err(or)?s?(_|$)|fail|fault|5xx|4xx|drop|reject|refus|denied|timeout|discard|abort|retr", re.IGNORECASE
)
_ERROR_VALUE = re.compile(
    r"[45](\.\.|xx|\.\*|\\d|\[0-9\]|00|03|29)|err|fail|unavail|internal|dropped|timeout", re.IGNORECASE
)
_LIMIT = re.compile(
    r"limit|max|total|size|capacity|quota|allocatable|hard|requests?(_|$|:)|allowed|num_|_length|_bytes$", re.IGNORECASE
)
_USAGE = re.compile(
    r"(usage|utili[sz]ation|used|busy)(_\w+)?_?(ratio|percent)|(ratio|percent)\w*_(usage|used)|(usage|utili[sz]ation)$",
    re.I,
)


def signal_of(conditions: tuple[Condition, ...]) -> SignalKind:
    """Return the kind of signal of the first, decisive condition."""
    if not conditions:
        return SignalKind.OTHER
    if _burns(conditions):
        return SignalKind.SLO_BURN
    return next((kind for kind, test in _TESTS if test(conditions[0])), SignalKind.OTHER)


def _decides(condition: Condition, *ops: str) -> bool:
    return any(bound.op in ops for bound in condition.bounds)


def _burns(conditions: tuple[Condition, ...]) -> bool:
    """Whether one quantity is held against a limit over several windows, or is named a burn rate."""
    first = conditions[0]
    if any(_BURN.search(name) for name in metrics_of(first.value)):
        return True
    if len(conditions) < 2 or any(b.op not in (">", ">=") or b.threshold is None for c in conditions for b in c.bounds):
        return False
    same = {_timeless(c.value) for c in conditions if c.bounds}
    return len(same) == 1 and len({c.value for c in conditions}) > 1 and _is_error_ratio(first)


def _timeless(node: Node) -> Node:
    if isinstance(node, Selector):
        return replace(node, name=without_window(node.name), window=0)
    if isinstance(node, Subquery):
        node = replace(node, window=0)
    return map_children(node, _timeless)


def _is_missing(condition: Condition) -> bool:
    """Whether no series is there, or one lacks its counterpart (`kube_node_info unless …`)."""
    alone = not condition.bounds or condition.bounds == (Bound(">", Number(0.0)),)
    return condition.missing or (alone and isinstance(condition.shown, Binary) and condition.shown.op == "unless")


def _is_prediction(condition: Condition) -> bool:
    return bool(calls(condition.value) & {"predict_linear", "holt_winters", "double_exponential_smoothing"})


def _is_up(condition: Condition) -> bool:
    names = metrics_of(condition.value)
    return bool(names) and all(_UP.fullmatch(name) for name in names)


def _is_latency(condition: Condition) -> bool:
    if _decides(condition, "<", "<="):
        return False
    if "histogram_quantile" in calls(condition.value):
        return True
    if any(m.label == "quantile" for s in selectors(condition.value) for m in s.matchers):
        return True
    if (parts := ratio(condition.value)) is not None:
        return any(_TIME_SUM.fullmatch(name) for name in metrics_of(parts.numerator))
    names = metrics_of(condition.value)
    return bool(names) and all(_LATENCY.search(n) and not n.endswith(("_count", "_total", "_bucket")) for n in names)


def _is_restart(condition: Condition) -> bool:
    names = metrics_of(condition.value)
    if _decides(condition, "<", "<=") and any("uptime" in name.lower() for name in names):
        return True
    if any(_CRASH.search(m.value) for s in selectors(condition.value) for m in s.matchers):
        return True
    return bool(calls(condition.value) & {"changes", "resets"}) or any(map(_RESTART.search, names))


def _is_error_ratio(condition: Condition) -> bool:
    parts = ratio(condition.value)
    if parts is None:
        return any("error" in name and ":" in name and "ratio" in name for name in metrics_of(condition.value))
    if any(map(_ERROR.search, metrics_of(parts.numerator))):
        return True
    return _counts_events(parts) and (parts.inverted or any(_selects_errors(s) for s in selectors(parts.numerator)))


def _counts_events(parts: Ratio) -> bool:
    return bool(calls(parts.numerator) & DYNAMIC and calls(parts.denominator) & DYNAMIC) or all(
        ":" in name for name in metrics_of(parts.numerator)
    )


def _selects_errors(selector: Selector) -> bool:
    return any(_ERROR_VALUE.search(m.value) for m in selector.matchers if m.op in ("=", "=~") and m.label != "job")


def _is_saturation(condition: Condition) -> bool:
    if (parts := ratio(condition.value)) is not None:
        return _limits(parts.denominator) and not calls(parts.denominator) & DYNAMIC and not parts.compares_times
    names = metrics_of(condition.value)
    if any(map(_USAGE.search, names)) or _is_idle_share(condition.value):
        return True
    against = [b for b in condition.bounds if b.threshold is None and b.op in (">", ">=", "==")]
    return any(_limits(unscaled(b.limit)[0]) for b in against)


def _limits(node: Node) -> bool:
    return any(map(_LIMIT.search, (s.metric for s in selectors(node)))) or any(
        _LIMIT.search(m.value) for s in selectors(node) for m in s.matchers if m.label in ("type", "resource", "state")
    )


def _is_idle_share(node: Node) -> bool:
    idle = any(m.label == "mode" and fixed_value(m) == "idle" for s in selectors(node) for m in s.matchers)
    return idle and any(isinstance(n, Binary) and n.op == "-" and constant(n.lhs) is not None for n in walk(node))


def _is_rate(condition: Condition) -> bool:
    used = calls(condition.value)
    return bool(used & DYNAMIC and "histogram_quantile" not in used) or any(
        re.search(r":\w*(rate|increase)\w*$", name) for name in metrics_of(condition.value)
    )


def _is_state(condition: Condition) -> bool:
    flags = (("==", 0.0), ("==", 1.0), ("!=", 0.0), ("!=", 1.0), ("<", 1.0))
    # Where nothing is compared outside an aggregation, what is compared inside decides: count(up == 0).
    inner = [oriented(n)[1] for n in walk(condition.value) if isinstance(n, Binary) and is_comparison(n)]
    bounds = condition.bounds or inner
    return ratio(condition.value) is None and any((b.op, b.threshold) in flags for b in bounds)


def _is_gauge(condition: Condition) -> bool:
    return bool(condition.bounds) or any(map(is_comparison, walk(condition.value)))


_TESTS: tuple[tuple[SignalKind, Callable[[Condition], bool]], ...] = (
    (SignalKind.ABSENT, _is_missing),
    (SignalKind.PREDICTION, _is_prediction),
    (SignalKind.RESTART, _is_restart),
    (SignalKind.UP_DOWN, _is_up),
    (SignalKind.LATENCY, _is_latency),
    (SignalKind.ERROR_RATIO, _is_error_ratio),
    (SignalKind.SATURATION, _is_saturation),
    (SignalKind.RATE, _is_rate),
    (SignalKind.STATE, _is_state),
    (SignalKind.GAUGE, _is_gauge),
)
