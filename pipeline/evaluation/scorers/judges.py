"""Judges: what a model says of a draft by each rubric, and whether it agrees with people on labelled runbooks.

A malformed verdict, or a poor one whose quote does not stand in the runbook, is no score.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.critics.judge import CRITERIA, GOOD
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.sample import Kind
from pipeline.evaluation.subject import Subject

KINDS = frozenset({Kind.DRAFTED, Kind.KEPT, Kind.JUDGED})
MEASURES = (
    *(Measure(name=f"judge/{name}", says=f"share of drafts that the judge {name} calls good") for name in CRITERIA),
    Measure(name="agreement", says="share of labelled runbooks on which a judge and people agree"),
    *(Measure(name=f"agreement/{name}", says=f"the same, of the judge {name}") for name in CRITERIA),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score the verdicts that were given."""
    said = [each for each in subject.answer.judged if each.verdict]
    if subject.sample.kind is not Kind.JUDGED:
        return {f"judge/{each.criterion}": float(each.verdict == GOOD) for each in said}
    agreed = {each.criterion: float(each.verdict == subject.sample.verdict) for each in said}
    return {f"agreement/{criterion}": value for criterion, value in agreed.items()} | (
        {"agreement": sum(agreed.values()) / len(agreed)} if agreed else {}
    )
