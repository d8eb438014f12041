"""Samples → answers of an engine: the same stages as a generation, with nothing written to an output folder."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.critics.context import Context
from pipeline.drafting.evidence import gather
from pipeline.drafting.grounds import grounds, trusted
from pipeline.errors import UserError
from pipeline.evaluation.answer import Answer, Variants
from pipeline.evaluation.engines import Engine
from pipeline.evaluation.sample import TODAY, Dataset, Kind, Sample
from pipeline.evaluation.variants import reordered, thresholds_changed
from pipeline.exporters.markdown import export
from pipeline.importers.folder import read_inputs
from pipeline.models.entry import MonEntry
from pipeline.models.evidence import Evidence
from pipeline.models.intake import Intake
from pipeline.models.scenario import Tier
from pipeline.procedures.library import embedded
from pipeline.procedures.matcher import names_alert
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan


def read_files(files: Mapping[str, str]) -> Intake:
    """Read a sample's files as if they lay in a folder. Raises UserError where they hold no entry, and for a name
    that leads out of the folder.
    """
    with tempfile.TemporaryDirectory(prefix="runwright-eval-") as name:
        folder = Path(name)
        for file, text in files.items():
            path = (folder / file).resolve()
            if not path.is_relative_to(folder.resolve()):
                raise UserError("the name leads out of the sample's folder", file, "use a plain file name")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        intake = read_inputs([folder], base=folder)
    if not intake.entries:
        told = "; ".join(map(str, intake.problems[:2]))
        raise UserError(f"no entries in the sample's files{f': {told}' if told else ''}", ", ".join(files))
    return intake


def evidences(intake: Intake, *, must_haves: bool, unforeseen: bool = False) -> Iterator[Evidence]:
    """Yield the evidence of every scenario of the intake, with or without the procedures that no entry brought up.

    With `unforeseen`, procedures that list one of the intake's alerts by name are left out of the library.
    """
    alerts = [entry.alert for entry in intake.entries if isinstance(entry, MonEntry) and entry.alert]
    library = tuple(p for p in embedded() if not (unforeseen and any(names_alert(p, name) for name in alerts)))
    plan, _ = make_plan(intake, library, Numbers())
    for evidence in gather(plan, intake, library):
        if must_haves or evidence.scenario.tier is not Tier.MUST_HAVE:
            yield evidence


class Drafter:
    """Answers the samples of one data set with one engine; inputs that samples share are read once."""

    def __init__(self, dataset: Dataset, engine: Engine) -> None:
        self._dataset = dataset
        self._engine = engine
        self._shared: _Inputs | None = None

    async def answer(self, sample: Sample, epoch: int = 1) -> Answer:
        """Draft a sample, ask a judge about it, or return the text that it carries.

        Raises UserError where there is nothing to draft, or nobody to judge.
        """
        if sample.kind is Kind.JUDGED:
            return await self._judged(sample, epoch)
        if sample.kind is not Kind.DRAFTED:
            return _given(sample)
        inputs = self._inputs(sample)
        evidence = inputs.of(sample)
        told = await self._draft(evidence, inputs, epoch)
        if not self._dataset.stability or self._dataset.recorded:
            return told
        return told.model_copy(update={"variants": await self._variants(evidence, inputs, epoch)})

    async def _judged(self, sample: Sample, epoch: int) -> Answer:
        if self._engine.judge is None:
            raise UserError("only a model judges", sample.name, "use --engine openai")
        said, spent = await self._engine.judge(sample.criterion, sample.text, sample.evidence, epoch)
        return _given(sample).model_copy(update={"judged": (said,), "spent": spent})

    def _inputs(self, sample: Sample) -> _Inputs:
        if sample.files:
            return _Inputs(read_files({**self._dataset.files, **sample.files}), self._dataset.unforeseen)
        if self._shared is None:
            self._shared = _Inputs(read_files(self._dataset.files), self._dataset.unforeseen)
        return self._shared

    async def _draft(self, evidence: Evidence, inputs: _Inputs, epoch: int) -> Answer:
        scenario, told, runnable = evidence.scenario, grounds(evidence), trusted(evidence)
        context = Context(today=TODAY, known=inputs.known, grounds=told, trusted=runnable)
        started = time.perf_counter()
        outcome = await self._engine.draft(evidence, context, epoch)
        return Answer(
            number=scenario.number,
            title=scenario.title,
            text=export(outcome.runbook),
            grounds=told,
            trusted=runnable,
            known=tuple(sorted(inputs.known)),
            procedure=scenario.procedure,
            entries=scenario.entries,
            rounds=outcome.rounds,
            seconds=round(time.perf_counter() - started, 4),
            engine=outcome.engine,
            note=outcome.note,
            prompts=outcome.prompts,
            spent=outcome.spent,
            judged=outcome.judged,
        )

    async def _variants(self, evidence: Evidence, inputs: _Inputs, epoch: int) -> Variants:
        """Draft the scenario from its inputs in other shapes; it is known by its key, whatever number it gets."""
        key = evidence.scenario.key
        limited = inputs.limited & set(evidence.scenario.entries)
        return Variants(
            again=await self._text(evidence, inputs, epoch),
            reordered=await self._text(inputs.reordered.by_key(key), inputs, epoch),
            changed=await self._text(inputs.changed.by_key(key), inputs, epoch) if limited else None,
        )

    async def _text(self, evidence: Evidence | None, inputs: _Inputs, epoch: int) -> str:
        """Return the draft's text, "" where the scenario is gone."""
        return (await self._draft(evidence, inputs, epoch)).text if evidence else ""


def _given(sample: Sample) -> Answer:
    return Answer(
        number=sample.name,
        title=sample.name,
        text=sample.text,
        grounds=sample.evidence,
        trusted=sample.commands,
        known=sample.known,
        today=sample.today,
        accepted=sample.accepted,
    )


class _Inputs:
    """One set of inputs with its plan, and the plans of its variants, each made when it is first asked for."""

    def __init__(self, intake: Intake, unforeseen: bool) -> None:
        self._intake, self._unforeseen = intake, unforeseen
        self._evidences = tuple(evidences(intake, must_haves=True, unforeseen=unforeseen))
        self.known = frozenset((*(e.id for e in intake.entries), *(e.scenario.number for e in self._evidences)))
        self._variants: tuple[_Inputs, _Inputs, frozenset[str]] | None = None

    @property
    def reordered(self) -> _Inputs:
        """The inputs with their entries in another order."""
        return self._made()[0]

    @property
    def changed(self) -> _Inputs:
        """The inputs with other thresholds."""
        return self._made()[1]

    @property
    def limited(self) -> frozenset[str]:
        """The IDs of the alerts that have a threshold to change."""
        return self._made()[2]

    def of(self, sample: Sample) -> Evidence:
        """Return the evidence of the sample's scenario. Raises UserError where there is none."""
        if not sample.files:
            found = self.by_key(sample.name)
        elif sample.answers:
            found = next((e for e in self._evidences if sample.answers in e.scenario.entries), None)
        else:
            found = next((e for e in self._evidences if e.scenario.tier is not Tier.MUST_HAVE), None)
        if found is None:
            raise UserError("the plan has no scenario for it", sample.name, "see “runwright plan” for the reason")
        return found

    def by_key(self, key: str) -> Evidence | None:
        """Return the evidence of the scenario with that key, or None."""
        return next((e for e in self._evidences if e.scenario.key == key), None)

    def _made(self) -> tuple[_Inputs, _Inputs, frozenset[str]]:
        if self._variants is None:
            other, ids = thresholds_changed(self._intake)
            again, changed = (_Inputs(intake, self._unforeseen) for intake in (reordered(self._intake), other))
            self._variants = (again, changed, ids)
        return self._variants
