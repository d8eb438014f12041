"""The technology-neutral procedure for an alert that nothing else answers, by the kind of its signal."""

from __future__ import annotations

from pipeline.models.query import SignalKind
from pipeline.procedures.technology import words

_BY_SIGNAL = {
    SignalKind.ABSENT: "generic-target-down",
    SignalKind.UP_DOWN: "generic-target-down",
    SignalKind.ERROR_RATIO: "generic-error-rate",
    SignalKind.LATENCY: "generic-latency",
    SignalKind.SATURATION: "generic-saturation",
    SignalKind.PREDICTION: "generic-saturation",
    SignalKind.SLO_BURN: "slo-burn",
}
_BY_WORD = {
    "generic-target-down": {"down", "unreachable", "unavailable", "absent", "missing"},
    "generic-error-rate": {"error", "errors", "failed", "failures", "failing", "failure", "5xx"},
    "generic-latency": {"latency", "slow", "duration", "latencies"},
    "generic-backlog": {"queue", "backlog", "lag", "pending", "lagging", "queued"},
    "generic-saturation": {"full", "usage", "limit", "exhausted", "filling", "capacity"},
}
_LAST = "generic-state"
_STORAGE = {"disk", "disks", "space", "storage", "filesystem", "volume", "volumes"}


def fallback(signal: SignalKind, name: str) -> str:
    """Return the id of the generic procedure: the signal decides where it tells, else the words of the name."""
    told = words(name)
    if signal in (SignalKind.RATE, SignalKind.GAUGE, SignalKind.OTHER) and told & _BY_WORD["generic-backlog"]:
        return "generic-backlog"
    if _BY_SIGNAL.get(signal) == "generic-saturation" and told & _STORAGE:
        return "generic-storage-full"
    if signal in _BY_SIGNAL:
        return _BY_SIGNAL[signal]
    return next((procedure for procedure, known in _BY_WORD.items() if told & known), _LAST)
