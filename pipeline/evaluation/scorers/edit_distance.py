"""Edit distance: how much people kept of a draft before they accepted it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.likeness import likeness
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.subject import Subject

MEASURES = (Measure(name="kept", says="likeness of the draft and the text that people accepted, by lines"),)


def score(subject: Subject) -> Mapping[str, float]:
    """Score drafts that have an accepted text."""
    accepted = subject.answer.accepted
    return {} if accepted is None else {"kept": likeness(subject.answer.text, accepted)}
