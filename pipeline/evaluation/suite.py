"""A whole evaluation: data sets read, drafted and scored on all processors, then defects planted into the drafts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.evaluation import datasets
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.engines import Engine, library_engine, recorded_engine
from pipeline.evaluation.maker import LIBRARY, Maker
from pipeline.evaluation.mutations import DATASET as MUTATIONS
from pipeline.evaluation.mutations import Operator, planned, trials
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.registry import all_scorers
from pipeline.evaluation.running import record_of, rescore, run
from pipeline.evaluation.sample import Dataset
from pipeline.evaluation.workers import Pool

DATASETS = Path("evals/datasets")
"""Where data sets lie when none is named, below the working folder."""
# Samples that one process drafts at a time: a share of a data set costs the reading of its inputs once more.
_SHARE = 15


def evaluate(
    paths: Sequence[Path],
    engines: Iterable[Engine],
    epochs: int,
    say: Callable[[str], None],
    processes: int = 1,
    *,
    unforeseen: bool = False,
) -> Record:
    """Run the data sets at these paths, and say what begins. Raises UserError for what is no data set.

    Without engines, each data set is drafted by the embedded one, and from its recording where it names one. Engines
    are taken one by one, so that each may be made when those before it are done. With `unforeseen`, alerts are drafted
    without the procedures that list them by name.
    """
    started = time.monotonic()
    sets = [dataset.model_copy(update={"unforeseen": unforeseen}) for dataset in datasets.load(paths)]
    for dataset in sets:
        say(f"{dataset.name}: {len(dataset.samples)} sample{'s' * (len(dataset.samples) != 1)}")
    # To start a process takes as long as a few drafts.
    many = sum(len(dataset.samples) for dataset in sets) > _SHARE
    with Pool(processes if many else 1) as pool:
        found = _live(sets, engines, epochs) or _offline(sets, epochs, pool, say)
        makers = {maker.label: maker for maker, _ in sorted(found, key=lambda each: each[0].label != LIBRARY)}
        places = [*(dataset.name for dataset in sets), *makers]
        rows = [row for _, part in found for row in part]
        rows.sort(key=lambda row: (places.index(row.dataset), places.index(row.maker)))
        rows += _mutated(sets, rows, pool)
    record = record_of(sets, list(makers.values()), rows, epochs)
    return record.model_copy(update={"seconds": round(time.monotonic() - started, 1)})


def evaluate_again(record: Record, processes: int = 1) -> Record:
    """Score the kept drafts again, and plant the defects again."""
    scored = rescore(record, all_scorers())
    drafted = tuple(row for row in scored.rows if row.dataset != MUTATIONS)
    with Pool(processes) as pool:
        return scored.model_copy(update={"rows": (*drafted, *_mutated(record.datasets, drafted, pool))})


def _live(sets: Sequence[Dataset], engines: Iterable[Engine], epochs: int) -> list[tuple[Maker, tuple[Row, ...]]]:
    """Run every engine over every data set, here: a model's client is this process's own."""
    found = []
    for engine in engines:
        fit = [dataset for dataset in sets if dataset.drafts or engine.judge]
        found.append((engine.maker, run(fit, engine, all_scorers(), epochs)))
    return found


def _offline(
    sets: Sequence[Dataset], epochs: int, pool: Pool, say: Callable[[str], None]
) -> list[tuple[Maker, tuple[Row, ...]]]:
    for dataset in sets:
        if dataset.recorded and not _is_recorded(dataset):
            say(f"{dataset.name}: not replayed, since there is no {dataset.recorded.recording}")
        elif not dataset.drafts and not dataset.recorded:
            say(f"{dataset.name}: not run, since only a model answers it (--engine openai)")
    shares = [share for dataset in sets for share in _shares(dataset)]
    return pool.all(_share, [(share, replayed, epochs) for share, replayed in shares])


def _shares(dataset: Dataset) -> Iterator[tuple[Dataset, bool]]:
    """Yield parts of a data set, and whether its recording answers them."""
    if dataset.drafts:
        for start in range(0, len(dataset.samples), _SHARE):
            samples = dataset.samples[start : start + _SHARE]
            yield dataset.model_copy(update={"samples": samples, "recorded": None}), False
    if _is_recorded(dataset):
        yield dataset, True


def _is_recorded(dataset: Dataset) -> bool:
    return dataset.recorded is not None and Path(dataset.recorded.recording).is_file()


def _share(share: Dataset, replayed: bool, epochs: int) -> tuple[Maker, tuple[Row, ...]]:
    engine = recorded_engine(share.recorded) if replayed and share.recorded else library_engine()
    return engine.maker, run([share], engine, all_scorers(), epochs)


def _mutated(sets: Sequence[Dataset], rows: Sequence[Row], pool: Pool) -> Iterator[Row]:
    """Yield the trials on the drafts of the data sets that ask for them: the first maker's, of the first epoch."""
    drafts: dict[str, Answer] = {}
    for dataset in sets:
        own = [row for row in rows if row.dataset == dataset.name]
        found = {r.sample: r.answer for r in own if r.maker == own[0].maker and r.epoch == 1 and r.answer}
        if dataset.mutate and found:
            step = max(1.0, len(found) / dataset.mutate)
            names = [list(found)[int(place * step)] for place in range(min(dataset.mutate, len(found)))]
            drafts |= {name: found[name] for name in names}
    plan = planned(drafts)
    for part in pool.all(_trials, [(name, answer, plan[name]) for name, answer in drafts.items()]):
        yield from part


def _trials(name: str, answer: Answer, chosen: tuple[Operator, ...]) -> list[Row]:
    return list(trials({name: answer}, chosen))
