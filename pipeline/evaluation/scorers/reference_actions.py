"""Reference actions: the share of the reference's commands and queries that the draft holds.

A draft can hold everything by being endless, so the share is also taken of its first 15 commands alone, repeated ones
and queries counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.actions import share_held
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.subject import Subject

WITHIN = 15
MEASURES = (
    Measure(name="actions-held", says="share of the reference's actions that the draft holds anywhere"),
    Measure(
        name=f"actions-held-{WITHIN}",
        says=f"share of the reference's actions among the draft's first {WITHIN} commands",
    ),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score both shares; nothing where the reference has no action."""
    everywhere = share_held(subject.wishes, subject.actions)
    early = share_held(subject.wishes, subject.actions[:WITHIN])
    if everywhere is None or early is None:
        return {}
    return {"actions-held": everywhere, f"actions-held-{WITHIN}": early}
