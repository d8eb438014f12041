"""One run of `generate`: plan, draft through the loop, bring into the output folder, record."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.critics.context import Context
from pipeline.drafting.evidence import gather
from pipeline.drafting.gaps import find_gaps
from pipeline.drafting.grounds import grounds
from pipeline.exporters.markdown import export
from pipeline.exporters.traceability import traceability
from pipeline.models.evidence import Evidence
from pipeline.models.intake import Intake
from pipeline.models.procedure import Procedure
from pipeline.models.run import DraftRecord, EntryRecord, RunRecord, StepRecord, UncoveredRecord
from pipeline.procedures.library import embedded
from pipeline.review.workspace import Files, State, Workspace, read, write
from pipeline.revise.batch import Result, run_all
from pipeline.revise.tools import library_tools
from pipeline.scenarios import numbers
from pipeline.scenarios.plan import make_plan


class Generation:
    """A run: `plan` is known at once; `states`, `record` and `written` are filled by `run`."""

    def __init__(self, intake: Intake, out: Path, engine: str) -> None:
        self.intake = intake
        self.engine = engine
        self.workspace = Workspace(out)
        self.library = embedded()
        self.plan, self._numbers = make_plan(intake, self.library, numbers.load(self.workspace.numbers))
        self.states: dict[str, State] = {}
        self.drafts: list[DraftRecord] = []
        self.written = False

    @property
    def failed(self) -> tuple[DraftRecord, ...]:
        """The scenarios that have no draft."""
        return tuple(d for d in self.drafts if d.error)

    def run(self, started: float) -> None:
        """Draft every scenario; `started` is the monotonic time at which the whole command began."""
        files = self.workspace.files()
        # Numbers first: an interrupted run must not give a number that a written draft has to another scenario.
        self.written |= write(self.workspace.numbers, numbers.dump(self._numbers))
        for result in _with_progress(self._results(), len(self.plan.scenarios)):
            self.drafts.append(self._emit(result, files.get(result.evidence.scenario.number, Files())))
        self.written |= write(self.workspace.traceability, traceability(self.plan, self.intake))
        self._write_record(time.monotonic() - started)

    def counts(self) -> Counter[State]:
        """Return how many drafts ended in each state."""
        return Counter(self.states.values())

    def _results(self) -> Iterator[Result]:
        evidences = list(gather(self.plan, self.intake, self.library))
        known = frozenset((*(e.id for e in self.intake.entries), *(s.number for s in self.plan.scenarios)))
        for evidence in evidences:
            context = Context(today=date.today(), known=known, grounds=grounds(evidence))
            yield from run_all([evidence], library_tools(context))

    def _emit(self, result: Result, files: Files) -> DraftRecord:
        scenario = result.evidence.scenario
        if result.outcome is None:
            return _record(result.evidence, error=result.error)
        text = export(result.outcome.runbook)
        state = self.workspace.emit(scenario.number, scenario.title, text, files)
        self.states[scenario.number] = state
        self.written |= state not in (State.UNCHANGED, State.DELETED)
        return _record(result.evidence, result, text)

    def _write_record(self, seconds: float) -> None:
        record = RunRecord(
            engine=self.engine,
            library=_library_digest(self.library),
            entries=tuple(
                EntryRecord(id=e.id, source=str(e.source), sha256=e.content_digest()) for e in self.intake.entries
            ),
            catalog=self.intake.catalog.digest(),
            drafts=tuple(self.drafts),
            uncovered=tuple(UncoveredRecord(entry=u.entry, reason=u.reason) for u in self.plan.uncovered),
            seconds=round(seconds, 1),
        )
        before = read(self.workspace.record)
        if before is None or not record.same_work(RunRecord.model_validate_json(before)):
            self.written |= write(self.workspace.record, record.model_dump_json(indent=1) + "\n")


def _record(evidence: Evidence, result: Result | None = None, text: str = "", error: str = "") -> DraftRecord:
    scenario = evidence.scenario
    outcome = result.outcome if result else None
    return DraftRecord(
        number=scenario.number,
        key=scenario.key,
        title=scenario.title,
        category=scenario.category,
        tier=scenario.tier,
        why=scenario.why,
        procedure=scenario.procedure,
        entries=scenario.entries,
        supporting=scenario.supporting,
        sha256=hashlib.sha256(text.encode()).hexdigest()[:16] if text else "",
        rounds=outcome.rounds if outcome else 0,
        steps=tuple(StepRecord(title=s.title, sources=s.sources) for s in outcome.runbook.steps) if outcome else (),
        findings=outcome.findings if outcome else (),
        gaps=len(find_gaps(text)),
        error=error,
    )


def _library_digest(library: Iterable[Procedure]) -> str:
    return hashlib.sha256("".join(procedure.digest() for procedure in library).encode()).hexdigest()[:16]


def _with_progress(results: Iterator[Result], total: int) -> Iterator[Result]:
    """Show a bar on a terminal's standard error; elsewhere stay silent."""
    console = Console(stderr=True)
    columns = (TextColumn("drafting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("drafting", total=total)
        for result in results:
            yield result
            progress.advance(task)
