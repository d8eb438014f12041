"""Each MON- alert maps to a RUN- procedure.

An alert without a runbook is a dead end at night. The gate asks for an accepted runbook for every alert and SLO;
alerts of severity none and deprecated ones are exempt.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.entry import MonEntry, MonType

NAME = "alerts-mapped"
TITLE = "Each MON- alert maps to a RUN- procedure"
ORDER = 2


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the alerts that no accepted runbook answers."""
    exempt = {u.entry for u in subject.plan.uncovered}
    for entry in subject.entries:
        if not isinstance(entry, MonEntry) or entry.type not in (MonType.ALERT, MonType.SLO) or entry.id in exempt:
            continue
        if reason := subject.uncovered(entry.id):
            yield Missing(id=entry.id, what=f"{entry.title}: {reason}")
