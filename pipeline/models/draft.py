"""What an engine writes: the parts of a runbook that are procedure, and none of those that are facts."""

from __future__ import annotations

from pipeline.models.base import Frozen
from pipeline.models.runbook import Step


class Draft(Frozen):
    """A draft. Owner, contacts, severity, number, dates and linked IDs are joined later, from the sources."""

    handles: str
    excludes: str
    prerequisites: tuple[str, ...]
    steps: tuple[Step, ...]
    escalate_when: str
    escalate_with: str
    post_incident: tuple[str, ...]
