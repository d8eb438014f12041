"""All critical scenarios have runbooks.

A critical alert wakes somebody who has five minutes. The gate asks for an accepted runbook for every scenario
that a critical alert belongs to; a draft that waits for review does not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.entry import MonEntry, Severity
from pipeline.models.scenario import Tier

NAME = "critical-covered"
TITLE = "All critical scenarios have runbooks (RUN-)"
ORDER = 1


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the critical scenarios whose runbook does not count."""
    critical = {e.id for e in subject.entries if isinstance(e, MonEntry) and e.severity is Severity.CRITICAL}
    for scenario in subject.plan.scenarios:
        if scenario.tier is not Tier.DEDICATED and not critical & set(scenario.entries):
            continue
        if reason := subject.absent(scenario.number):
            yield Missing(id=scenario.number, what=f"{scenario.title} ({', '.join(scenario.entries)}): {reason}")
