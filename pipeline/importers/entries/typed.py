"""Raw entries → typed ones: each field's words are read, and what cannot be read is a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from pipeline.importers.entries import grades
from pipeline.importers.entries.found import RawEntry
from pipeline.importers.entries.ids import kind_of
from pipeline.importers.entries.placeholders import is_placeholder
from pipeline.importers.entries.values import bare_name, code, flowing, items, levels, linked_ids, yes_or_no
from pipeline.importers.entries.vocabulary import evidence, names, normal
from pipeline.models.base import Source
from pipeline.models.entry import (
    AnyEntry,
    DepEntry,
    DepType,
    Field,
    Grade,
    MonEntry,
    MonType,
    RiskEntry,
    RiskStatus,
    Severity,
)
from pipeline.models.intake import Problem, ProblemLevel

T = TypeVar("T")

_MON_TYPES = {
    MonType.METRIC: "metric metrics gauge counter histogram kpi sli measurement",
    MonType.ALERT: "alert alerts alarm alarms monitor alerting",
    MonType.DASHBOARD: "dashboard dashboards board",
    MonType.SLO: "slo slos objective",
}
_DEP_TYPES = {
    DepType.ENVIRONMENT: "environment env environments",
    DepType.CRITERIA: "criteria criterion gate gates requirement checklist",
    DepType.ROLLBACK: "rollback revert",
    DepType.VALIDATION: "validation verification smoke check test validate",
    DepType.STEP: "step steps deploy deployment release hotfix migration procedure infrastructure application database",
}
_CATEGORY = re.compile(
    r"(market|technical|adoption|resource|dependency|timing|user|security|operational|operations|legal|financial|"
    r"compliance|vendor|schedule|people|business)\s+[—–]\s+(\S.*)",
    re.IGNORECASE,
)
_NORMATIVE = re.compile(r"\b(SHALL|MUST|SHOULD)\b")
_NAME = re.compile(r"name\Z")
_STEP_KEY = re.compile(r"(?:step|stage|phase) [0-9]+")


class Reading:
    """The fields of one raw entry by meaning, and the problems met in reading them."""

    def __init__(self, raw: RawEntry) -> None:
        self.raw = raw
        self.kind = kind_of(raw.id)
        self.problems: list[Problem] = []
        self._fields: dict[str, list[Field]] = {}
        self.unfilled: list[Field] = []
        for field in raw.fields:
            if is_placeholder(field.value):
                self.unfilled.append(field)
            elif field.value:
                self._fields.setdefault(normal(field.key), []).append(field)

    def all(self, field: str) -> Iterator[Field]:
        """Yield the written fields that mean this one, the most telling key first."""
        for name in names(self.kind, field):
            yield from self._fields.get(name, ())

    def raw_text(self, field: str) -> str:
        """Return the value as written, or ""."""
        return next((found.value for found in self.all(field)), "")

    def text(self, field: str) -> str:
        """Return the value with its wrapped lines joined, or ""."""
        return flowing(self.raw_text(field))

    def line(self, field: str) -> int:
        """Return the line of the value, or that of the entry."""
        return next((found.line for found in self.all(field)), self.raw.source.line)

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Field]:
        """Yield the fields whose normal key starts with the pattern."""
        for key, fields in self._fields.items():
            if pattern.match(key):
                yield from fields

    @property
    def keys(self) -> frozenset[str]:
        """The normal keys of the fields that have a value."""
        return frozenset(self._fields)

    @property
    def convincing(self) -> bool:
        """Whether some field is one that only entries of this kind have."""
        return bool(self.keys & evidence(self.kind))

    def note(self, line: int, what: str, what_next: str) -> None:
        """Record a problem that loses nothing."""
        self._problem(ProblemLevel.NOTE, line, what, what_next)

    def error(self, line: int, what: str, what_next: str) -> None:
        """Record a problem that loses the entry."""
        self._problem(ProblemLevel.ERROR, line, what, what_next)

    def _problem(self, level: ProblemLevel, line: int, what: str, what_next: str) -> None:
        source = Source(path=self.raw.source.path, line=line)
        self.problems.append(Problem(source=source, level=level, what=f"{self.raw.id} {what}", what_next=what_next))


def typed(raw: RawEntry) -> tuple[AnyEntry | None, list[Problem]]:
    """Give an entry its types. None where it is an unfilled template, or no entry of its kind, with the reason."""
    reading = Reading(raw)
    if is_unfilled(raw, reading):
        reading.note(raw.source.line, "is an unfilled template; it was not imported", "fill it in, or delete it")
        return None, reading.problems
    entry = _BUILDERS[reading.kind](reading)
    if entry is not None and reading.unfilled:
        named = ", ".join(f"“{field.key}”" for field in reading.unfilled if field.key) or "a value"
        line = reading.unfilled[0].line
        reading.note(line, f"still has the template's text in {named}; read as empty", "fill it in")
    return entry, reading.problems


def is_unfilled(raw: RawEntry, reading: Reading) -> bool:
    """Whether an entry is a template: its title is a placeholder, or most of its values are."""
    own = [field for field in raw.fields if normal(field.key) not in ("id", "created", "last updated", "")]
    unfilled = [field for field in own if field in reading.unfilled]
    return is_placeholder(raw.title) or (len(unfilled) >= 2 and 2 * len(unfilled) > len(own))


def _common(reading: Reading) -> dict[str, object]:
    raw = reading.raw
    status = reading.text("status")
    title = raw.title or reading.text("title")
    return {
        "id": raw.id,
        "title": title or flowing(_body(raw))[:120] or raw.id,
        "source": raw.source,
        "owner": reading.text("owner"),
        "description": reading.text("description") or flowing(_body(raw)),
        "linked": linked_ids(raw, names(reading.kind, "linked")),
        "deprecated": raw.deprecated or status.casefold().startswith("deprecated"),
        "fields": raw.fields,
    }


def _body(raw: RawEntry) -> str:
    return next((field.value for field in raw.fields if not field.key), "")


def _mon(reading: Reading) -> MonEntry | None:
    kind = _mon_type(reading)
    if kind is None:
        return None
    values = _common(reading)
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
            "expr": code(reading.raw_text("expr")) if is_alert or kind is MonType.METRIC else "",
            "dashboard_url": reading.text("dashboard"),
        }
    )


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
    kind = _word_type(written, _MON_TYPES)
    if kind is not None:
        return kind
    if not reading.convincing and not (written and reading.text("severity")):
        _not_one(reading, "a monitoring entry", "“Type: Alert” (or Metric, Dashboard, SLO)")
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


def _dep(reading: Reading) -> DepEntry | None:
    kind = _dep_type(reading)
    if kind is None:
        return None
    environment = reading.text("environment")
    if kind is DepType.ENVIRONMENT and not environment:
        environment = reading.text("title") or reading.raw.title
    return DepEntry.model_validate(
        _common(reading)
        | {name: reading.text(name) for name in _DEP_TEXTS}
        | {
            "type": kind,
            "environment": environment,
            "blocker": yes_or_no(reading.text("blocker")),
            "procedure": _procedure(reading, kind),
        }
    )


_DEP_TEXTS = (
    "stage",
    "strategy",
    "requirement",
    "verification",
    "trigger",
    "threshold",
    "notification",
    "check",
    "method",
    "success",
    "escalation",
)


def _procedure(reading: Reading, kind: DepType) -> tuple[str, ...]:
    """Return what is to be done: the list under its key, or those of all "Step 1", "Step 2" keys in a row."""
    order = ("steps", "procedure") if kind is DepType.STEP else ("procedure", "steps")
    for field in (*order, "configuration"):
        if field == "steps" and not reading.raw_text(field):
            numbered = tuple(item for step in reading.matching(_STEP_KEY) for item in items(step.value))
            if numbered:
                return numbered
        if found := items(reading.raw_text(field)):
            return found
    return ()


def _dep_type(reading: Reading) -> DepType | None:
    written = reading.text("type")
    kind = _word_type(written, _DEP_TYPES)
    if kind is not None and (reading.convincing or reading.text("description") or written):
        return kind
    if not reading.convincing:
        _not_one(reading, "a deployment entry", "“Type: Rollback” (or Environment, Criteria, Validation, Step)")
        return None
    guess = _guess_dep_type(reading)
    if written:
        cure = "use Environment, Criteria, Rollback, Validation or Step"
        reading.note(reading.line("type"), f"has the type “{written[:60]}”, read as {guess}", cure)
    return guess


def _guess_dep_type(reading: Reading) -> DepType:
    for kind, fields in (
        (DepType.CRITERIA, ("requirement", "blocker")),
        (DepType.VALIDATION, ("check",)),
        (DepType.STEP, ("strategy", "steps")),
        (DepType.ROLLBACK, ("trigger", "threshold")),
        (DepType.ENVIRONMENT, ("infrastructure", "configuration")),
    ):
        if any(reading.raw_text(field) for field in fields):
            return kind
    return DepType.STEP


def _risk(reading: Reading) -> RiskEntry | None:
    if not reading.convincing and (_normative(reading) or not (reading.text("description") or _body(reading.raw))):
        _not_one(reading, "a risk", "“Impact:”, “Likelihood:” and “Mitigation:”")
        return None
    values = _common(reading)
    category = reading.text("category")
    title = re.match(_CATEGORY, str(values["title"]))
    if title and not category:
        category, values["title"] = title[1], title[2]
    written, factors = reading.text("score"), grades.factors(reading.text("score"))
    impact, likelihood = _graded(reading, "impact"), _graded(reading, "likelihood")
    if factors and impact is None and likelihood is None:
        impact, likelihood = factors
    return RiskEntry.model_validate(
        values
        | {name: reading.text(name.replace("_", " ")) for name in _RISK_TEXTS}
        | {
            "category": category,
            "impact": impact or grades.grade(reading.text("priority")),
            "likelihood": likelihood,
            "score": grades.score(written),
            "status": _status(reading),
        }
    )


_RISK_TEXTS = ("trigger", "early_signal", "response", "mitigation", "contingency", "review_date")


def _normative(reading: Reading) -> bool:
    text = f"{reading.raw.title} {reading.text('description')} {_body(reading.raw)[:500]}"
    return bool(_NORMATIVE.search(text))


def _graded(reading: Reading, field: str) -> Grade | None:
    written = reading.text(field)
    found = grades.grade(written)
    if written and found is None and normal(written) not in ("n/a", "na", "tbd", "none", "unknown", "-", ""):
        what = f"has the {field} “{written[:60]}”, which is not known"
        reading.note(reading.line(field), what, "use High, Medium or Low")
    return found


def _status(reading: Reading) -> RiskStatus:
    written = reading.text("status")
    found = grades.status(written)
    if written and found is None and grades.grade(written) is None:
        what = f"has the status “{written[:60]}”, which is not known; read as open"
        reading.note(reading.line("status"), what, "use open, mitigating, mitigated, accepted or resolved")
    return found or RiskStatus.OPEN


def _word_type(written: str, types: dict[T, str]) -> T | None:
    words = [word for word in re.split(r"[^\w]+", written.casefold()) if word]
    by_word = {word: kind for kind, text in types.items() for word in text.split()}
    return next((by_word[word] for word in words if word in by_word), None)


def _not_one(reading: Reading, what: str, cure: str) -> None:
    line = reading.raw.source.line
    reading.note(line, f"has no field that {what} has; it was not imported", f"if it is one, add {cure}")


_BUILDERS = {"MON": _mon, "DEP": _dep, "RISK": _risk}
