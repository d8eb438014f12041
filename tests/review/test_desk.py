"""The acts of review: what they write, what they refuse, and that nothing is lost when they are cut off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.models.decision import Decision
from pipeline.review import decisions
from pipeline.review.choice import Choice
from pipeline.review.content import content_digest
from pipeline.review.workspace import Workspace
from tests.review.folders import ANN, GAP, NEVER, NOON, desk, emit, record, runbook, tree

FACTS = {"MON-001": {"expr": "latency > 0.5", "severity": "critical"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    emit(tmp_path, runbook())
    record(tmp_path, FACTS, "RUN-001")
    return tmp_path


def accepted(folder: Path) -> Path:
    at = desk(folder)
    at.accept(at.case("RUN-001"))
    return folder / "runbooks" / "RUN-001-checkout-latency.md"


def decision(folder: Path) -> Decision:
    return decisions.load(folder)["RUN-001"]


def test_accepting_leaves_the_runbook_and_a_decision_and_nothing_pending(folder: Path) -> None:
    accepted(folder)
    assert tree(folder) == [
        "bases/RUN-001.md",
        "decisions/RUN-001.json",
        "run.json",
        "runbooks/RUN-001-checkout-latency.md",
    ]


def test_a_decision_says_who_when_what_and_from_what(folder: Path) -> None:
    text = accepted(folder).read_text("utf-8")
    said = decision(folder).accepted
    assert said is not None
    assert (said.by, said.at, said.content) == (ANN, "2026-03-02T12:00:00Z", content_digest(text))
    assert set(said.sources["MON-001"]) == {"expr", "severity"}
    assert said.drill_days == 14


def test_a_decision_file_reads_as_it_was_written(folder: Path) -> None:
    accepted(folder)
    text = (folder / "decisions/RUN-001.json").read_text("utf-8")
    assert decisions.dump(decision(folder)) == text
    assert text.startswith('{\n "version": 1,\n "number": "RUN-001",\n "accepted": {\n  "by": "Ann')


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{\n<<<<<<< HEAD\n "number": "RUN-001"\n=======\n', "git left a conflict"),
        ("{}", "number: Field required"),
        ('{"number": "RUN-002"}', "it speaks of RUN-002"),
    ],
)
def test_a_broken_decision_file_is_told_with_its_cure(folder: Path, text: str, what: str) -> None:
    (folder / "decisions").mkdir()
    (folder / "decisions/RUN-001.json").write_text(text, "utf-8")
    with pytest.raises(UserError, match=what):
        decisions.load(folder)


def test_a_later_edit_and_a_changed_source_show(folder: Path) -> None:
    file = accepted(folder)
    file.write_text(file.read_text("utf-8").replace("10 minutes", "20 minutes"), "utf-8")
    record(folder, {"MON-001": {"expr": "latency > 0.8", "severity": "critical"}}, "RUN-001")
    case = desk(folder).case("RUN-001")
    assert (case.edited, case.stale) == (True, ("MON-001 expr",))


def test_accepting_what_does_not_wait_makes_it_fresh_again(folder: Path) -> None:
    file = accepted(folder)
    file.write_text(file.read_text("utf-8").replace("10 minutes", "20 minutes"), "utf-8")
    at = desk(folder)
    case = at.accept(at.case("RUN-001"))
    assert not case.edited and "20 minutes" in file.read_text("utf-8")


def test_an_edit_of_the_accepted_text_after_the_update_was_drafted_is_carried_into_it(folder: Path) -> None:
    file = accepted(folder)
    emit(folder, runbook(wait="15 minutes"))
    file.write_text(file.read_text("utf-8").replace("- [ ] kubectl", "- [ ] kubectl, and a second person"), "utf-8")
    at = desk(folder)
    at.accept(at.case("RUN-001"))
    text = file.read_text("utf-8")
    assert "a second person" in text and "15 minutes" in text


def test_conflicting_edits_block_and_show_both_sides(folder: Path) -> None:
    file = accepted(folder)
    emit(folder, runbook(wait="15 minutes"))
    file.write_text(file.read_text("utf-8").replace("10 minutes", "20 minutes"), "utf-8")
    at = desk(folder)
    case = at.case("RUN-001")
    assert case.conflicts and "15 minutes" in case.after and "20 minutes" in case.after
    with pytest.raises(UserError, match=r"conflicts? to resolve"):
        at.accept(case)


def test_an_open_gap_blocks_until_it_is_filled(tmp_path: Path) -> None:
    emit(tmp_path, runbook(owner=GAP))
    at = desk(tmp_path)
    with pytest.raises(UserError, match=r"1 open gap \(owner\)"):
        at.accept(at.case("RUN-001"))
    case = at.fill(at.case("RUN-001"), at.case("RUN-001").gap("owner"), "Checkout Team")
    assert "Owner: Checkout Team\n" in (at.accept(case).before or "")
    assert decision(tmp_path).answers[0].answer == "Checkout Team"


def test_a_waived_gap_stays_in_the_text_and_no_longer_blocks(tmp_path: Path) -> None:
    emit(tmp_path, runbook(owner=GAP))
    at = desk(tmp_path)
    case = at.waive(at.case("RUN-001"), at.case("RUN-001").gap("owner"), "The team is being formed")
    done = at.accept(case)
    assert GAP in (done.before or "") and [g.topic for g in done.waived] == ["owner"]


def test_a_filled_gap_stays_filled_when_the_draft_is_written_again(tmp_path: Path) -> None:
    emit(tmp_path, runbook(owner=GAP))
    at = desk(tmp_path)
    at.accept(at.fill(at.case("RUN-001"), at.case("RUN-001").gap("owner"), "Checkout Team"))
    emit(tmp_path, runbook(owner=GAP, wait="15 minutes"))
    case = desk(tmp_path).case("RUN-001")
    assert "Owner: Checkout Team\n" in case.after and not case.gaps


def test_a_topic_with_two_gaps_asks_which(tmp_path: Path) -> None:
    second = GAP.replace("checkout", "search")
    emit(tmp_path, runbook(owner=GAP, wait=second))
    case = desk(tmp_path).case("RUN-001")
    with pytest.raises(UserError, match="owner/2: Which team keeps search"):
        case.gap("owner")
    assert case.gap("owner/2").question == "Which team keeps search up to date?"


def test_a_rejected_new_draft_comes_back_only_when_it_changes(folder: Path) -> None:
    at = desk(folder)
    at.reject(at.case("RUN-001"), "Step 2 is dangerous")
    workspace = Workspace(folder)
    assert workspace.files() == {}
    assert workspace.emit("RUN-001", "t", runbook(), _none(), rejected=True) == "rejected"
    assert workspace.emit("RUN-001", "t", runbook(wait="5 minutes"), _none(), rejected=True) == "new"
    assert [r.reason for r in desk(folder).case("RUN-001").rejections] == ["Step 2 is dangerous"]


def test_rejecting_an_update_keeps_what_was_accepted(folder: Path) -> None:
    file = accepted(folder)
    before = file.read_text("utf-8")
    emit(folder, runbook(wait="15 minutes"))
    at = desk(folder, at=NOON + timedelta(days=1))
    at.reject(at.case("RUN-001"), "too long")
    assert file.read_text("utf-8") == before and at.pending() == []
    assert at.case("RUN-001").rejections[0].reason == "too long"


def test_a_file_that_changed_on_disk_is_not_accepted(folder: Path) -> None:
    at = desk(folder)
    case = at.case("RUN-001")
    pending = folder / "runbooks/RUN-001-checkout-latency.md.new"
    pending.write_text(runbook(wait="an hour"), "utf-8")
    for act in (lambda: at.accept(case), lambda: at.reject(case, "r"), lambda: at.edit(case, "x")):
        with pytest.raises(UserError, match="changed on disk while it was under review"):
            act()
    assert "an hour" in pending.read_text("utf-8") and not (folder / "decisions").exists()


def test_a_read_only_file_is_left_alone(folder: Path) -> None:
    file = accepted(folder)
    emit(folder, runbook(wait="15 minutes"))
    file.chmod(0o444)
    at = desk(folder)
    with pytest.raises(UserError, match="read-only"):
        at.accept(at.case("RUN-001"))
    assert "10 minutes" in file.read_text("utf-8") and at.pending() == ["RUN-001"]


@pytest.mark.parametrize("writes", [0, 1])
@pytest.mark.parametrize("cause", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_acceptance_that_was_cut_off_is_finished_by_doing_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, writes: int, cause: BaseException
) -> None:
    done: list[Path] = []
    real = Path.replace

    def limited(self: Path, target: Path) -> Path:
        if len(done) == writes:
            raise cause
        done.append(target)
        return real(self, target)

    at = desk(folder)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", limited)
        with pytest.raises(type(cause)):
            at.accept(at.case("RUN-001"))
    assert at.pending() == ["RUN-001"], "what waited still waits"
    again = desk(folder)
    again.accept(again.case("RUN-001"))
    assert not any(name.endswith(".new") for name in tree(folder)) and decision(folder).accepted
    assert not any("/." in name for name in tree(folder)), "no temporary file is left"


def test_a_step_may_be_left_out_and_references_follow(folder: Path) -> None:
    emit(folder, runbook(steps=("Confirm", "Restart", "Prove"), wait="10 minutes, then go to step 3"))
    at = desk(folder)
    case = at.case("RUN-001")
    left = at.settle(case, {"step restart": Choice.LEAVE_OUT}, "we never restart it")
    text = left.after
    assert "Restart" not in text and "### Step 2: Prove" in text and "then go to step 2" in text
    assert decision(folder).rejections[0].part == "Step 2: Restart"
    emit(folder, runbook(steps=("Confirm", "Restart", "Prove", "Tell"), wait="10 minutes, then go to step 3"))
    assert "Restart" not in desk(folder).case("RUN-001").after, "a step left out stays out"


def test_what_was_left_out_and_where_it_is_still_named_stands_above_the_draft(tmp_path: Path) -> None:
    emit(tmp_path, runbook(steps=("Confirm", "Restart", "Prove"), wait="then see step 2"))
    at = desk(tmp_path)
    left = at.settle(at.case("RUN-001"), {"step restart": Choice.LEAVE_OUT}, "it loses the queue")
    naming = [str(n) for n, line in enumerate(left.after.split("\n"), start=1) if "left out" in line]
    assert left.remarks == (
        "Step 2: Restart was left out by Ann: it loses the queue",
        f"lines {', '.join(naming)} still name a step that was left out",
    )


def test_parts_of_an_update_are_accepted_and_the_rest_waits(folder: Path) -> None:
    file = accepted(folder)
    emit(folder, runbook(wait="15 minutes", owner="Payments Team"))
    at = desk(folder)
    left = at.settle(at.case("RUN-001"), {"header": Choice.TAKE})
    text = file.read_text("utf-8")
    assert "Owner: Payments Team" in text and "10 minutes" in text and "15 minutes" not in text
    assert left.is_pending and "15 minutes" in left.after and not left.edited
    done = at.settle(left, {f"step {s}": Choice.LEAVE_OUT for s in ("confirm", "restart", "prove")}, "no")
    assert not done.is_pending and file.read_text("utf-8") == text


def test_last_tested_comes_from_drills_alone(folder: Path) -> None:
    pending = folder / "runbooks/RUN-001-checkout-latency.md.new"
    pending.write_text(runbook().replace(NEVER, "2026-01-15"), "utf-8")
    assert f"Last Tested: {NEVER.replace('14', '30')}\n" in accepted(folder).read_text("utf-8")


def _none() -> object:
    from pipeline.review.workspace import Files

    return Files()
