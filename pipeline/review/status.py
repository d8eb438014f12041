"""Where every runbook stands: waiting, accepted, stale, edited, untested, overdue, orphaned, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pipeline.models.base import Frozen
from pipeline.models.decision import Decision
from pipeline.review.case import Case
from pipeline.review.desk import Desk
from pipeline.review.tested import due, untested
from pipeline.review.workspace import order
from pipeline.scenarios import numbers


class Word(StrEnum):
    """The states; a runbook may be in several."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    UNRECORDED = "accepted without a record"
    STALE = "stale"
    EDITED = "edited since"
    CONFLICT = "conflict"
    GAPS = "gaps open"
    WAIVED = "gaps waived"
    UNTESTED = "untested"
    OVERDUE = "drill overdue"
    REJECTED = "rejected"
    ORPHANED = "orphaned"
    DELETED = "deleted"
    FAILED = "failed"


_COUNTED = {Word.GAPS: "with open gaps", Word.WAIVED: "with waived gaps", Word.CONFLICT: "in conflict"}


class Told(Frozen):
    """One state and what there is to say about it."""

    word: Word
    what: str = ""


class Row(Frozen):
    """One runbook's states."""

    number: str
    title: str
    states: tuple[Told, ...]

    def has(self, word: Word) -> bool:
        """Tell whether the runbook is in that state."""
        return any(told.word is word for told in self.states)


def rows(desk: Desk) -> tuple[Row, ...]:
    """Return a row for every number that has files, a draft in the last run, or a decision."""
    files = desk.workspace.files()
    drafts = {draft.number: draft.title for draft in desk.record.drafts} if desk.record else {}
    given = numbers.load(desk.workspace.numbers).given
    found = []
    for number in sorted({*files, *drafts, *desk.decisions}, key=order):
        if number in files:
            case = desk.read(number, files[number])
            orphaned = desk.record is not None and number not in drafts and number in given
            states = tuple(_states(desk, case, orphaned))
            found.append(Row(number=number, title=case.title, states=states))
        else:
            title = drafts.get(number) or (given[number].title if number in given else "")
            found.append(Row(number=number, title=title, states=(_absent(desk, number),)))
    return tuple(found)


def counts(found: tuple[Row, ...]) -> dict[Word, int]:
    """Return how many runbooks are in each state; states that none is in are left out."""
    return {word: n for word in Word if (n := sum(row.has(word) for row in found))}


def summary(found: tuple[Row, ...]) -> str:
    """Return "39 runbooks: 36 pending, 3 accepted, 1 with open gaps"."""
    told = ", ".join(f"{n} {_COUNTED.get(word, word)}" for word, n in counts(found).items())
    return f"{len(found)} runbook{'' if len(found) == 1 else 's'}: {told or 'none yet'}"


def _states(desk: Desk, case: Case, orphaned: bool) -> Iterator[Told]:
    decision = case.decision
    if case.is_pending:
        deleted = case.before is None and desk.workspace.ancestor(case.number).exists()
        yield Told(word=Word.PENDING, what="new" if case.before is None else "an update")
        if deleted:
            yield Told(word=Word.DELETED, what="its accepted file is gone; accepting the update brings it back")
    if case.before is not None:
        yield _accepted(case)
    if case.stale:
        yield Told(word=Word.STALE, what=f"{_some(case.stale)} changed")
    if case.edited:
        yield Told(word=Word.EDITED, what="the accepted text is not what was accepted")
    if case.conflicts:
        yield Told(word=Word.CONFLICT, what=str(case.conflicts))
    if case.gaps:
        yield Told(word=Word.GAPS, what=_some(tuple(gap.topic for gap in case.gaps)))
    if case.waived:
        yield Told(word=Word.WAIVED, what=_some(tuple(gap.topic for gap in case.waived)))
    if case.before is not None:
        yield from _drilled(case.before, decision, desk.clock().date())
    if case.rejections:
        yield Told(word=Word.REJECTED, what=case.rejections[-1].reason)
    if orphaned:
        yield Told(word=Word.ORPHANED, what="no entry calls for it any more; keep it, or delete its file")


def _accepted(case: Case) -> Told:
    accepted = case.decision.accepted
    if accepted is None:
        return Told(word=Word.UNRECORDED, what=f"“runwright accept {case.number}” records who vouches for it")
    return Told(word=Word.ACCEPTED, what=f"{accepted.at[:10]} by {accepted.by.split(' <')[0]}")


def _drilled(text: str, decision: Decision, today: date) -> Iterator[Told]:
    open_steps = untested(text, decision)
    if not decision.drills:
        yield Told(word=Word.UNTESTED, what="never drilled")
    elif open_steps:
        told = ", ".join(map(str, open_steps))
        yield Told(word=Word.UNTESTED, what=f"step{'s' if len(open_steps) > 1 else ''} {told}")
    day = due(text, decision)
    if day and day < today:
        yield Told(word=Word.OVERDUE, what=f"since {day}")


def _absent(desk: Desk, number: str) -> Told:
    draft = desk.record.draft(number) if desk.record else None
    if draft and draft.error:
        return Told(word=Word.FAILED, what=draft.error)
    decision = desk.decisions.get(number)
    if decision and decision.only_rejected:
        return Told(word=Word.REJECTED, what=decision.rejections[-1].reason)
    return Told(word=Word.DELETED, what="by people; it stays deleted")


def _some(names: tuple[str, ...], shown: int = 3) -> str:
    unique = tuple(dict.fromkeys(names))
    more = f" and {len(unique) - shown} more" if len(unique) > shown else ""
    return ", ".join(unique[:shown]) + more
