"""One reviewer at a time: the second is told who the first is; a lock whose process is gone is taken over."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.review.lock import NAME, locked


def test_the_second_reviewer_is_told_of_the_first(tmp_path: Path) -> None:
    first, second = (locked(tmp_path, name, "2026-03-02T12:00:00Z") for name in ("Ann", "Ben"))
    with first, pytest.raises(UserError) as caught, second:
        raise AssertionError("two reviewers at once")
    assert "Ann (process " in caught.value.what and "since 2026-03-02T12:00:00Z" in caught.value.what
    assert not (tmp_path / NAME).exists()


def test_the_folder_is_free_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, "Ann", ""):
        raise ZeroDivisionError
    with locked(tmp_path, "Ben", ""):
        assert (tmp_path / NAME).exists()


def left(tmp_path: Path, host: str) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    holder = {"by": "Ann", "pid": process.pid, "host": host, "since": "2026-03-02T12:00:00Z"}
    (tmp_path / NAME).write_text(json.dumps(holder), "utf-8")


def test_a_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    left(tmp_path, socket.gethostname())
    with locked(tmp_path, "Ben", ""):
        assert "Ben" in (tmp_path / NAME).read_text("utf-8")


def test_a_lock_of_another_host_is_respected(tmp_path: Path) -> None:
    left(tmp_path, "elsewhere")
    with pytest.raises(UserError, match="if it did end, delete"), locked(tmp_path, "Ben", ""):
        raise AssertionError("two reviewers at once")
    assert (tmp_path / NAME).exists()
