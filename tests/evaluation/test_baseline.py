"""A baseline: losses beyond the tolerance are named, gains and noise are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.evaluation.baseline import dump, load, lost, of_record, regressions
from pipeline.evaluation.maker import Maker
from pipeline.evaluation.record import Row
from tests.evaluation.subjects import record, row

ROWS = [row(f"s{n}", checklist=0.9, commands=20, seconds=0.1) for n in range(10)]
MODEL = Maker(engine="openai", model="m")
KNOWN = of_record(record(*ROWS))


def changed(**scores: float) -> list[Row]:
    first = ROWS[0].model_copy(update={"scores": {**ROWS[0].scores, **scores}})
    return [first, *ROWS[1:]]


def test_a_baseline_reads_back_and_leaves_times_out(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(dump(KNOWN))
    assert load(file) == KNOWN
    assert set(KNOWN.scores["set"]) == {"checklist", "commands"}


def test_the_same_scores_are_no_regression() -> None:
    assert regressions(KNOWN, record(*ROWS)) == ()


def test_a_loss_of_one_sample_is_named() -> None:
    (found,) = regressions(KNOWN, record(*changed(checklist=0.5)))
    assert str(found) == "set: checklist fell behind, 0.900 → 0.860 (s0)"


def test_gains_one_command_more_and_slower_drafts_pass() -> None:
    assert regressions(KNOWN, record(*changed(checklist=1.0, commands=21, seconds=9))) == ()


def test_many_commands_more_are_a_regression() -> None:
    (found,) = regressions(KNOWN, record(*(r.model_copy(update={"scores": {"commands": 30}}) for r in ROWS)))
    assert found.measure == "commands"


def test_an_engine_that_varies_needs_more_than_one_bad_sample() -> None:
    known = of_record(record(*ROWS, maker=MODEL))
    assert regressions(known, record(*changed(checklist=0.5), maker=MODEL)) == ()
    worse = [r.model_copy(update={"scores": {"checklist": 0.5}}) for r in ROWS]
    assert regressions(known, record(*worse, maker=MODEL))


def test_one_operator_that_is_not_found_any_more_is_named() -> None:
    def trial(recall: float) -> list[Row]:
        tags = {"operator": "drop-owner", "rule": "no-owner"}
        return [row(f"drop-owner/RUN-{n}", "mutations", tags=tags, recall=recall) for n in range(3)]

    (found,) = regressions(of_record(record(*trial(1))), record(*trial(0)))
    assert found.samples == ("drop-owner",)


def test_a_sample_without_an_answer_and_a_crashed_scorer_are_lost() -> None:
    failed = ROWS[0].model_copy(update={"scores": {}, "error": "the engine gave up"})
    crashed = ROWS[1].model_copy(update={"crashed": {"gaps": "KeyError"}})
    assert lost(KNOWN, record(failed, crashed)) == (
        "set: s0 is not answered any more: the engine gave up",
        "set: scorer gaps crashed on s1: KeyError",
    )


def test_another_file_is_no_baseline(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}")
    with pytest.raises(UserError, match="not a baseline"):
        load(file)
