"""RISK- high and medium entries have response runbooks.

A risk that was foreseen should not be met unprepared. The gate asks for an accepted runbook for every high or medium
risk that is not resolved; a risk whose impact and likelihood nobody gave counts too.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.entry import RiskEntry

NAME = "risks-answered"
TITLE = "RISK- high/medium entries have response runbooks"
ORDER = 4


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the risks that no accepted runbook answers."""
    exempt = {u.entry for u in subject.plan.uncovered}
    for entry in subject.entries:
        if not isinstance(entry, RiskEntry) or entry.id in exempt:
            continue
        if reason := subject.uncovered(entry.id):
            yield Missing(id=entry.id, what=f"{entry.title}: {reason}")
