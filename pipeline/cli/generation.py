"""One run of `generate`: plan, draft through the loop, bring into the output folder, record."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Sequence
from contextlib import closing
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.progress import shown
from pipeline.critics.context import Context
from pipeline.drafting.evidence import gather
from pipeline.drafting.gaps import find_gaps
from pipeline.drafting.grounds import grounds, trusted
from pipeline.errors import UserError
from pipeline.exporters.markdown import export
from pipeline.exporters.traceability import traceability
from pipeline.models.decision import Decision
from pipeline.models.evidence import Evidence
from pipeline.models.intake import Intake
from pipeline.models.procedure import Procedure
from pipeline.models.run import DraftRecord, EntryRecord, RunRecord, StepRecord, UncoveredRecord
from pipeline.procedures.library import embedded
from pipeline.review import decisions
from pipeline.review.basis import engine_facts, evidence_digest, facts_of
from pipeline.review.guidance import guided
from pipeline.review.workspace import Files, State, Workspace, load_record, read, write
from pipeline.scenarios import numbers
from pipeline.scenarios.plan import make_plan

if TYPE_CHECKING:
    from pipeline.cli.asking import Session
    from pipeline.revise.batch import Result


class Generation:
    """A run: `plan` is known at once; `states`, `drafts` and `written` are filled by `run`.

    `answered` holds the numbers that are drafted again since people rejected the last draft.
    """

    def __init__(
        self, intake: Intake, out: Path, engine: str, session: Session | None = None, only: Collection[str] = ()
    ) -> None:
        self.intake = intake
        self.engine = engine
        self.session = session
        self.workspace = Workspace(out)
        self.library = embedded()
        self.plan, self._numbers = make_plan(intake, self.library, numbers.load(self.workspace.numbers))
        self._only = self._planned(only)
        self.maker = engine_facts(engine) | (session.facts if session else {})
        self.before = load_record(self.workspace)
        self.decisions = decisions.load(out)
        self.states: dict[str, State] = {}
        self.facts: dict[str, dict[str, str]] = {}
        self._sources: dict[str, tuple[str, ...]] = {}
        self.drafts: list[DraftRecord] = []
        self.answered: set[str] = set()
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
        fresh = []
        for evidence in gather(self.plan, self.intake, self.library):
            number = evidence.scenario.number
            if self._only and number not in self._only:
                self._leave(number)
                continue
            self.facts.update(facts := facts_of(evidence))
            self._sources[number] = tuple(sorted(facts))
            own = files.get(number, Files())
            kept = self._kept(evidence, own)
            if kept:
                self._keep(kept)
            else:
                self.answered |= {number} if self._newly_rejected(number) else set()
                fresh.append(self._guided(evidence, own))
        # Closed at once when a write fails, so that no worker and no event loop outlives the run.
        with closing(self._results(fresh)) as results:
            for result in shown(results, len(fresh), self.session):
                self._keep(self._emit(result, files.get(result.evidence.scenario.number, Files())))
        places = {scenario.number: place for place, scenario in enumerate(self.plan.scenarios)}
        self.drafts.sort(key=lambda draft: places[draft.number])
        self.written |= write(self.workspace.traceability, traceability(self.plan, self.intake))
        self._write_record(time.monotonic() - started)

    def counts(self) -> Counter[State]:
        """Return how many drafts ended in each state."""
        return Counter(self.states.values())

    def _kept(self, evidence: Evidence, files: Files) -> DraftRecord | None:
        """Return the last run's record of a draft that nothing changed for, or None where it must be drafted again."""
        number = evidence.scenario.number
        last = self.before.draft(number) if self.before and self.before.maker == self.maker else None
        if last is None or last.error or last.retry or last.evidence != evidence_digest(evidence):
            return None
        if self._newly_rejected(number):
            return None
        base = read(self.workspace.bases / f"{number}.md")
        if base is None or _digest(base) != last.sha256:
            return None
        rejected = self._decision(number).only_rejected
        self.states[number] = self.workspace.gone(number, files, rejected=rejected) or State.UNCHANGED
        return last

    def _planned(self, only: Collection[str]) -> frozenset[str]:
        """Return the numbers to draft alone. Raises UserError for one that no scenario has."""
        numbers = {scenario.number for scenario in self.plan.scenarios}
        if unknown := sorted(set(only) - numbers):
            raise UserError(f"no scenario has the number {', '.join(unknown)}", "--only", "“runwright plan” lists them")
        return frozenset(only)

    def _leave(self, number: str) -> None:
        """Take over the last record of a draft that this run does not touch, if there is one."""
        last = self.before.draft(number) if self.before else None
        if self.before is None or last is None:
            return
        # What another engine drafted is not up to date for this one.
        same = self.before.maker == self.maker
        self.drafts.append(last if same else last.model_copy(update={"evidence": ""}))
        self.facts = self.before.facts_of(last) | self.facts

    def _keep(self, draft: DraftRecord) -> None:
        self.drafts.append(draft.model_copy(update={"sources": self._sources[draft.number]}))

    def _results(self, evidences: Sequence[Evidence]) -> Generator[Result, None, None]:
        """Draft what must be. The loop is imported late: where nothing is drafted, its library is not loaded."""
        if not evidences:
            return
        from pipeline.revise.batch import run_all
        from pipeline.revise.producing import library_producer

        if self.session is None:
            yield from run_all(evidences, library_producer(self._context))
        else:
            yield from self.session.drafted(evidences, self._context)

    def _context(self, evidence: Evidence) -> Context:
        return Context(today=date.today(), known=self._known, grounds=grounds(evidence), trusted=trusted(evidence))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*(e.id for e in self.intake.entries), *(s.number for s in self.plan.scenarios)))

    def _decision(self, number: str) -> Decision:
        return self.decisions.get(number, Decision(number=number))

    def _newly_rejected(self, number: str) -> bool:
        last = self.before.draft(number) if self.before else None
        return last is not None and len(self._decision(number).whole_rejections) > last.rejections

    def _guided(self, evidence: Evidence, files: Files) -> Evidence:
        present = files.pending or files.accepted
        return guided(evidence, self._decision(evidence.scenario.number), (read(present) if present else "") or "")

    def _emit(self, result: Result, files: Files) -> DraftRecord:
        scenario = result.evidence.scenario
        if result.outcome is None:
            return _record(result.evidence, error=result.error)
        text = export(result.outcome.runbook)
        decision = self._decision(scenario.number)
        state = self.workspace.emit(scenario.number, scenario.title, text, files, rejected=decision.only_rejected)
        self.states[scenario.number] = state
        self.written |= state not in (State.UNCHANGED, State.DELETED, State.REJECTED)
        record = _record(result.evidence, result, text)
        return record.model_copy(update={"rejections": len(decision.whole_rejections)})

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
            maker=self.maker,
            facts=dict(sorted(self.facts.items())),
        )
        if self.before is None or not record.same_work(self.before):
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
        sha256=_digest(text) if text else "",
        evidence=evidence_digest(evidence),
        rounds=outcome.rounds if outcome else 0,
        steps=tuple(StepRecord(title=s.title, sources=s.sources) for s in outcome.runbook.steps) if outcome else (),
        findings=outcome.findings if outcome else (),
        gaps=len(find_gaps(text)),
        error=error,
        engine=outcome.engine if outcome else "",
        prompts=outcome.prompts if outcome else (),
        note=outcome.note if outcome else "",
        retry=outcome.retry if outcome else False,
        history=outcome.history if outcome else (),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _library_digest(library: Iterable[Procedure]) -> str:
    return _digest("".join(procedure.digest() for procedure in library))
