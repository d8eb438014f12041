"""The command line as a whole: help, errors, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.commands import generate
from tests.cli.conftest import Run


def test_help_names_every_verb_and_the_exit_codes_in_80_columns(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for verb in ("init", "plan", "generate", "lint", "gate", "rule", "show"):
        assert f"    {verb} " in done.out
    assert "130 interrupted" in done.out and max(map(len, done.out.splitlines())) <= 80


def test_no_verb_prints_the_help_and_is_wrong_use(run: Run) -> None:
    assert run().code == 2


def test_an_interrupt_is_told_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(generate, "run", interrupt)
    done = run("generate", "x")
    assert done.code == 130 and "what was finished is kept" in done.err


def test_a_bug_leaves_a_log_to_report(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(args: object) -> int:
        raise ZeroDivisionError("in the test")

    monkeypatch.setattr(generate, "run", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = run("generate", "x")
    assert done.code == 3 and "this is a bug" in done.err
    (log,) = tmp_path.glob("runwright-*.log")
    assert "ZeroDivisionError: in the test" in log.read_text("utf-8")


def test_init_makes_a_workspace_that_generates_without_errors(run: Run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "demo").code == 0
    done = run("generate", tmp_path / "demo" / "inputs", "--out", tmp_path / "demo" / "outputs")
    assert (done.code, done.err) == (0, "")
    assert "0 errors" in done.out


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path)
    mine = tmp_path / "inputs" / "monitoring.md"
    mine.write_text("mine", encoding="utf-8")
    assert run("init", tmp_path).code == 2 and mine.read_text("utf-8") == "mine"


def test_show_prints_a_runbook_with_its_sources_and_an_entry_with_its_runbooks(run: Run, inputs: Path) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    shown = run("show", "RUN-001", "--out", out).out
    assert shown.startswith("RUN-001: High latency") and "step 1 from MON-002 condition" in shown
    assert "answered by RUN-001" in run("show", "MON-002", "--out", out).out
    assert run("show", "RUN-999", "--out", out).code == 2


def test_show_without_a_run_says_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("show", "RUN-001", "--out", tmp_path)
    assert done.code == 2 and "runwright generate" in done.err
