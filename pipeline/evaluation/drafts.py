"""Inputs → answers of an engine: the same stages as a generation, with nothing written to an output folder."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from pipeline.critics.context import Context
from pipeline.drafting.evidence import gather
from pipeline.drafting.grounds import grounds
from pipeline.errors import UserError
from pipeline.evaluation.answer import Answer
from pipeline.exporters.markdown import export
from pipeline.importers.folder import read_inputs
from pipeline.models.evidence import Evidence
from pipeline.models.intake import Intake
from pipeline.models.scenario import Tier
from pipeline.procedures.library import embedded
from pipeline.revise.loop import Outcome
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan

Engine = Callable[[Evidence, Context], Outcome]
"""Drafts and revises one scenario; raises UserError where it cannot."""

TODAY = date(2026, 1, 1)
"""The day on which all drafts of an evaluation are judged, so that a record scores the same for ever."""


def read_files(files: Mapping[str, str]) -> Intake:
    """Read a sample's files as if they lay in a folder. Raises UserError where they hold no entry."""
    with tempfile.TemporaryDirectory(prefix="runwright-eval-") as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / Path(file).name).write_text(text, encoding="utf-8")
        intake = read_inputs([folder], base=folder)
    if not intake.entries:
        raise UserError("no entries in the sample's files", ", ".join(files), "check them with “runwright plan”")
    return intake


def evidences(intake: Intake) -> Iterator[Evidence]:
    """Yield the evidence of every scenario of the intake, must-have procedures that no entry brought up left out."""
    plan, _ = make_plan(intake, embedded(), Numbers())
    for evidence in gather(plan, intake, embedded()):
        if evidence.scenario.tier is not Tier.MUST_HAVE:
            yield evidence


def answer(evidence: Evidence, engine: Engine, known: frozenset[str]) -> Answer:
    """Draft one scenario. Raises UserError where the engine cannot."""
    told = grounds(evidence)
    started = time.perf_counter()
    outcome = engine(evidence, Context(today=TODAY, known=known, grounds=told))
    seconds = time.perf_counter() - started
    scenario = evidence.scenario
    return Answer(
        number=scenario.number,
        title=scenario.title,
        text=export(outcome.runbook),
        grounds=told,
        known=tuple(sorted(known)),
        procedure=scenario.procedure,
        entries=scenario.entries,
        rounds=outcome.rounds,
        seconds=round(seconds, 4),
    )
