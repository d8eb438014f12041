"""accept, reject, diff, status and drill as people type them: what they print, exit codes, and git beside them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from pipeline.cli.main import main
from tests.review.folders import GAP, emit, record, runbook, tree


@pytest.fixture(autouse=True)
def identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "Ann",
        "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "ann@example.com",
    }.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    emit(tmp_path, runbook())
    emit(tmp_path, runbook("RUN-002", "Search errors", owner=GAP), "Search errors")
    record(tmp_path, {"MON-001": {"expr": "latency > 0.5"}}, "RUN-001", "RUN-002")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_accept_takes_what_nothing_blocks_and_tells_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accept", "--all", "--out", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == "accepted RUN-001 Checkout latency\nAccepted 1 runbook, refused 1.\n"
    assert err == (
        "runwright: RUN-002 is not accepted: 1 open gap (owner)\n"
        "  owner: Which team keeps checkout up to date? Ask: the platform lead.\n"
        "  answer, or say why nobody needs the answer\n"
        "  here: --fill owner=…, or --waive owner=…\n"
    )


def test_a_full_disk_stops_with_clear_words_and_loses_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (folder / name).read_bytes() for name in tree(folder)}

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert main(["accept", "1", "--out", str(folder)]) == 2
    assert capsys.readouterr().err == (
        "runwright: RUN-001 is not accepted: No space left on device\n"
        "  nothing is lost: mend that, then run the same command again\n"
    )
    assert {name: (folder / name).read_bytes() for name in tree(folder)} == before
    assert main(["accept", "1", "--out", str(folder)]) == 0


@pytest.mark.parametrize("answer", ["--fill", "--waive"])
def test_accept_answers_a_gap(folder: Path, answer: str) -> None:
    assert main(["accept", "2", answer, "owner=Search Team", "--out", str(folder)]) == 0
    text = (folder / "runbooks/RUN-002-search-errors.md").read_text("utf-8")
    assert ("Owner: Search Team" in text) is (answer == "--fill")


def test_markers_that_git_left_in_an_accepted_runbook_block_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["accept", "1", "--out", str(folder)])
    file = folder / "runbooks/RUN-001-checkout-latency.md"
    both = "<<<<<<< HEAD\nOwner: Checkout Team\n=======\nOwner: Shop Team\n>>>>>>> main\n"
    file.write_text(file.read_text("utf-8").replace("Owner: Checkout Team\n", both), "utf-8")
    capsys.readouterr()
    assert main(["status", "1", "--out", str(folder)]) == 0 and "conflict: 1" in capsys.readouterr().out
    assert main(["accept", "1", "--out", str(folder)]) == 1
    assert f"edit {file}: keep one side of each, and delete the lines that mark them" in capsys.readouterr().err


@pytest.mark.parametrize(("before", "ending"), [("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")])
def test_a_file_saved_on_windows_is_the_same_text(
    folder: Path, capsys: pytest.CaptureFixture[str], before: str, ending: str
) -> None:
    main(["accept", "1", "--out", str(folder)])
    file = folder / "runbooks/RUN-001-checkout-latency.md"
    file.write_bytes((before + file.read_text("utf-8").replace("\n", ending)).encode())
    capsys.readouterr()
    assert main(["status", "1", "--out", str(folder)]) == 0
    assert "edited since" not in capsys.readouterr().out
    assert main(["accept", "1", "--out", str(folder)]) == 0


def test_reject_keeps_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reject", "run-1", "--reason", "we have one", "--out", str(folder)]) == 0
    assert capsys.readouterr().out == "rejected RUN-001 Checkout latency\n"
    assert (
        json.loads((folder / "decisions/RUN-001.json").read_text("utf-8"))["rejections"][0]["reason"] == "we have one"
    )
    main(["status", "1", "--out", str(folder)])
    assert "rejected: we have one" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["accept"], "name runbooks, or say --all"),
        (["accept", "RUN-009"], "there is no RUN-009"),
        (["accept", "2", "--fill", "owner"], "'owner' has no topic or no text"),
        (["accept", "2", "--fill", "color=red"], "no open gap is about 'color'\n  open: owner"),
        (["status", "9"], "there is no RUN-009"),
        (["drill", "1"], "it is not accepted yet"),
        (["review", "--inputs", "shop", "1"], "--inputs shop 1 judges the gates of the page"),
    ],
)
def test_wrong_use_is_told(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    assert main([*arguments, "--out", str(folder)]) in (1, 2)
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["review", "accept", "reject", "diff", "status", "drill", "report"])
def test_help_fits_a_narrow_terminal(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_a_runbook_that_is_no_text_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "runbooks/RUN-003-x.md").write_bytes(b"RUN-003: \xff\n")
    assert main(["status", "--out", str(folder)]) == 2
    assert "RUN-003-x.md: not UTF-8 text (byte 10)\n  convert it to UTF-8" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in (["status"], ["accept", "--all"], ["diff"]):
        assert main([*verb, "--out", str(tmp_path / "none")]) == 2
        assert "there is no such folder\n  run “runwright generate INPUTS” first" in capsys.readouterr().err


def test_status_tells_every_state(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["accept", "1", "--out", str(folder)])
    file = folder / "runbooks/RUN-001-checkout-latency.md"
    file.write_text(file.read_text("utf-8").replace("10 minutes", "9 minutes"), "utf-8")
    record(folder, {"MON-001": {"expr": "latency > 0.8"}}, "RUN-001", "RUN-002", "RUN-003")
    numbers = {n: {"key": n, "title": "Old alert", "entries": []} for n in ("RUN-004", "RUN-001")}
    (folder / "numbers.json").write_text(json.dumps({"version": 1, "given": numbers}), "utf-8")
    (folder / "runbooks/RUN-004-old.md").write_text(runbook("RUN-004", "Old alert"), "utf-8")
    capsys.readouterr()
    assert main(["status", "--format", "json", "--out", str(folder)]) == 0
    rows = json.loads(capsys.readouterr().out)["runbooks"]
    states = {row["number"]: {s["word"]: s["what"] for s in row["states"]} for row in rows}
    assert set(states["RUN-001"]) == {"accepted", "stale", "edited since", "untested"}
    assert states["RUN-001"]["stale"] == "MON-001 expr changed"
    assert states["RUN-002"] == {"pending": "new", "gaps open": "owner"}
    assert states["RUN-003"] == {"deleted": "by people; it stays deleted"}
    assert set(states["RUN-004"]) == {"accepted without a record", "untested", "orphaned"}
    assert main(["status", "--out", str(folder)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("4 runbooks: 1 pending, 1 accepted, 1 accepted without a record, 1 stale, 1")
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_drill_is_recorded_and_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["accept", "1", "--out", str(folder)])
    capsys.readouterr()
    arguments = ["drill", "1", "--record", "--on", "2026-01-15", "--failed", "2", "--notes", "no rights"]
    assert main([*arguments, "--out", str(folder)]) == 0
    assert capsys.readouterr().out == (
        "recorded RUN-001 Checkout latency; Last Tested: 2026-01-15, step 2 failed\n"
        "  to mend and try again: Step 2: Restart\n"
    )
    text = (folder / "runbooks/RUN-001-checkout-latency.md").read_text("utf-8")
    assert "\nLast Tested: 2026-01-15, step 2 failed\n" in text


@pytest.mark.parametrize("name", ["RUN-001-checkout-latency.md", "RUN-001 our own näme.md"])
def test_the_patch_is_one_that_git_takes(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    git(folder, "init", "-q", ".")
    main(["accept", "1", "--out", str(folder)])
    (folder / "runbooks/RUN-001-checkout-latency.md").rename(folder / "runbooks" / name)
    emit(folder, runbook(wait="15 minutes"))
    capsys.readouterr()
    assert main(["diff", "--patch", "--out", str(folder)]) == 0
    patch = folder / "all.patch"
    patch.write_text(capsys.readouterr().out, "utf-8")
    git(folder, "apply", "--check", "-v", "all.patch")
    git(folder, "apply", "all.patch")
    assert "15 minutes" in (folder / "runbooks" / name).read_text("utf-8")
    assert (folder / "runbooks/RUN-002-search-errors.md").exists()


def test_diff_shows_the_change_and_says_when_there_is_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["accept", "1", "--out", str(folder)])
    emit(folder, runbook(wait="15 minutes"))
    capsys.readouterr()
    main(["diff", "1", "--out", str(folder)])
    out = capsys.readouterr().out
    assert "RUN-001 Checkout latency, from MON-001 (an update)" in out
    assert re.search(r"^- +\d+ Confirm it, and wait 10 minutes\.$", out, re.MULTILINE)
    assert re.search(r"^\+ +\d+ Confirm it, and wait 15 minutes\.$", out, re.MULTILINE)
    main(["accept", "1", "--out", str(folder)])
    capsys.readouterr()
    main(["diff", "1", "--out", str(folder)])
    assert capsys.readouterr().out == "RUN-001 Checkout latency: nothing waits for review\n"


def clones(folder: Path, tmp: Path) -> tuple[Path, Path]:
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "drafts")
    for name in ("one", "two"):
        git(folder, "clone", "-q", str(folder), str(tmp / name))
    return tmp / "one", tmp / "two"


def test_two_clones_that_accept_different_runbooks_merge(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one, two = clones(folder, tmp_path_factory.mktemp("clones"))
    main(["accept", "1", "--out", str(one)])
    main(["accept", "2", "--fill", "owner=Search Team", "--out", str(two)])
    for clone in (one, two):
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", "accept")
    git(one, "pull", "-q", "--no-rebase", "--no-edit", str(two), "main")
    assert [name for name in tree(one) if not name.startswith(".git/")] == [
        "bases/RUN-001.md",
        "bases/RUN-002.md",
        "decisions/RUN-001.json",
        "decisions/RUN-002.json",
        "run.json",
        "runbooks/RUN-001-checkout-latency.md",
        "runbooks/RUN-002-search-errors.md",
    ]


def test_two_clones_that_accept_one_runbook_conflict_readably(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = clones(folder, tmp_path_factory.mktemp("clones"))
    for clone, owner in ((one, "Search Team"), (two, "Shop Team")):
        main(["accept", "2", "--fill", f"owner={owner}", "--out", str(clone)])
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", "accept")
    done = subprocess.run(
        ["git", "pull", "-q", "--no-rebase", "--no-edit", str(two), "main"], cwd=one, capture_output=True
    )
    assert done.returncode == 1
    text = (one / "runbooks/RUN-002-search-errors.md").read_text("utf-8")
    assert "<<<<<<< HEAD\nOwner: Search Team\n=======\nOwner: Shop Team\n>>>>>>>" in text
    capsys.readouterr()
    assert main(["status", "--out", str(one)]) == 2
    assert "RUN-002.json: git left a conflict in it\n  keep one side" in capsys.readouterr().err
