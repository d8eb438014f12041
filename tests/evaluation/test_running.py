"""Runs: samples are drafted and scored, failures are rows, and a record scores again without an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.critics.context import Context
from pipeline.errors import UserError
from pipeline.evaluation.engines import Drafted, Engine, library_engine
from pipeline.evaluation.maker import Maker
from pipeline.evaluation.measure import Measure, Scorer
from pipeline.evaluation.record import Record, read_record, write_record
from pipeline.evaluation.registry import all_scorers
from pipeline.evaluation.running import record_of, rescore, run
from pipeline.evaluation.sample import Dataset, Kind, Provenance, Reference, Sample
from pipeline.evaluation.subject import Subject
from pipeline.models.evidence import Evidence
from tests.evaluation.subjects import RUNBOOK

RULES = """\
groups:
  - name: cache
    rules:
      - alert: RedisOutOfMemory
        expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.9
        for: 2m
        labels: {severity: warning}
"""
REFERENCE = Reference(facts=("RedisOutOfMemory",), actions=("redis-cli info memory",), gaps=("owner",))


def evaluated_by(engine: Engine, data: Dataset, scorers: Sequence[Scorer] | None = None, epochs: int = 1) -> Record:
    rows = run([data], engine, all_scorers() if scorers is None else scorers, epochs)
    return record_of([data], [engine.maker], rows, epochs)


def dataset(*samples: Sample, **more: bool) -> Dataset:
    return Dataset(name="mine", version=1, provenance=Provenance(source="a test"), samples=samples, **more)


DRAFTED = Sample(name="redis", files={"rules.yaml": RULES}, reference=REFERENCE, tags={"technology": "redis"})


@pytest.fixture(scope="module")
def evaluated() -> Record:
    """One sample, drafted by the embedded engine in all variants."""
    return evaluated_by(library_engine(), dataset(DRAFTED, stability=True))


def test_a_sample_is_drafted_and_held_against_its_reference(evaluated: Record) -> None:
    (row,) = evaluated.rows
    assert row.answer is not None
    assert row.answer.text.startswith("RUN-001: ")
    assert row.scores["facts-held"] == row.scores["gaps-named"] == row.scores["grounding"] == 1
    assert row.tags["technology"] == "redis"
    assert row.crashed == {}


def test_the_draft_is_stable_and_notices_another_threshold(evaluated: Record) -> None:
    scores = evaluated.rows[0].scores
    assert scores["stable-again"] == scores["stable-reordered"] == 1
    assert scores["stable-threshold"] > 0.9


def test_a_record_reads_back_and_scores_again_without_an_engine(evaluated: Record, tmp_path: Path) -> None:
    file = tmp_path / "runs" / "record.json"
    write_record(file, evaluated)
    assert read_record(file) == evaluated
    assert rescore(read_record(file), all_scorers()).rows == evaluated.rows


def test_a_file_that_is_no_record_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"engine": "library"}')
    with pytest.raises(UserError, match="not a record"):
        read_record(file)


async def refuses(evidence: Evidence, context: Context, epoch: int) -> Drafted:
    """An engine that cannot draft."""
    raise UserError("the model said no", evidence.scenario.number)


def test_a_sample_that_cannot_be_drafted_is_a_row_with_the_reason() -> None:
    empty = Sample(name="empty", files={"notes.md": "nothing to see"})
    outside = Sample(name="outside", files={"../../x.md": "MON-1: x"})
    kept = Sample(name="RUN-001", kind=Kind.KEPT, text=RUNBOOK, accepted=RUNBOOK)
    record = evaluated_by(Engine(Maker(engine="refuses"), refuses), dataset(DRAFTED, empty, outside, kept))
    refused, nothing, beyond, text = record.rows
    assert "leads out of the sample's folder" in beyond.error
    assert "the model said no" in refused.error
    assert "no entries" in nothing.error
    assert (text.error, text.scores["kept"]) == ("", 1.0)
    assert rescore(record, all_scorers()).rows[1:] == (refused, nothing, beyond)


def crashes(subject: Subject) -> Mapping[str, float]:
    """A scorer with a bug."""
    raise KeyError("oops")


def test_a_scorer_that_crashes_is_a_row_and_the_others_go_on() -> None:
    broken = Scorer("broken", (Measure(name="x", says="x"),), crashes)
    sample = Sample(name="RUN-001", kind=Kind.KEPT, text=RUNBOOK, accepted=RUNBOOK)
    (row,) = evaluated_by(library_engine(), dataset(sample), [broken, *all_scorers()]).rows
    assert "oops" in row.crashed["broken"]
    assert row.scores["kept"] == 1


def test_epochs_repeat_every_sample() -> None:
    sample = Sample(name="RUN-001", kind=Kind.KEPT, text=RUNBOOK)
    record = evaluated_by(library_engine(), dataset(sample), epochs=2)
    assert [(row.sample, row.epoch) for row in record.rows] == [("RUN-001", 1), ("RUN-001", 2)]
