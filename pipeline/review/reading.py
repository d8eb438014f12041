"""What a reviewer sees: the cases of one output folder, read from its files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.errors import UserError
from pipeline.importers.document import read_document
from pipeline.models.decision import Acceptance, Decision
from pipeline.models.finding import Defect, Finding
from pipeline.models.run import DraftRecord, RunRecord
from pipeline.review import decisions
from pipeline.review.basis import changed_fields
from pipeline.review.case import Case, Hints
from pipeline.review.content import content_digest, last_tested, parts, step_digests, step_key, with_last_tested
from pipeline.review.identity import Clock, now
from pipeline.review.merge import merge
from pipeline.review.tested import with_drills
from pipeline.review.workspace import Files, Workspace, load_record, order, read

_RECURRING = ("owner", "contact")


class Reading:
    """The cases of one output folder; `clock` gives the day."""

    def __init__(self, folder: Path, clock: Clock = now) -> None:
        if not folder.is_dir():
            raise UserError(
                "there is no such folder", str(folder), "run “runwright generate INPUTS” first, or name --out"
            )
        self.workspace = Workspace(folder)
        self.clock = clock
        self.decisions: dict[str, Decision] = {}
        self.reload()

    def reload(self) -> None:
        """Read the decisions again."""
        self.decisions = decisions.load(self.workspace.folder)

    @cached_property
    def record(self) -> RunRecord | None:
        """The last run, or None."""
        return load_record(self.workspace)

    @cached_property
    def _drafts(self) -> dict[str, DraftRecord]:
        return {draft.number: draft for draft in self.record.drafts} if self.record else {}

    @cached_property
    def _known(self) -> frozenset[str]:
        entries = {entry.id for entry in self.record.entries} if self.record else set()
        return frozenset((*entries, *self._drafts, *self.workspace.files()))

    def pending(self) -> list[str]:
        """Return the numbers of what waits for review, in order."""
        return sorted((n for n, files in self.workspace.files().items() if files.pending), key=order)

    def waiting(self) -> list[tuple[str, str]]:
        """Return the number and the title of what waits for review, in order."""
        files = self.workspace.files()
        found = ((number, read(own.pending) or "") for number, own in files.items() if own.pending)
        return sorted(((n, _title(text, n)) for n, text in found), key=lambda row: order(row[0]))

    def case(self, number: str) -> Case:
        """Read one case. Raises UserError where there is no such runbook."""
        files = self.workspace.file(number)
        if files == Files():
            raise UserError(f"there is no {number}", str(self.workspace.runbooks), "“runwright status” lists them")
        return self.read(number, files)

    def read(self, number: str, files: Files) -> Case:
        """Read one case whose files are known."""
        before = read(files.accepted) if files.accepted else None
        pending = read(files.pending) if files.pending else None
        decision = self.decisions.get(number, Decision(number=number))
        after = with_drills(self._joined(number, before, pending), decision)
        draft = self._drafts.get(number)
        accepted = decision.accepted
        return Case(
            number=number,
            title=_title(after, number),
            before=before,
            after=after,
            pending=pending,
            accepted_file=files.accepted,
            pending_file=files.pending,
            decision=decision,
            draft=draft,
            find=lambda: self._findings(number, after, draft),
            stale=self._stale(accepted, draft) if before is not None and accepted else (),
            edited=bool(before is not None and accepted and content_digest(before) != accepted.content),
        )

    def hints(self, case: Case) -> Hints:
        """Return what was decided elsewhere about steps like those of the case."""
        known: dict[str, str] = {}
        for number, files in self.workspace.files().items():
            text = read(files.accepted) if files.accepted and number != case.number else None
            for place, step in enumerate(step_digests(text or ""), start=1):
                known.setdefault(step, f"step {place} of {number}")
        steps = [part.key for part in parts(case.after) if part.is_step]
        own = zip(steps, step_digests(case.after), strict=True)
        alike = {key: known[step] for key, step in own if step in known}
        left_out = {key: said for key, said in self._left_out(case) if key in steps}
        answers = {topic: said for topic in _RECURRING if (said := self.recurring(topic))}
        return Hints(alike=alike, left_out=left_out, answers=answers)

    def _left_out(self, case: Case) -> Iterator[tuple[str, str]]:
        """Yield the key of each step that people left out of another runbook, and why."""
        for number, decision in self.decisions.items():
            for rejection in decision.rejections if number != case.number else ():
                if key := step_key(rejection.part):
                    yield key, f"left out of {number} by {rejection.by.split(' <')[0]}: {rejection.reason}"

    def recurring(self, topic: str) -> str:
        """Return the last answer to a question of this topic, where the runbooks of a team share it; else ""."""
        given = (a for d in self.decisions.values() for a in d.answers if a.topic == topic and a.answer)
        last = max(given, key=lambda answer: answer.at, default=None)
        return last.answer if last and topic in _RECURRING else ""

    def _joined(self, number: str, before: str | None, pending: str | None) -> str:
        """Return the pending text with the edits that the accepted one got since they parted."""
        if pending is None:
            return before or ""
        if before is None:
            return pending
        tested = last_tested(pending)
        ours = with_last_tested(before, tested)
        parted = read(self.workspace.ancestor(number)) or read(self.workspace.bases / f"{number}.md") or ""
        return merge(ours, with_last_tested(parted, tested), pending)[0]

    def _findings(self, number: str, text: str, draft: DraftRecord | None) -> tuple[Finding, ...]:
        context = Context(today=self.clock().date(), known=self._known if self.record else None)
        found = list(criticize(read_document(text, number), context))
        # What only the run could see, with all evidence at hand, is carried over to the lines that are still there.
        base = (read(self.workspace.bases / f"{number}.md") or "").split("\n")
        lines = {line: n for n, line in enumerate(text.split("\n"), start=1)}
        for finding in draft.findings if draft else ():
            if finding.defect is Defect.UNGROUNDED and 0 < finding.line <= len(base):
                here = lines.get(base[finding.line - 1])
                found += [finding.model_copy(update={"line": here})] if here else []
        return tuple(sorted(found, key=lambda f: (f.line, f.column)))

    def _stale(self, accepted: Acceptance, draft: DraftRecord | None) -> tuple[str, ...]:
        if self.record is None or draft is None or not draft.sources:
            return ()
        return changed_fields(accepted.sources, self.record.facts_of(draft))


def cases(desk: Reading, numbers: list[str]) -> Iterator[Case]:
    """Yield the cases of these numbers."""
    files = desk.workspace.files()
    for number in numbers:
        yield desk.read(number, files[number]) if number in files else desk.case(number)


def _title(text: str, number: str) -> str:
    first = text.split("\n", 1)[0]
    return first.partition(":")[2].strip() or number
