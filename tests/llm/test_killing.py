"""A run that is killed and started again ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

from tests.llm.killing import kill_at_random


def test_a_killed_run_resumes_to_the_same_bytes_and_pays_nothing_twice(tmp_path: Path) -> None:
    assert kill_at_random(1, 2, tmp_path)["requests"] > 2
