"""What is known of one PromQL expression by reading it alone, and the queries derived from it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pipeline.models.base import Frozen


class SignalKind(StrEnum):
    """What an alert watches."""

    ABSENT = "absent"  # a series is missing
    UP_DOWN = "up-down"  # a target or a probe does not answer
    ERROR_RATIO = "error-ratio"  # failed events of all events
    LATENCY = "latency-quantile"  # a quantile or an average of durations
    SATURATION = "saturation-ratio"  # used of available
    RATE = "rate"  # events a second, or events in a window
    GAUGE = "gauge-threshold"
    PREDICTION = "prediction"
    RESTART = "restart"  # restarts, resets, and other changes
    STATE = "boolean-state"  # a flag is 0 or 1
    SLO_BURN = "slo-burn"
    OTHER = "other"


class Reading(StrEnum):
    """How an operator tells from the deciding query of an alert whether it still holds."""

    VALUE = "value"  # its value is beyond a limit
    STATE = "state"  # it has a result at all
    MISSING = "missing"  # it has no result
    VALUE_OR_MISSING = "value or missing"


class LabelMatcher(Frozen):
    """One label matcher: `op` is =, !=, =~ or !~; `value` is without quotes and escapes."""

    label: str
    op: str
    value: str


class Selection(Frozen):
    """One selector as written: `window` is its range ("5m", "" for an instant), `offset` its offset ("" for none)."""

    metric: str
    matchers: tuple[LabelMatcher, ...] = ()
    window: str = ""
    offset: str = ""


class Comparison(Frozen):
    """One comparison that decides whether the alert fires, the value on its left.

    `limit` is the text of the right side; `threshold` is its number, None where it is not constant.
    """

    value: str
    op: str
    limit: str
    threshold: float | None = None


class Query(Frozen):
    """One expression, understood: with an `error`, all else is empty.

    `text` is the expression on one line, without comments. `metrics` and `selections` are in the order written.
    `by` and `without` are the labels of all aggregations. `windows` are all ranges, subqueries' too.
    `labels` are those that the alert can carry besides its rule's own; None where the expression does not tell.
    """

    error: str = ""
    text: str = ""
    signal: SignalKind = SignalKind.OTHER
    metrics: tuple[str, ...] = ()
    selections: tuple[Selection, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    by: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None


class Derived(NamedTuple):
    """A query that follows from an alert, with a short label that says what it shows."""

    label: str
    query: str
