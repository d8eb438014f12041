"""A known-good procedure of the library: what it answers, its slots, and its steps in the runbook template's shape."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from pydantic import Field, field_validator

from pipeline.models.base import Frozen
from pipeline.models.runbook import Category, Step


class MustHave(StrEnum):
    """The spec's twelve must-have procedures, and for each of them the value that a procedure names."""

    SERVICE_DOWN = "service-down"
    PERFORMANCE_DEGRADATION = "performance-degradation"
    SECURITY_INCIDENT = "security-incident"
    STANDARD_RELEASE = "standard-release"
    HOTFIX = "hotfix"
    ROLLBACK = "rollback"
    DATABASE_BACKUP = "database-backup"
    LOG_ROTATION = "log-rotation"
    CERTIFICATE_RENEWAL = "certificate-renewal"
    DATA_RESTORE = "data-restore"
    FAILOVER = "failover"
    SERVICE_RESTART = "service-restart"


class Slot(Frozen):
    """A placeholder of a procedure.

    `meaning` is a noun phrase that ends no sentence ("the namespace of the failing pod"). `find` is the command or
    place that gives the value. `source` lists where a draft may take it from, first match wins: "label.NAME" (a label
    of the firing alert) or "fact.NAME" (a fact of the service or environment in the catalog).
    """

    meaning: str
    find: str = ""
    source: tuple[str, ...] = ()

    @field_validator("source")
    @classmethod
    def _known_source(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not re.fullmatch(r"(label|fact)\.[A-Za-z_][A-Za-z0-9_]*", name):
                raise ValueError(f"{name!r} is neither label.NAME nor fact.NAME")
        return value


class Answers(Frozen):
    """What a procedure answers.

    `alerts` are regular expressions that a whole alert name matches, in any case. `metrics` are metric names, where
    "*" stands for any characters. `phrases` are words that all occur, in any order, in the entry's title or
    description. `strategies` are deployment strategies (rolling, canary, blue-green, feature-flag, migration).
    """

    alerts: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    must_have: MustHave | None = None

    @field_validator("alerts")
    @classmethod
    def _compiles(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            re.compile(pattern)
        return value


class FrontMatter(Frozen):
    """The front matter of a procedure file.

    `technology` is "" where the procedure serves any; `trigger` says what starts it where no entry does.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    version: int = Field(ge=1)
    trigger: str = ""
    category: Category
    technology: str = ""
    answers: Answers
    slots: dict[str, Slot] = {}
    references: tuple[str, ...] = Field(min_length=1)
    reviewed: date


class Procedure(FrontMatter):
    """A procedure as read: its front matter, and the sections of its body as a runbook has them."""

    handles: tuple[str, ...]
    excludes: tuple[str, ...]
    prerequisites: tuple[str, ...]
    steps: tuple[Step, ...]
    escalate_when: str
    escalate_with: str
    post_incident: tuple[str, ...]
