"""How far judges can be believed: their verdicts on labelled runbooks beside people's, counted, with Cohen's kappa."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.critics.judge import GOOD
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.sample import Dataset, Kind
from pipeline.models.base import Frozen


class Agreement(Frozen):
    """One judge on labelled runbooks: in how many both said good or both poor, in how many only one did, and in how
    many the judge gave no verdict that can be used.
    """

    criterion: str
    both_good: int = 0
    both_poor: int = 0
    judge_poor: int = 0
    people_poor: int = 0
    unscored: int = 0

    @property
    def n(self) -> int:
        """How many runbooks both judged."""
        return self.both_good + self.both_poor + self.judge_poor + self.people_poor

    @property
    def share(self) -> float:
        """The share on which they agree, from 0 to 1; 0 where nothing was scored."""
        return (self.both_good + self.both_poor) / self.n if self.n else 0.0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond chance, 1 at most; None where one of the two always says the same."""
        if not self.n:
            return None
        judge = (self.both_poor + self.judge_poor) / self.n
        people = (self.both_poor + self.people_poor) / self.n
        chance = judge * people + (1 - judge) * (1 - people)
        return None if judge in (0, 1) or people in (0, 1) else (self.share - chance) / (1 - chance)

    def __str__(self) -> str:
        kappa = "no kappa: one of the two always says the same" if self.kappa is None else f"kappa {self.kappa:.2f}"
        told = f"{self.criterion}: agrees on {self.share:.2f} of {self.n}, {kappa}; both good {self.both_good}"
        told += f", both poor {self.both_poor}, only judge poor {self.judge_poor}, only people poor {self.people_poor}"
        return told + (f", unscored {self.unscored}" if self.unscored else "")


def agreements(record: Record, rows: Sequence[Row]) -> tuple[Agreement, ...]:
    """Return the agreement of each judge in the rows of one part, by criterion; none where nothing was judged."""
    dataset = next((d for d in record.datasets if rows and d.name == rows[0].dataset), None)
    pairs = list(_pairs(dataset, rows)) if dataset else []
    return tuple(_agreement(name, [p[1:] for p in pairs if p[0] == name]) for name in sorted({p[0] for p in pairs}))


def _pairs(dataset: Dataset, rows: Iterable[Row]) -> Iterable[tuple[str, str, str]]:
    """Yield criterion, people's verdict and the judge's."""
    samples = {sample.name: sample for sample in dataset.samples if sample.kind is Kind.JUDGED}
    for row in rows:
        sample = samples.get(row.sample)
        for said in row.answer.judged if row.answer and sample else ():
            assert sample is not None
            yield said.criterion, sample.verdict, said.verdict


def _agreement(criterion: str, verdicts: Sequence[tuple[str, ...]]) -> Agreement:
    scored = [(people == GOOD, judge == GOOD) for people, judge in verdicts if judge]
    return Agreement(
        criterion=criterion,
        both_good=scored.count((True, True)),
        both_poor=scored.count((False, False)),
        judge_poor=scored.count((True, False)),
        people_poor=scored.count((False, True)),
        unscored=len(verdicts) - len(scored),
    )
