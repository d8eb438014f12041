"""Runs data sets over an engine: cases, evaluators and failures by pydantic-evals, whose only importer this is."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pydantic_evals import Case
from pydantic_evals import Dataset as Cases
from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.reporting import EvaluationReport

from pipeline import __version__
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.drafts import Drafter
from pipeline.evaluation.engines import Engine
from pipeline.evaluation.maker import Maker
from pipeline.evaluation.measure import Scorer
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.sample import Dataset, Sample
from pipeline.evaluation.subject import Subject
from pipeline.procedures.library import embedded

Task = Callable[[Sample], Awaitable[Answer]]


@dataclass
class _Scoring(Evaluator[Sample, Answer, None]):
    """One of our scorers as pydantic-evals calls it."""

    scorer: Scorer
    subjects: dict[int, Subject]

    def evaluate(self, ctx: EvaluatorContext[Sample, Answer, None]) -> dict[str, float]:
        """Score one case; the subject is taken apart once for all scorers."""
        subject = self.subjects.setdefault(id(ctx.output), Subject(ctx.inputs, ctx.output))
        return self.scorer.scores(subject)

    def get_default_evaluation_name(self) -> str:
        """Return the scorer's name, under which a crash is reported."""
        return self.scorer.name


def run(datasets: Sequence[Dataset], engine: Engine, scorers: Sequence[Scorer], epochs: int = 1) -> tuple[Row, ...]:
    """Draft and score every sample, each in as many epochs. A sample or a scorer that fails is a row with its error."""
    rows: list[Row] = []

    async def all_of_them() -> None:
        # Rows are kept beside the coroutine, not returned: the runner writes out in full what its task returns.
        try:
            for dataset in datasets:
                rows.extend(await _drafted(dataset, engine, scorers, epochs))
        finally:
            await engine.close()

    # A runner of our own, since pydantic-evals leaves its event loop open.
    with asyncio.Runner() as runner:
        runner.run(all_of_them())
    return tuple(rows)


def record_of(datasets: Sequence[Dataset], makers: Sequence[Maker], rows: Sequence[Row], epochs: int) -> Record:
    """Return the record of a run."""
    library = hashlib.sha256("".join(p.digest() for p in embedded()).encode()).hexdigest()[:16]
    return Record(
        makers=tuple(makers),
        runwright=__version__,
        library=library,
        epochs=epochs,
        datasets=tuple(datasets),
        rows=tuple(rows),
    )


def rescore(record: Record, scorers: Sequence[Scorer]) -> Record:
    """Score the kept answers of a record again; rows without an answer stay as they are."""
    rows: list[Row] = []
    for dataset in record.datasets:
        for maker in record.makers:
            own = [r for r in record.rows if r.dataset == dataset.name and r.maker == maker.label]
            for epoch in sorted({row.epoch for row in own}):
                rows += _again(dataset, [row for row in own if row.epoch == epoch], scorers)
    named = {dataset.name for dataset in record.datasets}
    rows += [row for row in record.rows if row.dataset not in named]
    return record.model_copy(update={"rows": tuple(rows)})


def _again(dataset: Dataset, kept: Sequence[Row], scorers: Sequence[Scorer]) -> list[Row]:
    told = {row.sample: row.answer for row in kept if row.answer is not None}
    samples = tuple(sample for sample in dataset.samples if sample.name in told)
    part = dataset.model_copy(update={"samples": samples})
    rows: list[Row] = []

    async def score() -> None:
        rows.extend(await _rows(part, _kept(told), scorers, 1))

    with asyncio.Runner() as runner:
        runner.run(score())
    known = {row.sample: row for row in kept}
    scored = [
        row.model_copy(update={"epoch": known[row.sample].epoch, "maker": known[row.sample].maker}) for row in rows
    ]
    return [*scored, *(row for row in kept if row.answer is None)]


def _kept(answers: Mapping[str, Answer]) -> Task:
    async def answer(sample: Sample) -> Answer:
        return answers[sample.name]

    return answer


async def _drafted(dataset: Dataset, engine: Engine, scorers: Sequence[Scorer], epochs: int) -> list[Row]:
    drafter = Drafter(dataset, engine)
    rows: list[Row] = []
    for epoch in range(1, epochs + 1):
        found = await _rows(dataset, partial(drafter.answer, epoch=epoch), scorers, engine.workers)
        rows += [row.model_copy(update={"epoch": epoch, "maker": engine.maker.label}) for row in found]
    order = {sample.name: place for place, sample in enumerate(dataset.samples)}
    return sorted(rows, key=lambda row: (order[row.sample], row.epoch))


async def _rows(dataset: Dataset, task: Task, scorers: Sequence[Scorer], workers: int) -> list[Row]:
    if not dataset.samples:
        return []
    subjects: dict[int, Subject] = {}
    cases: Cases[Sample, Answer, None] = Cases(
        name=dataset.name,
        cases=[Case(name=sample.name, inputs=sample) for sample in dataset.samples],
        evaluators=[_Scoring(scorer, subjects) for scorer in scorers],
    )
    report = await cases.evaluate(task, name=dataset.name, progress=False, max_concurrency=workers)
    order = {sample.name: place for place, sample in enumerate(dataset.samples)}
    return sorted(_of_report(report), key=lambda row: order[row.sample])


def _of_report(report: EvaluationReport[Sample, Answer, None]) -> Iterator[Row]:
    for case in report.cases:
        yield Row(
            dataset=report.name,
            sample=case.inputs.name,
            tags=_tags(case.inputs, case.output),
            answer=case.output,
            scores={measure: float(result.value) for measure, result in case.scores.items()},
            crashed={failure.name: failure.error_message for failure in case.evaluator_failures},
        )
    for failure in report.failures:
        error = failure.error_message.removeprefix("UserError: ")
        yield Row(dataset=report.name, sample=failure.inputs.name, tags=failure.inputs.tags, error=error)


def _tags(sample: Sample, answer: Answer) -> dict[str, str]:
    return {**sample.tags, **({"procedure": answer.procedure} if answer.procedure else {})}
