"""Stability: the same inputs give the same draft, their order does not matter, a new threshold moves only numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.evaluation.likeness import likeness
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.subject import Subject

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
MEASURES = (
    Measure(name="stable-again", says="likeness of two drafts from the same inputs"),
    Measure(name="stable-reordered", says="likeness after the entries were put in another order"),
    Measure(
        name="stable-threshold",
        says="likeness, numbers left out, after the alerts' thresholds changed; 0 where the draft did not notice",
    ),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score those variants that were drafted."""
    text, variants = subject.answer.text, subject.answer.variants
    found: dict[str, float] = {}
    if variants.again is not None:
        found["stable-again"] = likeness(text, variants.again)
    if variants.reordered is not None:
        found["stable-reordered"] = likeness(text, variants.reordered)
    if variants.changed is not None:
        same = likeness(_NUMBER.sub("0", text), _NUMBER.sub("0", variants.changed))
        found["stable-threshold"] = same if variants.changed != text else 0.0
    return found
