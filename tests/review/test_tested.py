"""Last Tested and the steps that are untested follow from recorded drills."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.review.case import Case
from pipeline.review.content import last_tested
from pipeline.review.desk import Desk
from pipeline.review.status import Word, rows
from pipeline.review.tested import untested
from pipeline.review.worksheet import worksheet
from tests.review.folders import NEVER, NOON, desk, emit, runbook

DAY = date(2026, 2, 27)


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    emit(tmp_path, runbook())
    found = desk(tmp_path)
    found.accept(found.case("RUN-001"))
    return found


def drilled(at: Desk, failed: tuple[int, ...] = ()) -> Case:
    case = at.case("RUN-001")
    return at.drill(case, at.new_drill(case, on=DAY, failed=failed, notes="went well"))


def edit(at: Desk, old: str, new: str) -> Case:
    case = at.case("RUN-001")
    return at.edit(case, (case.before or "").replace(old, new))


def test_a_runbook_that_was_never_drilled_says_so(at: Desk) -> None:
    case = at.case("RUN-001")
    assert (last_tested(case.before or ""), untested(case.before or "", case.decision)) == (NEVER, (1, 2, 3))


def test_a_drill_gives_the_date_and_is_kept(at: Desk) -> None:
    case = drilled(at)
    assert (last_tested(case.before or ""), untested(case.before or "", case.decision)) == ("2026-02-27", ())
    assert (case.edited, case.decision.drills[0].notes) == (False, "went well")


def test_a_failed_step_is_untested_and_named(at: Desk) -> None:
    case = drilled(at, failed=(2,))
    assert last_tested(case.before or "") == "2026-02-27, step 2 failed"
    assert untested(case.before or "", case.decision) == (2,)


def test_an_edited_step_is_untested_again(at: Desk) -> None:
    drilled(at)
    case = at.accept(edit(at, "Restart it, and wait 10", "Restart it, and wait 20"))
    assert last_tested(case.before or "") == "Never in this form; drilled 2026-02-27, then step 2 changed"
    assert untested(case.before or "", case.decision) == (2,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Owner: Checkout", "Owner: Shop"),
        ("- [ ] Restart is", "- [x] Restart is"),
        ("<!-- sources: M", "<!-- sources: N"),
    ],
)
def test_what_changes_no_step_leaves_the_drill_valid(at: Desk, old: str, new: str) -> None:
    drilled(at)
    case = edit(at, old, new)
    assert untested(case.before or "", case.decision) == ()


def test_reordered_steps_stay_tested(at: Desk) -> None:
    drilled(at)
    swapped = runbook(steps=("Restart", "Confirm", "Prove"))
    assert untested(swapped, at.case("RUN-001").decision) == ()


def test_a_new_draft_keeps_the_date_until_a_step_changes(at: Desk) -> None:
    drilled(at)
    emit(at.workspace.folder, runbook(owner="Payments Team"))
    assert last_tested(at.case("RUN-001").after) == "2026-02-27"
    emit(at.workspace.folder, runbook(owner="Payments Team", steps=("Confirm", "Restart", "Prove", "Tell")))
    assert last_tested(at.case("RUN-001").after) == "Never in this form; drilled 2026-02-27, then step 4 changed"


@pytest.mark.parametrize(("days", "overdue"), [(13, False), (15, True)])
def test_the_first_drill_is_due_when_the_runbook_says(at: Desk, days: int, overdue: bool) -> None:
    later = desk(at.workspace.folder, at=NOON + timedelta(days=days))
    assert rows(later)[0].has(Word.OVERDUE) is overdue


def test_a_pending_draft_cannot_be_drilled(tmp_path: Path) -> None:
    emit(tmp_path, runbook())
    at = desk(tmp_path)
    with pytest.raises(UserError, match="not accepted yet"):
        drilled(at)


def test_the_worksheet_has_every_step_with_room_and_says_how_to_record(at: Desk) -> None:
    text = worksheet(at.case("RUN-001"))
    assert text.startswith("# Drill of RUN-001: Checkout latency\n")
    assert text.count("- [ ] worked as written    - [ ] failed") == 3
    assert "kubectl get pods -l step=restart" in text
    assert "runwright drill RUN-001 --record --on YYYY-MM-DD" in text
