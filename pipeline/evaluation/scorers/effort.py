"""Effort: revisions that a draft took, and wall time."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.sample import Kind
from pipeline.evaluation.subject import Subject

MEASURES = (
    Measure(name="rounds", says="revisions tried in the loop", better=Better.LOWER, unit="rounds"),
    Measure(name="seconds", says="wall time of a draft", better=Better.LOWER, unit="seconds", timed=True),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Report the loop's own figures; nothing for a text that was not drafted here."""
    if subject.sample.kind is not Kind.DRAFTED:
        return {}
    return {"rounds": float(subject.answer.rounds), "seconds": subject.answer.seconds}
