"""The desk of a reviewer: the cases of one output folder, and the acts on them.

Each act reads the files again and refuses where they changed since the case was read; each file is written in one
piece, the accepted one first, so that an act that was cut off is finished by doing it again.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.drafting.gaps import Gap
from pipeline.errors import UserError
from pipeline.models.decision import Acceptance, Answer, Decision, Drill, Rejection
from pipeline.models.run import DraftRecord
from pipeline.review import decisions
from pipeline.review.basis import field_digests
from pipeline.review.case import Case
from pipeline.review.choice import Choice, apply
from pipeline.review.content import content_digest, step_digests
from pipeline.review.identity import Clock, now, stamp
from pipeline.review.reading import Reading
from pipeline.review.tested import drill_days, with_drills
from pipeline.review.workspace import read, slug, write

_ASKED = 3


class Desk(Reading):
    """The cases of one output folder, and the acts on them. `by` signs every act, `clock` gives its time."""

    def __init__(self, folder: Path, by: str, clock: Clock = now) -> None:
        super().__init__(folder, clock)
        self.by = by

    def accept(self, case: Case) -> Case:
        """Accept what the case proposes, or, where nothing waits, the accepted text as it stands now."""
        self._check(case)
        if case.obstacles:
            raise UserError("; ".join(case.obstacles), f"{case.number} is not accepted", _cure(case))
        target = case.accepted_file or self._target(case)
        _writable(target)
        write(target, case.after)
        acceptance = Acceptance(
            by=self.by,
            at=stamp(self.clock()),
            content=content_digest(case.after),
            sources=self._basis(case.draft),
            drill_days=drill_days(case.after) or (case.decision.accepted.drill_days if case.decision.accepted else 0),
        )
        self._decide(case.decision.model_copy(update={"accepted": acceptance}))
        self._nothing_waits(case)
        return self.case(case.number)

    def reject(self, case: Case, reason: str) -> None:
        """Put the pending text away, with the reason; what was accepted before stays."""
        self._check(case)
        if case.pending_file is None:
            raise UserError("nothing waits for review", case.number, "“runwright status” says what does")
        self._decide(self._with_rejection(case, reason, ""))
        self._nothing_waits(case)

    def settle(self, case: Case, choices: Mapping[str, Choice], reason: str = "") -> Case:
        """Take and leave out parts, by their keys; what nobody chose, and what an obstacle blocks, goes on waiting."""
        self._check(case)
        if case.conflicts:
            raise UserError("conflicts stand in the text", case.number, _cure(case))
        settled = apply(case.before, case.after, choices)
        if settled.accepted not in (None, case.before):
            self._accept_partly(replace(case, after=settled.accepted or ""))
        decision = self.decisions.get(case.number, case.decision)
        for name in settled.rejected:
            decision = self._with_rejection(case, reason, name, decision)
        if settled.rejected:
            self._decide(decision)
        if case.pending_file and settled.pending is not None:
            write(case.pending_file, settled.pending)
        left = self.case(case.number)
        if settled.complete and Choice.TAKE in choices.values() and not left.obstacles:
            return self.accept(left)
        if left.before == left.after:
            self._nothing_waits(left)
            return self.case(case.number)
        return left

    def _accept_partly(self, case: Case) -> None:
        """Write the accepted file with some parts of the draft; the rest of it still waits, so its sources stay old."""
        if case.obstacles:
            raise UserError("; ".join(case.obstacles), f"{case.number} is not accepted", _cure(case))
        if case.accepted_file is None:
            return
        _writable(case.accepted_file)
        write(case.accepted_file, case.after)
        old = case.decision.accepted
        self._decide(
            case.decision.model_copy(
                update={
                    "accepted": Acceptance(
                        by=self.by,
                        at=stamp(self.clock()),
                        content=content_digest(case.after),
                        sources=old.sources if old else {},
                        drill_days=old.drill_days if old else drill_days(case.after),
                    )
                }
            )
        )
        write(self.workspace.ancestor(case.number), case.after)

    def edit(self, case: Case, text: str) -> Case:
        """Put a person's text in the place of the pending one; of the accepted one where nothing waits."""
        self._check(case)
        target = case.pending_file or case.accepted_file
        if target is None:
            raise UserError("there is no file to edit", case.number, "“runwright status” lists them")
        _writable(target)
        write(target, text)
        if case.pending_file and case.before is not None:
            # The edited text has the edits of the accepted one in it already.
            write(self.workspace.ancestor(case.number), case.before)
        return self.case(case.number)

    def fill(self, case: Case, gap: Gap, answer: str) -> Case:
        """Write the answer in the place of the question, and keep who gave it."""
        line = " ".join(answer.split())
        if not line:
            raise UserError("the answer is empty", f"{case.number} {gap.topic}", "write the fact, or waive the gap")
        edited = self.edit(case, case.after.replace(str(gap), line))
        self._decide(self._with_answer(edited.decision, gap, answer=line))
        return self.case(case.number)

    def waive(self, case: Case, gap: Gap, reason: str) -> Case:
        """Let the question stay open in the text, with the reason why that is right."""
        line = " ".join(reason.split())
        if not line:
            raise UserError("the reason is empty", f"{case.number} {gap.topic}", "say why nobody needs the answer")
        self._check(case)
        self._decide(self._with_answer(case.decision, gap, waived=line))
        return self.case(case.number)

    def drill(self, case: Case, drill: Drill) -> Case:
        """Keep the result of a drill, and write Last Tested from it."""
        self._check(case)
        if case.before is None or case.accepted_file is None:
            raise UserError("it is not accepted yet", case.number, f"“runwright accept {case.number}” first")
        _writable(case.accepted_file)
        decision = case.decision.model_copy(update={"drills": (*case.decision.drills, drill)})
        self._decide(decision)
        write(case.accepted_file, with_drills(case.before, decision))
        return self.case(case.number)

    def new_drill(self, case: Case, **more: object) -> Drill:
        """Return a drill of the accepted text, signed."""
        fields = {"by": self.by, "at": stamp(self.clock()), "steps": step_digests(case.before or "")}
        return Drill.model_validate({**fields, **more})

    def _basis(self, draft: DraftRecord | None) -> dict[str, dict[str, str]]:
        return field_digests(self.record.facts_of(draft)) if self.record and draft else {}

    def _check(self, case: Case) -> None:
        """Refuse an act on files that are not as they were read."""
        files = self.workspace.file(case.number)
        for path, seen in ((files.accepted, case.before), (files.pending, case.pending)):
            if (read(path) if path else None) != seen:
                name = path.name if path else case.number
                raise UserError(
                    "the file changed on disk while it was under review", name, "nothing was done; look at it again"
                )

    def _target(self, case: Case) -> Path:
        if case.pending_file:
            return case.pending_file.with_name(case.pending_file.name.removesuffix(".new"))
        return self.workspace.runbooks / f"{case.number}-{slug(case.title)}.md"

    def _nothing_waits(self, case: Case) -> None:
        if case.pending_file:
            case.pending_file.unlink(missing_ok=True)
        self.workspace.ancestor(case.number).unlink(missing_ok=True)

    def _decide(self, decision: Decision) -> None:
        decisions.save(self.workspace.folder, decision)
        self.decisions[decision.number] = decision

    def _with_rejection(self, case: Case, reason: str, part: str, decision: Decision | None = None) -> Decision:
        line = " ".join(reason.split())
        if not line:
            raise UserError("the reason is empty", case.number, "say what the next draft should do otherwise")
        rejection = Rejection(
            by=self.by, at=stamp(self.clock()), reason=line, content=content_digest(case.after), part=part
        )
        old = decision or case.decision
        return old.model_copy(update={"rejections": (*old.rejections, rejection)})

    def _with_answer(self, decision: Decision, gap: Gap, **said: str) -> Decision:
        answer = Answer(by=self.by, at=stamp(self.clock()), topic=gap.topic, question=gap.question, **said)
        return decision.model_copy(update={"answers": (*decision.answers, answer)})


def _writable(path: Path) -> None:
    """Refuse a file that its owner made read-only; replacing it would succeed all the same."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise UserError("the file is read-only", str(path), f"nothing was done; “chmod u+w {path.name}” allows it")


def _cure(case: Case) -> str:
    if case.conflicts:
        return "choose a side of each conflict first"
    if case.gaps:
        asked = "".join(f"{g.topic}: {g.question} Ask: {g.ask}.\n  " for g in case.gaps[:_ASKED])
        return f"{asked}answer, or say why nobody needs the answer"
    return "mend its first line"
