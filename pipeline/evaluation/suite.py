"""A whole evaluation: data sets read, drafted and scored, then defects planted into the drafts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.evaluation import datasets
from pipeline.evaluation.engines import Engine
from pipeline.evaluation.mutations import DATASET as MUTATIONS
from pipeline.evaluation.mutations import trials
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.registry import all_scorers
from pipeline.evaluation.running import rescore, run
from pipeline.evaluation.sample import Dataset

DATASETS = Path("evals/datasets")
"""Where data sets lie when none is named, below the working folder."""


def evaluate(
    paths: Sequence[Path], engine_name: str, engine: Engine, epochs: int, say: Callable[[str], None]
) -> Record:
    """Run the data sets at these paths; `say` is told what begins. Raises UserError for what is no data set."""
    started = time.monotonic()
    sets = datasets.load(paths)
    for dataset in sets:
        say(f"{dataset.name}: {len(dataset.samples)} sample{'s' * (len(dataset.samples) != 1)}")
    record = run(sets, engine_name, engine, all_scorers(), epochs)
    rows = (*record.rows, *_mutated(sets, record.rows))
    return record.model_copy(update={"rows": rows, "seconds": round(time.monotonic() - started, 1)})


def evaluate_again(record: Record) -> Record:
    """Score the kept drafts again, and plant the defects again."""
    scored = rescore(record, all_scorers())
    drafted = tuple(row for row in scored.rows if row.dataset != MUTATIONS)
    return scored.model_copy(update={"rows": (*drafted, *_mutated(record.datasets, drafted))})


def _mutated(sets: Sequence[Dataset], rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the trials of the data sets that ask for them, on evenly chosen drafts of the first epoch."""
    for dataset in sets:
        drafts = [r.answer for r in rows if r.dataset == dataset.name and r.epoch == 1 and r.answer]
        if dataset.mutate and drafts:
            step = max(1.0, len(drafts) / dataset.mutate)
            yield from trials([drafts[int(place * step)] for place in range(min(dataset.mutate, len(drafts)))])
