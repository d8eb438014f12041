"""DEP- rollback triggers link to RUN- procedures.

A trigger without a procedure says when to act and not how. The gate asks for an accepted runbook for every DEP-
entry of type Rollback.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.entry import DepEntry, DepType

NAME = "rollbacks-linked"
TITLE = "DEP- rollback triggers link to RUN- procedures"
ORDER = 3


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the rollback triggers that no accepted runbook answers."""
    for entry in subject.entries:
        if not isinstance(entry, DepEntry) or entry.type is not DepType.ROLLBACK or entry.deprecated:
            continue
        if reason := subject.uncovered(entry.id):
            yield Missing(id=entry.id, what=f"{entry.title}: {reason}")
