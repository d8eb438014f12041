"""Judges beside people: agreement, Cohen's kappa, and what is unscored."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.critics.judge import Said
from pipeline.errors import UserError
from pipeline.evaluation import page, tables
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.calibration import Agreement, agreements
from pipeline.evaluation.judged import read_judged
from pipeline.evaluation.maker import Maker
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.sample import Dataset, Kind, Provenance, Sample
from pipeline.evaluation.scorers import judges
from pipeline.evaluation.subject import Subject
from tests.evaluation.subjects import RUNBOOK
from tests.real_data import ROOT

MODEL = Maker(engine="openai", model="m")


def judged(verdicts: Iterable[tuple[str, str]]) -> Record:
    """A record of one judge's verdicts: (people's, the judge's)."""
    samples, rows = [], []
    for n, (people, said) in enumerate(verdicts):
        told = Said(criterion="first-day", verdict=said, reason="It is so.")
        samples.append(Sample(name=f"s{n}", kind=Kind.JUDGED, text=RUNBOOK, criterion="first-day", verdict=people))
        answer = Answer(text=RUNBOOK, judged=(told,))
        scores = dict(judges.score(Subject(samples[-1], answer)))
        rows.append(Row(dataset="set", sample=f"s{n}", maker=MODEL.label, answer=answer, scores=scores))
    data = Dataset(name="set", version=1, provenance=Provenance(source="a test"), samples=tuple(samples))
    return Record(makers=(MODEL,), runwright="0", library="0", datasets=(data,), rows=tuple(rows))


MIXED = judged([("good", "good")] * 4 + [("poor", "poor")] * 3 + [("good", "poor"), ("poor", "good"), ("poor", "")])


def test_agreement_is_counted_and_kappa_leaves_chance_out() -> None:
    (found,) = agreements(MIXED, MIXED.rows)
    assert (found.n, found.both_good, found.both_poor, found.judge_poor, found.people_poor) == (9, 4, 3, 1, 1)
    assert found.unscored == 1
    assert found.share == pytest.approx(7 / 9)
    # Both call 4 of 9 poor: by chance they agree on (4/9)^2 + (5/9)^2 = 41/81.
    assert found.kappa == pytest.approx((63 / 81 - 41 / 81) / (40 / 81))


def test_a_judge_that_always_says_the_same_has_no_kappa() -> None:
    assert Agreement(criterion="x", both_good=5, people_poor=5).kappa is None
    assert Agreement(criterion="x").kappa is None


def test_a_verdict_that_cannot_be_used_is_no_score() -> None:
    assert MIXED.rows[-1].scores == {}
    assert MIXED.rows[0].scores == {"agreement": 1, "agreement/first-day": 1}


def test_reports_state_the_agreement() -> None:
    told = "first-day: agrees on 0.78 of 9, kappa 0.55; both good 4, both poor 3, only judge poor 1, only people poor 1"
    for report in (tables.text(MIXED), tables.markdown(MIXED), page.html(MIXED)):
        assert f"{told}, unscored 1" in report
    assert "first-day: good, people: poor. It is so." in page.html(MIXED)


def test_the_judged_runbooks_of_the_repository_have_as_many_good_as_poor_ones_for_each_judge() -> None:
    samples = read_judged(ROOT / "evals" / "judges")
    for criterion in {sample.criterion for sample in samples}:
        verdicts = [sample.verdict for sample in samples if sample.criterion == criterion]
        assert verdicts.count("good") == verdicts.count("poor") >= 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("criterion: style\nverdict: good\nwhy: x\nevidence: x\ntext: x", "known are first-day"),
        ("criterion: first-day\nverdict: fine\nwhy: x\nevidence: x\ntext: x", "'good' or 'poor'"),
        ("[", "not a judged runbook"),
    ],
)
def test_a_wrong_judged_runbook_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(UserError, match=told):
        read_judged(tmp_path)


def test_a_folder_without_judged_runbooks_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no judged runbooks"):
        read_judged(tmp_path)
