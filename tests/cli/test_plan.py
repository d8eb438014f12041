"""`plan`: what there will be and why, before anything is written."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import ENTRIES, Run


def test_it_names_runbook_entries_reason_and_response_time_and_writes_nothing(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    done = run("plan", inputs, "--out", out)
    assert done.code == 0 and not out.exists()
    assert "Dedicated incident (1, respond: under 5 minutes)" in done.out
    assert "RUN-001  High latency [Incident]" in done.out and "from MON-002" in done.out
    assert "MON-001: a metric calls for no response by itself; used in RUN-001" in done.out


def test_lines_fit_80_columns(inputs: Path, run: Run) -> None:
    done = run("plan", inputs, "--out", inputs.parent / "out")
    assert max(map(len, done.out.splitlines())) <= 80


def test_json_holds_scenarios_reasons_and_problems(inputs: Path, run: Run) -> None:
    plan = json.loads(run("plan", inputs, "--out", inputs.parent / "out", "--format", "json").out)
    assert plan["scenarios"][0]["entries"] == ["MON-002"]
    assert plan["scenarios"][0]["response_time"] == "under 5 minutes"
    assert plan["uncovered"][0]["entry"] == "MON-001" and plan["problems"] == []


def test_after_a_run_it_says_what_is_new(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    assert "nothing changed" in run("plan", inputs, "--out", out).out
    more = ENTRIES + "\n---\n\nMON-009: Queue is long\nType: Alert\nSeverity: Warning\nMetric: queue.length\n"
    (inputs / "entries.md").write_text(more, encoding="utf-8")
    assert "new" in run("plan", inputs, "--out", out).out.split("Since the last run")[1]
