"""A sitting on a real pseudo-terminal: each act once, and the files before and after."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.review.folders import GAP, desk, emit, record, runbook, tree

pty = pytest.importorskip("pty")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """`runwright review` behind a pseudo-terminal of 80 columns."""

    def __init__(self, folder: Path, *arguments: str, editor: str = "false") -> None:
        self.text = ""
        self.seen = 0
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            # A terminal's own shell hands on no ignored signal; a job in the background does.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.environ.update(
                COLUMNS="80", LINES="40", TERM="xterm", EDITOR=editor, VISUAL="", GIT_CONFIG_GLOBAL="/dev/null"
            )
            os.execv(sys.executable, [sys.executable, "-m", "pipeline", "review", "--out", str(folder), *arguments])

    def expect(self, wanted: str) -> None:
        """Read until the text shows, after what was expected before."""
        end = time.monotonic() + 20
        while wanted not in self.text[self.seen :]:
            if time.monotonic() > end or not self._read():
                raise AssertionError(f"{wanted!r} did not show in:\n{self.text[self.seen :]}")
        self.seen = self.text.index(wanted, self.seen) + len(wanted)

    def send(self, keys: str) -> None:
        os.write(self.handle, keys.encode())

    def act(self, expected: str, keys: str) -> None:
        self.expect(expected)
        self.send(keys)

    def end(self) -> int:
        """Read to the end; return the exit code, that of a kill where it does not end by itself."""
        while self._read():
            pass
        if select.select([self.handle], [], [], 0)[0] == []:
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.handle)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        if not select.select([self.handle], [], [], 20)[0]:
            return False
        data = b""
        with contextlib.suppress(OSError):
            data = os.read(self.handle, 65536)
        self.text += _ANSI.sub("", data.decode("utf-8", "replace")).replace("\r", "")
        return bool(data)


NAMES = ("Checkout latency", "Search errors", "Orders dropped", "Disk full", "Cache cold")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES, start=1):
        owner = GAP if number == 2 else "Checkout Team"
        emit(tmp_path, runbook(f"RUN-00{number}", name, owner=owner), name)
    record(tmp_path, {"MON-001": {"expr": "latency > 0.5"}}, *(f"RUN-00{n}" for n in range(1, 6)))
    at = desk(tmp_path)
    at.accept(at.case("RUN-001"))
    emit(tmp_path, runbook("RUN-001", NAMES[0], wait="15 minutes"), NAMES[0])
    return tmp_path


PROMPT = "[?] > "


def test_each_act_once(folder: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "s/It lasts/It lasts an hour/" "$1"\n', "utf-8")
    editor.chmod(0o755)
    before = tree(folder / "runbooks")
    t = Terminal(folder, editor=str(editor))
    t.expect("Reviewing [1/5] RUN-001 Checkout latency, from MON-001")
    t.expect("Confirm it, and wait 10 minutes.")
    t.expect("Confirm it, and wait 15 minutes.")
    t.act(PROMPT, "o")  # sources
    t.expect("MON-001 (a.md:1)")
    t.expect("expr: latency > 0.5")
    t.act(PROMPT, "?")
    t.expect("keep the new text; asks about conflicts and gaps first")
    t.act(PROMPT, "s")  # skip
    t.expect("skipped RUN-001")
    t.expect("Reviewing [2/5] RUN-002 Search errors")
    t.act(PROMPT, "b")  # back, and accept
    t.expect("Reviewing [1/5] RUN-001")
    t.act(PROMPT, "a")
    t.expect("accepted RUN-001")
    t.expect("Reviewing [2/5]")
    t.act("[g]aps:1", "a")  # accept asks the gap
    t.act("owner (Header): Which team keeps checkout up to date? Ask: the platform lead.", "")
    t.act("waive): ", "Search Team\n")
    t.expect("accepted RUN-002")
    t.expect("Reviewing [3/5]")
    t.act(PROMPT, "p")  # parts
    t.act("Leave out", "6\n")
    t.act("Take", "all\n")
    t.act("Why leave them out?", "nobody restarts it\n")
    t.expect("accepted RUN-003")
    t.expect("Reviewing [4/5]")
    t.act(PROMPT, "e")  # edit
    t.expect("It lasts an hour")
    t.act(PROMPT, "r")  # reject
    t.act("do not reject): ", "we have another disk page\n")
    t.expect("rejected RUN-004")
    t.expect("Reviewing [5/5]")
    t.act(PROMPT, "q")
    assert t.end() == 0
    assert t.text.split("\n\n")[-1].strip() == (
        "accepted 3: RUN-001, RUN-002, RUN-003\nrejected 1: RUN-004\nnot decided 1: RUN-005"
    )
    assert before == [
        "RUN-001-checkout-latency.md",
        "RUN-001-checkout-latency.md.new",
        "RUN-002-search-errors.md.new",
        "RUN-003-orders-dropped.md.new",
        "RUN-004-disk-full.md.new",
        "RUN-005-cache-cold.md.new",
    ]
    assert tree(folder / "runbooks") == [
        "RUN-001-checkout-latency.md",
        "RUN-002-search-errors.md",
        "RUN-003-orders-dropped.md",
        "RUN-005-cache-cold.md.new",
    ]
    assert tree(folder / "decisions") == [f"RUN-00{n}.json" for n in range(1, 5)]
    assert "Owner: Search Team" in (folder / "runbooks/RUN-002-search-errors.md").read_text("utf-8")
    assert "Restart" not in (folder / "runbooks/RUN-003-orders-dropped.md").read_text("utf-8")


def test_enter_skips_and_a_capital_accepts_all_that_remain(folder: Path) -> None:
    t = Terminal(folder)
    t.act(PROMPT, "\n")
    t.expect("skipped RUN-001")
    t.act(PROMPT, "A")
    t.act("Accept all 4 that remain, without looking? (y/N) ", "y\n")
    t.expect("RUN-002 still waits: 1 open gap (owner)")
    assert t.end() == 0
    assert "accepted 3: RUN-003, RUN-004, RUN-005\nskipped 1: RUN-001\nnot decided 1: RUN-002" in t.text


def test_an_interrupt_keeps_what_was_decided_and_frees_the_folder(folder: Path) -> None:
    t = Terminal(folder)
    t.act(PROMPT, "a")
    t.expect("accepted RUN-001")
    t.act(PROMPT, "\x03")
    assert t.end() == 130
    assert tree(folder / "decisions") == ["RUN-001.json"]
    assert not (folder / ".review.lock").exists()


def test_two_reviewers_at_once_are_told_of_each_other(folder: Path) -> None:
    first = Terminal(folder)
    first.expect(PROMPT)
    second = Terminal(folder)
    assert second.end() == 2
    assert "is reviewing this folder" in second.text and "wait until that review ends" in second.text
    first.send("q")
    assert first.end() == 0


def test_a_file_that_changes_under_review_is_shown_again(folder: Path) -> None:
    t = Terminal(folder, "RUN-005")
    t.expect(PROMPT)
    pending = folder / "runbooks/RUN-005-cache-cold.md.new"
    pending.write_text(pending.read_text("utf-8").replace("10 minutes", "an hour"), "utf-8")
    t.send("r")
    t.act("do not reject): ", "too short\n")
    t.expect("the file changed on disk while it was under review")
    t.expect("wait an hour")
    t.act(PROMPT, "q")
    assert t.end() == 0 and pending.exists()


def test_conflicts_are_resolved_on_the_spot(folder: Path) -> None:
    file = folder / "runbooks/RUN-001-checkout-latency.md"
    file.write_text(file.read_text("utf-8").replace("Confirm it, and wait 10", "Confirm it, and wait 20"), "utf-8")
    t = Terminal(folder, "1")
    t.act("[c]onflicts:1", "a")
    t.expect("edited by people:")
    t.expect("Confirm it, and wait 20 minutes.")
    t.expect("newly generated:")
    t.act("[s]kip > ", "m")
    t.expect("accepted RUN-001")
    assert t.end() == 0
    text = file.read_text("utf-8")
    assert "Confirm it, and wait 20" in text and "Restart it, and wait 15" in text and "<<<" not in text


def test_without_a_terminal_the_verbs_are_named(tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "review", "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "runwright status, diff, accept RUN-… | --all, reject RUN-… --reason" in done.stderr


def test_what_was_done_last_is_taken_back(folder: Path) -> None:
    def files() -> dict[str, str]:
        return {name: (folder / name).read_text("utf-8") for name in tree(folder) if name != ".review.lock"}

    before = files()
    t = Terminal(folder)
    t.act(PROMPT, "a")
    t.expect("accepted RUN-001")
    t.act("[g]aps:1", "g")
    t.act("waive): ", "Search Team\n")
    t.act(PROMPT, "r")
    t.act("do not reject): ", "wrong\n")
    for _ in range(3):
        t.act(PROMPT, "z")
        t.expect("took back what was done last to RUN-00")
    t.expect("Reviewing [1/5] RUN-001")
    t.act(PROMPT, "z")
    t.expect("Nothing was done in this sitting")
    t.act(PROMPT, "q")
    assert t.end() == 0 and "not decided 5" in t.text
    assert files() == before


def test_a_person_who_edits_at_the_same_time_loses_nothing_to_undo(folder: Path) -> None:
    t = Terminal(folder, "RUN-005")
    t.act(PROMPT, "e")  # an editor that fails changes nothing
    t.expect("the text was left as it is")
    t.act(PROMPT, "a")
    t.expect("accepted RUN-005")
    assert t.end() == 0
    t = Terminal(folder, "RUN-003", "RUN-004")
    t.act(PROMPT, "a")
    t.expect("accepted RUN-003")
    t.expect(PROMPT)
    accepted = folder / "runbooks/RUN-003-orders-dropped.md"
    accepted.write_text(accepted.read_text("utf-8") + "a later line\n", "utf-8")
    t.send("z")
    t.expect("the file changed since")
    t.act(PROMPT, "q")
    assert t.end() == 0 and accepted.read_text("utf-8").endswith("a later line\n")


def test_steps_decided_elsewhere_are_folded_or_marked(folder: Path) -> None:
    t = Terminal(folder, "RUN-003", "RUN-004")
    t.act(PROMPT, "p")
    t.act("Leave out", "6\n")
    t.act("Take", "all\n")
    t.act("Why leave them out?", "nobody restarts it\n")
    t.expect("### Step 1: Confirm")
    t.expect("reads as step 1 of RUN-001, which is accepted; d shows its 12 lines")
    t.expect("left out of RUN-003 by ")
    t.expect(": nobody restarts it")
    t.act(PROMPT, "d")
    t.expect("Confirm it, and wait 10 minutes.")
    t.act(PROMPT, "q")
    assert t.end() == 0


def test_a_long_draft_comes_in_screens_that_end_before_a_section(folder: Path) -> None:
    t = Terminal(folder, "RUN-005")
    t.act(PROMPT, "d")
    t.expect("screen 1 of 2, [Space] for the next")
    t.act(PROMPT, " ")
    t.expect("Linked IDs: MON-001")
    t.expect("screen 2 of 2")
    t.act(PROMPT, " ")
    t.expect("That was the last screen of it.")
    t.act(PROMPT, "u")
    t.expect("RUN-005: Cache cold")
    t.act(PROMPT, "q")
    assert t.end() == 0


def test_an_answer_is_offered_again(folder: Path) -> None:
    emit(folder, runbook("RUN-006", "Cart empty", owner=GAP), "Cart empty")
    t = Terminal(folder, "RUN-002", "RUN-006")
    t.act(PROMPT, "a")
    t.act("Answer (Enter: leave open, “-” and a reason: waive): ", "Search Team\n")
    t.act(PROMPT, "a")
    t.act("Answer (“=”: Search Team, Enter: leave open, “-” and a reason: waive): ", "=\n")
    assert t.end() == 0
    assert "Owner: Search Team" in (folder / "runbooks/RUN-006-cart-empty.md").read_text("utf-8")
