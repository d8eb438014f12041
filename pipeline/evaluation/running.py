"""Runs data sets over an engine: cases, evaluators and failures by pydantic-evals, whose only importer this is."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic_evals import Case
from pydantic_evals import Dataset as Cases
from pydantic_evals.evaluators import Evaluator, EvaluatorContext
from pydantic_evals.reporting import EvaluationReport

from pipeline import __version__
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.drafts import Drafter
from pipeline.evaluation.engines import Engine
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


def run(
    datasets: Sequence[Dataset], engine_name: str, engine: Engine, scorers: Sequence[Scorer], epochs: int = 1
) -> Record:
    """Draft and score every sample, each in as many epochs. A sample or a scorer that fails is a row with its error."""
    rows = [row for d in datasets for row in _rows(d, Drafter(d, engine).answer, scorers, epochs)]
    return Record(
        engine=engine_name,
        runwright=__version__,
        library=_library_digest(),
        epochs=epochs,
        datasets=tuple(datasets),
        rows=tuple(rows),
    )


def rescore(record: Record, scorers: Sequence[Scorer]) -> Record:
    """Score the kept answers of a record again; rows without an answer stay as they are."""
    rows: list[Row] = []
    for dataset in record.datasets:
        for epoch in range(1, record.epochs + 1):
            kept = {r.sample: r for r in record.rows if r.dataset == dataset.name and r.epoch == epoch}
            told = {name: row.answer for name, row in kept.items() if row.answer is not None}
            samples = tuple(sample for sample in dataset.samples if sample.name in told)
            part = dataset.model_copy(update={"samples": samples})
            rows += [r.model_copy(update={"epoch": epoch}) for r in _rows(part, _kept(told), scorers, 1)]
            rows += [row for row in kept.values() if row.answer is None]
    named = {dataset.name for dataset in record.datasets}
    rows += [row for row in record.rows if row.dataset not in named]
    return record.model_copy(update={"rows": tuple(rows)})


def _kept(answers: Mapping[str, Answer]) -> Task:
    async def answer(sample: Sample) -> Answer:
        return answers[sample.name]

    return answer


def _rows(dataset: Dataset, task: Task, scorers: Sequence[Scorer], epochs: int) -> Iterator[Row]:
    if not dataset.samples:
        return
    subjects: dict[int, Subject] = {}
    cases: Cases[Sample, Answer, None] = Cases(
        name=dataset.name,
        cases=[Case(name=sample.name, inputs=sample) for sample in dataset.samples],
        evaluators=[_Scoring(scorer, subjects) for scorer in scorers],
    )
    # One at a time: drafts are bound by the processor, and their times are measured. A runner of our own, since
    # evaluate_sync leaves its event loop open.
    reports: list[EvaluationReport[Sample, Answer, None]] = []

    async def evaluate() -> None:
        # Kept beside the coroutine, not returned: the runner writes out what its task returned, which takes a minute.
        reports.append(
            await cases.evaluate(task, name=dataset.name, progress=False, max_concurrency=1, repeat=epochs)
        )

    with asyncio.Runner() as runner:
        runner.run(evaluate())
    found = list(_of_report(reports[0]))
    order = {sample.name: place for place, sample in enumerate(dataset.samples)}
    yield from sorted(found, key=lambda row: (order[row.sample], row.epoch))


def _of_report(report: EvaluationReport[Sample, Answer, None]) -> Iterator[Row]:
    name, seen = report.name, dict[str, int]()
    for case in report.cases:
        sample = case.inputs
        seen[sample.name] = seen.get(sample.name, 0) + 1
        yield Row(
            dataset=name,
            sample=sample.name,
            epoch=seen[sample.name],
            tags=_tags(sample, case.output),
            answer=case.output,
            scores={measure: float(result.value) for measure, result in case.scores.items()},
            crashed={failure.name: failure.error_message for failure in case.evaluator_failures},
        )
    for failure in report.failures:
        sample = failure.inputs
        seen[sample.name] = seen.get(sample.name, 0) + 1
        yield Row(
            dataset=name,
            sample=sample.name,
            epoch=seen[sample.name],
            tags=sample.tags,
            error=failure.error_message.removeprefix("UserError: "),
        )


def _tags(sample: Sample, answer: Answer) -> dict[str, str]:
    return {**sample.tags, **({"procedure": answer.procedure} if answer.procedure else {})}


def _library_digest() -> str:
    return hashlib.sha256("".join(p.digest() for p in embedded()).encode()).hexdigest()[:16]
