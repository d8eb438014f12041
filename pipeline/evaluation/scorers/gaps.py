"""Gaps: facts that nobody gave are named as questions, and not made up."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.drafting.gaps import find_gaps
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.subject import Subject

MEASURES = (
    Measure(name="gaps", says="open questions of a draft", better=Better.NEITHER, unit="gaps"),
    Measure(name="gaps-named", says="share of the facts known to be missing that the draft asks for"),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Count the gaps; where the reference says which facts are missing, score how many are asked for."""
    topics = [gap.topic for gap in find_gaps(subject.answer.text)]
    found = {"gaps": float(len(topics))}
    if expected := subject.sample.reference.gaps:
        found["gaps-named"] = sum(topic in topics for topic in expected) / len(expected)
    return found
