"""Acts that a real machine cuts off: a full disk, kill -9, and a folder that may not be written."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.review import decisions
from tests.review.folders import desk, emit, record, runbook, tree

_MANY = 20


def start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def runwright(*arguments: str) -> tuple[int, str]:
    """Run the program; return its exit code and what it said."""
    process = start(*arguments)
    said, _ = process.communicate()
    return process.returncode, said


def killed_while_accepting(folder: Path, later: float) -> None:
    """Accept all, and kill -9 so many seconds after the next runbook was accepted."""
    before = len(list((folder / "runbooks").glob("*.md")))
    process = start("accept", "--all", "--out", str(folder))
    while process.poll() is None and len(list((folder / "runbooks").glob("*.md"))) == before:
        time.sleep(0.0005)
    time.sleep(later)
    process.kill()
    process.communicate()


def text_of(folder: Path, number: str) -> str:
    """The accepted text, or else the pending one, of a runbook."""
    files = sorted((folder / "runbooks").glob(f"{number}-*"))
    return files[0].read_text("utf-8")


def test_kill_9_in_the_middle_of_accepting_loses_nothing(tmp_path: Path) -> None:
    for number in range(1, _MANY + 1):
        emit(tmp_path, runbook(f"RUN-{number:03d}", f"Title {number}"), f"Title {number}")
    record(tmp_path, {"MON-001": {"expr": "a > 1"}}, *(f"RUN-{n:03d}" for n in range(1, _MANY + 1)))
    chance = random.Random(5)
    for _ in range(3):
        killed_while_accepting(tmp_path, chance.random() * 0.004)
        for number in range(1, _MANY + 1):
            name = f"RUN-{number:03d}"
            assert text_of(tmp_path, name).startswith(f"{name}: Title {number}\n")
            assert text_of(tmp_path, name).endswith("Linked IDs: MON-001\n")
        decisions.load(tmp_path)  # every file is whole
        if not desk(tmp_path).pending():
            break
    at = desk(tmp_path)
    if at.pending():
        code, said = runwright("accept", "--all", "--out", str(tmp_path))
        assert code == 0, said
    assert desk(tmp_path).pending() == [] and len(decisions.load(tmp_path)) == _MANY


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("mounting is not permitted")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_loses_nothing_and_the_same_command_goes_on_later(small_disk: Path) -> None:
    for number in (1, 2, 3):
        emit(small_disk, runbook(f"RUN-00{number}", f"Title {number}"), f"Title {number}")
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(b"x" * 1024)
    before = {name: (small_disk / name).read_bytes() for name in tree(small_disk)}
    code, said = runwright("accept", "--all", "--out", str(small_disk))
    assert code == 2 and "No space left on device" in said and "nothing was done; make room first" in said
    assert {name: (small_disk / name).read_bytes() for name in tree(small_disk)} == before
    os.truncate(filler, filler.stat().st_size - 8 * 1024)
    code, said = runwright("accept", "--all", "--out", str(small_disk))
    assert code == 2 and "No space left on device" in said and "run the same command again" in said, said
    assert "nothing is lost" in said
    filler.unlink()
    code, said = runwright("accept", "--all", "--out", str(small_disk))
    assert code == 0, said
    assert tree(small_disk / "runbooks") == [f"RUN-00{n}-title-{n}.md" for n in (1, 2, 3)]
    assert len(decisions.load(small_disk)) == 3


def test_a_read_only_runbook_stops_the_terminal_verb_with_its_cure(tmp_path: Path) -> None:
    emit(tmp_path, runbook())
    at = desk(tmp_path)
    at.accept(at.case("RUN-001"))
    emit(tmp_path, runbook(wait="15 minutes"))
    file = tmp_path / "runbooks/RUN-001-checkout-latency.md"
    file.chmod(0o444)
    code, said = runwright("accept", "1", "--out", str(tmp_path))
    assert code == 1 and "the file is read-only" in said and "chmod u+w RUN-001-checkout-latency.md" in said
    with pytest.raises(UserError, match="read-only"):
        at.accept(at.case("RUN-001"))
