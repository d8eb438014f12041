"""What a critic says about a runbook."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen


class Level(StrEnum):
    """How much a finding matters, as in linters and SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Defect(StrEnum):
    """The class of a defect; each rule belongs to exactly one."""

    VAGUE = "vague"
    OVERLONG = "overlong"
    OUTDATED = "outdated"
    UNVERIFIED = "unverified"
    ASSUMES_KNOWLEDGE = "assumes-knowledge"
    NO_ESCALATION = "no-escalation"
    INCOMPLETE = "incomplete"
    UNSCOPED = "unscoped"
    UNTESTED = "untested"
    UNOWNED = "unowned"
    INVALID_COMMAND = "invalid-command"
    UNSAFE_COMMAND = "unsafe-command"
    UNDECLARED_PLACEHOLDER = "undeclared-placeholder"
    SECRET = "secret"  # noqa: S105 - the name of a class of defects
    DANGLING_REFERENCE = "dangling-reference"
    UNGROUNDED = "ungrounded"


class Fix(Frozen):
    """A replacement of the lines `first` to `last` (counted from 1, inclusive; last = first - 1 inserts before first).

    A safe fix keeps what the text means to an operator; an unsafe one needs a person to agree.
    """

    description: str
    first: int
    last: int
    text: str
    safe: bool


class Finding(Frozen):
    """One finding: `line` and `column` count from 1; `end_column` is exclusive, 0 where the whole line is meant."""

    rule: str
    defect: Defect
    level: Level
    path: str
    line: int
    message: str
    column: int = 1
    end_column: int = 0
    fix: Fix | None = None
