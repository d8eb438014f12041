"""Workspaces on disk, and the command line run in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli.main import main

ENTRIES = """\
MON-001: Request latency
Type: Metric
Name: http_request_duration_seconds

---

MON-002: High latency
Type: Alert
Metric: MON-001
Condition: > 500ms
Window: 5 minutes
Severity: Critical
Owner: Web Team

---

DEP-001: Error rate rollback
Type: Rollback
Trigger: errors rise
Threshold: > 2%

---

RISK-001: Provider fails
Impact: High
Likelihood: Medium
"""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; return its exit code and what it printed."""

    def call(*arguments: object) -> Done:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with one entry of each kind."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "entries.md").write_text(ENTRIES, encoding="utf-8")
    return folder
