"""The output folder: drafts come in beside what people have, and no edit is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.review.workspace import Files, State, Workspace, slug, write

TEXT = "RUN-001: A\n\none\n\ntwo\n\nthree\n"
CHANGED = TEXT.replace("three", "THREE")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def emit(workspace: Workspace, text: str) -> State:
    return workspace.emit("RUN-001", "A title", text, workspace.files().get("RUN-001", Files()))


def accept(workspace: Workspace) -> Path:
    pending = workspace.files()["RUN-001"].pending
    assert pending is not None
    return pending.rename(pending.with_suffix(""))


def test_a_first_draft_waits_for_review(workspace: Workspace) -> None:
    assert emit(workspace, TEXT) is State.NEW
    assert [p.name for p in workspace.runbooks.iterdir()] == ["RUN-001-a-title.md.new"]


def test_the_same_draft_again_writes_nothing(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    before = {p: p.stat().st_mtime_ns for p in workspace.folder.rglob("*")}
    assert emit(workspace, TEXT) is State.UNCHANGED
    assert {p: p.stat().st_mtime_ns for p in workspace.folder.rglob("*")} == before


def test_an_accepted_runbook_is_not_touched_and_its_edits_are_carried_over(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    accepted = accept(workspace)
    accepted.write_text(TEXT.replace("one", "one, as we do it"), encoding="utf-8")
    assert emit(workspace, CHANGED) is State.UPDATED
    assert "one, as we do it" in accepted.read_text(encoding="utf-8") and "THREE" not in accepted.read_text("utf-8")
    pending = workspace.files()["RUN-001"].pending
    assert pending is not None
    assert "one, as we do it" in pending.read_text("utf-8") and "THREE" in pending.read_text("utf-8")


def test_edits_of_a_pending_draft_are_carried_over(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    pending = workspace.files()["RUN-001"].pending
    assert pending is not None
    pending.write_text(TEXT.replace("one", "ONE"), encoding="utf-8")
    emit(workspace, CHANGED)
    assert "ONE" in pending.read_text("utf-8") and "THREE" in pending.read_text("utf-8")


def test_edits_of_the_same_lines_are_a_conflict(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    accept(workspace).write_text(TEXT.replace("three", "drei"), encoding="utf-8")
    assert emit(workspace, CHANGED) is State.CONFLICT


def test_a_deleted_runbook_stays_deleted(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    accept(workspace).unlink()
    assert emit(workspace, TEXT) is State.DELETED
    assert emit(workspace, CHANGED) is State.DELETED
    assert list(workspace.runbooks.iterdir()) == []


def test_a_rejected_change_stays_rejected_when_the_next_one_comes(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    accept(workspace)
    emit(workspace, CHANGED)
    pending = workspace.files()["RUN-001"].pending
    assert pending is not None
    pending.unlink()
    emit(workspace, CHANGED.replace("one", "first"))
    text = pending.read_text("utf-8")
    assert "first" in text and "three" in text


def test_a_renamed_runbook_is_found_by_its_number(workspace: Workspace) -> None:
    emit(workspace, TEXT)
    accepted = accept(workspace)
    accepted.rename(accepted.with_name("RUN-001-my-name.md"))
    emit(workspace, CHANGED)
    assert (workspace.runbooks / "RUN-001-my-name.md.new").exists()


def test_two_files_with_one_number_are_told(workspace: Workspace) -> None:
    write(workspace.runbooks / "RUN-001-a.md", "a")
    write(workspace.runbooks / "RUN-001-b.md", "b")
    with pytest.raises(UserError, match="same number"):
        workspace.files()


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    write(file, "old")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write(file, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"] and file.read_text("utf-8") == "old"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("High Latency", "high-latency"),
        ("../../x", "x"),
        ("…", "runbook"),
        ("a" * 99, "a" * 60),
        ("CPU > 90%", "cpu-90"),
    ],
)
def test_a_title_becomes_a_safe_file_name(title: str, expected: str) -> None:
    assert slug(title) == expected
