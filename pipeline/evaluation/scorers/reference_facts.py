"""Reference facts: what a draft must hold, and what it must never say. Case and line breaks do not count."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.subject import Subject

MEASURES = (
    Measure(name="facts-held", says="share of the reference's facts that the draft holds"),
    Measure(name="forbidden", says="texts that the draft must not say, and says", better=Better.LOWER, unit="texts"),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score what the reference lists."""
    reference, text = subject.sample.reference, _plain(subject.answer.text)
    found: dict[str, float] = {}
    if reference.facts:
        found["facts-held"] = sum(_plain(fact) in text for fact in reference.facts) / len(reference.facts)
    if reference.never:
        found["forbidden"] = float(sum(_plain(said) in text for said in reference.never))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
