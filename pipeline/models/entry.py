"""Imported MON-, DEP- and RISK- records, each with its file and line."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from pipeline.models.base import Frozen, Source


class Severity(StrEnum):
    """Severity of an alert, as the spec's mapping table has it."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
    NONE = "none"  # Prometheus' own convention for heartbeats such as Watchdog


class MonType(StrEnum):
    """The four types of MON- entries; only an alert has a severity and a condition."""

    METRIC = "Metric"
    ALERT = "Alert"
    DASHBOARD = "Dashboard"
    SLO = "SLO"


class DepType(StrEnum):
    """The five types of DEP- entries."""

    ENVIRONMENT = "Environment"
    CRITERIA = "Criteria"
    ROLLBACK = "Rollback"
    VALIDATION = "Validation"
    STEP = "Step"


class Grade(StrEnum):
    """A risk's impact or likelihood."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RiskStatus(StrEnum):
    """A risk's life cycle; `resolved` also stands for closed and retired."""

    OPEN = "open"
    MITIGATING = "mitigating"
    MITIGATED = "mitigated"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


class Field(Frozen):
    """One field as it was written: its key, its value (lines joined by newlines) and its line."""

    key: str
    value: str
    line: int


class Entry(Frozen):
    """What all entries share.

    `id` is the declared one ("MON-002"), or "MON-" and the alert's name for a Prometheus rule that declares none.
    `linked` holds every ID the entry refers to, ranges expanded, in the order written, without its own.
    `fields` holds all fields as written, unknown ones too.
    """

    id: str
    title: str
    source: Source
    owner: str = ""
    description: str = ""
    linked: tuple[str, ...] = ()
    deprecated: bool = False
    fields: tuple[Field, ...] = ()

    def field(self, *names: str) -> str:
        """Return the value of the first field that has one of these names (any case), or ""."""
        wanted = {name.casefold() for name in names}
        return next((f.value for f in self.fields if f.key.casefold() in wanted and f.value), "")

    @property
    def runbooks(self) -> tuple[str, ...]:
        """The RUN- numbers the entry names, in the order written."""
        return tuple(name for name in self.linked if re.fullmatch(r"RUN-\d+", name))

    def content_digest(self) -> str:
        """Return the digest of what the entry says, whichever file and line it stands at."""
        nowhere = Source(path="", line=0)
        fields = tuple(f.model_copy(update={"line": 0}) for f in self.fields)
        return self.model_copy(update={"source": nowhere, "fields": fields}).digest()


class MonEntry(Entry):
    """A monitoring entry: a metric, an alert, a dashboard or an SLO.

    `severity` is None where nobody gave one. `expr` is the PromQL of an alert ("" for prose conditions),
    `metric` the metric's name or the MON- ID of its entry, `condition` the threshold in words,
    `window` how long it must hold ("5m", "5 minutes"). `labels` and `annotations` are a Prometheus rule's own.
    """

    kind: Literal["MON"] = "MON"
    type: MonType
    layer: str = ""
    severity: Severity | None = None
    metric: str = ""
    condition: str = ""
    window: str = ""
    expr: str = ""
    alert: str = ""
    group: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()
    dashboard_url: str = ""

    def annotation(self, name: str) -> str:
        """Return the annotation of that name, or ""."""
        return dict(self.annotations).get(name, "")


class DepEntry(Entry):
    """A deployment entry: an environment, a criterion, a rollback trigger, a validation or a step.

    `procedure` holds the items of a list under Procedure, Actions or Configuration, markers removed.
    `blocker` is None where nobody said whether failure stops the release.
    """

    kind: Literal["DEP"] = "DEP"
    type: DepType
    stage: str = ""
    environment: str = ""
    strategy: str = ""
    requirement: str = ""
    verification: str = ""
    blocker: bool | None = None
    trigger: str = ""
    threshold: str = ""
    procedure: tuple[str, ...] = ()
    notification: str = ""
    check: str = ""
    method: str = ""
    success: str = ""
    escalation: str = ""


class RiskEntry(Entry):
    """A risk: `impact`, `likelihood` and `score` (as written, 1 to 9 or larger) are None where nobody gave them."""

    kind: Literal["RISK"] = "RISK"
    category: str = ""
    impact: Grade | None = None
    likelihood: Grade | None = None
    score: float | None = None
    status: RiskStatus = RiskStatus.OPEN
    trigger: str = ""
    early_signal: str = ""
    response: str = ""
    mitigation: str = ""
    contingency: str = ""
    review_date: str = ""


AnyEntry = MonEntry | DepEntry | RiskEntry
