"""What a scorer measures: a name, which way is better, and a unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.evaluation.sample import Kind
from pipeline.evaluation.subject import Subject
from pipeline.models.base import Frozen


class Better(StrEnum):
    """Which way a measure improves; one that only describes has no better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Measure(Frozen):
    """One measure. `unit` is "share" for 0 to 1, else what is counted; `says` explains it in a sentence.

    A `timed` measure depends on the machine and is never held against a baseline.
    """

    name: str
    says: str
    better: Better = Better.HIGHER
    unit: str = "share"
    timed: bool = False


@dataclass(frozen=True)
class Scorer:
    """A scorer as its module states it, for samples of these `kinds`.

    `score` leaves out the measures that do not apply to the subject.
    """

    name: str
    measures: tuple[Measure, ...]
    score: Callable[[Subject], Mapping[str, float]]
    kinds: frozenset[Kind] = frozenset({Kind.DRAFTED, Kind.KEPT})

    def scores(self, subject: Subject) -> dict[str, float]:
        """Return the subject's scores by measure, none for a sample of another kind."""
        if subject.sample.kind not in self.kinds:
            return {}
        return {name: float(value) for name, value in self.score(subject).items()}
