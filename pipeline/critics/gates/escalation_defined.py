"""Escalation paths defined for all runbooks.

Whoever is stuck must know whom to call. The gate asks every accepted runbook for when to escalate, whom to contact and
what to tell them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.finding import Defect

NAME = "escalation-defined"
TITLE = "Escalation paths defined for all runbooks"
ORDER = 6


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the accepted runbooks without a full escalation path."""
    for number, runbook in sorted(subject.runbooks.items()):
        if "[GAP contact:" in runbook.document.text:
            yield Missing(id=number, what=f"{runbook.document.title}: fill the gap in “Who to contact”")
            continue
        found = next((f for f in runbook.findings if f.defect is Defect.NO_ESCALATION), None)
        if found:
            yield Missing(id=number, what=f"{runbook.document.title}: {found.message}")
