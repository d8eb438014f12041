"""Raw MON- entries → typed ones."""

from __future__ import annotations

import re

from pipeline.importers.entries import grades
from pipeline.importers.entries.reading import Reading, common, not_one, word_type
from pipeline.importers.entries.values import bare_name, code, flowing, levels
from pipeline.importers.promql import problem_of
from pipeline.models.entry import MonEntry, MonType, Severity

_MON_TYPES = {
    MonType.METRIC: "metric metrics gauge counter histogram kpi sli measurement",
    MonType.ALERT: "alert alerts alarm alarms monitor alerting",
    MonType.DASHBOARD: "dashboard dashboards board",
    MonType.SLO: "slo slos objective",
}
_NAME = re.compile(r"name\Z")


def mon_entry(reading: Reading) -> MonEntry | None:
    """Return the entry; None where its type is not known, with a problem that says so."""
    kind = _mon_type(reading)
    if kind is None:
        return None
    values = common(reading)
    thresholds = levels(reading.raw_text("condition"))
    is_alert = kind is MonType.ALERT
    metric = reading.text("metric")
    if kind is MonType.METRIC:
        metric = next((field.value for field in reading.matching(_NAME)), "") or metric
    return MonEntry.model_validate(
        values
        | {
            "type": kind,
            "layer": reading.text("layer"),
            "severity": _severity(reading, thresholds) if is_alert else None,
            "metric": bare_name(metric),
            "condition": flowing(next((text for text in map(reading.raw_text, _CONDITIONS) if text), "")),
            "window": reading.text("window"),
            "expr": _expr(reading) if is_alert else "",
            "dashboard_url": reading.text("dashboard"),
        }
    )


def _expr(reading: Reading) -> str:
    """Return the expression where it is PromQL; another language's query stays a field as written."""
    expr = code(reading.raw_text("expr"))
    what = problem_of(expr) if expr else ""
    if what:
        cure = "correct it, or leave it as text"
        reading.note(reading.line("expr"), f"has an expression that is no PromQL: {what}", cure)
    return "" if what else expr


_CONDITIONS = ("condition", "cause", "target")


def _severity(reading: Reading, thresholds: list[tuple[Severity, str]]) -> Severity | None:
    written = reading.text("severity")
    found = grades.severity(written)
    if written and found is None:
        reading.note(
            reading.line("severity"),
            f"has the severity “{written[:60]}”, which is not known",
            "use Critical, Warning or Info",
        )
    order = list(Severity)
    return found or min((level for level, _ in thresholds), key=order.index, default=None)


def _mon_type(reading: Reading) -> MonType | None:
    written = reading.text("type")
    line = reading.line("type")
    kind = word_type(written, _MON_TYPES)
    if kind is not None:
        return kind
    if not reading.convincing and not (written and reading.text("severity")):
        not_one(reading, "a monitoring entry", "“Type: Alert” (or Metric, Dashboard, SLO)")
        return None
    guess = _guess_mon_type(reading)
    if guess is None:
        what = f"has the type “{written[:60]}”" if written else "has no type, and none of its fields tells it"
        reading.error(line, what, "add “Type:” with one of Metric, Alert, Dashboard, SLO")
    elif written:
        reading.note(line, f"has the type “{written[:60]}”, read as {guess}", "use Metric, Alert, Dashboard or SLO")
    return guess


def _guess_mon_type(reading: Reading) -> MonType | None:
    words = set(reading.raw.title.casefold().split())
    given = {
        field
        for field in ("budget", "panels", "condition", "expr", "runbook", "notification", "silencing")
        if reading.raw_text(field)
    }
    if "budget" in given or "slo" in words:
        return MonType.SLO
    if "panels" in given or "dashboard" in words:
        return MonType.DASHBOARD
    if given or "alert" in words or (reading.raw_text("metric") and reading.raw_text("severity")):
        return MonType.ALERT
    if reading.raw_text("unit") or reading.raw_text("aggregation") or "metric" in words:
        return MonType.METRIC
    return None
