"""A RUN- document in the spec's template, as a value."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen


class Category(StrEnum):
    """The spec's five runbook categories."""

    INCIDENT = "Incident"
    DEPLOYMENT = "Deployment"
    MAINTENANCE = "Maintenance"
    RECOVERY = "Recovery"
    ESCALATION = "Escalation"


class Effect(StrEnum):
    """What a command does to the world."""

    READ = "read"
    CHANGE = "change"
    DESTRUCTIVE = "destructive"


class Block(Frozen):
    """One fenced block: the word after the fence ("bash", "sql", "promql") and the text inside, no last newline."""

    language: str
    text: str


class Step(Frozen):
    """One step of a procedure.

    `instructions` is Markdown before "Commands:"; `verification` holds checks without their "- [ ] ";
    `sources` says where the step came from ("MON-005 condition", "procedure postgresql-connections, step 2").
    """

    title: str
    instructions: str = ""
    commands: tuple[Block, ...] = ()
    verification: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Runbook(Frozen):
    """A runbook: the template's header and sections, each list item without its marker.

    `scope`, `escalation` hold (label, text) pairs such as ("Handles", "…") in the order written.
    `last_tested` and the other header lines are text, since people write more than dates there.
    """

    id: str
    title: str
    category: Category
    trigger: str
    owner: str
    last_tested: str
    scope: tuple[tuple[str, str], ...]
    prerequisites: tuple[str, ...]
    steps: tuple[Step, ...]
    escalation: tuple[tuple[str, str], ...]
    post_incident: tuple[str, ...]
    linked: str
