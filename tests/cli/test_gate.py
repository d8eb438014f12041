"""`gate`: each of the specification's quality gates, with what is missing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def gates(run: Run, inputs: Path, *options: str) -> tuple[int, dict[str, list[str]]]:
    done = run("gate", inputs, "--out", inputs.parent / "out", "--format", "json", *options)
    verdict = json.loads(done.out)
    return done.code, {g["gate"]: [m["id"] for m in g["missing"]] for g in verdict["gates"]}


def accept_all(inputs: Path) -> list[Path]:
    pending = sorted((inputs.parent / "out" / "runbooks").glob("*.new"))
    return [path.rename(path.with_suffix("")) for path in pending]


def test_before_anything_is_generated_coverage_gates_are_closed(inputs: Path, run: Run) -> None:
    code, missing = gates(run, inputs)
    assert code == 1
    assert missing["alerts-mapped"] == ["MON-002"] and missing["rollbacks-linked"] == ["DEP-001"]
    assert missing["risks-answered"] == ["RISK-001"] and missing["critical-covered"] == ["RUN-001"]


def test_pending_drafts_do_not_count_unless_asked(inputs: Path, run: Run) -> None:
    run("generate", inputs, "--out", inputs.parent / "out")
    _, missing = gates(run, inputs)
    assert missing["alerts-mapped"] == ["MON-002"]
    _, missing = gates(run, inputs, "--pending")
    assert missing["alerts-mapped"] == []


def test_accepted_drafts_open_coverage_and_leave_owner_test_and_escalation(inputs: Path, run: Run) -> None:
    run("generate", inputs, "--out", inputs.parent / "out")
    accept_all(inputs)
    code, missing = gates(run, inputs)
    assert code == 1
    assert [gate for gate, ids in missing.items() if ids] == ["owned-and-tested", "escalation-defined"]


def test_when_all_is_given_every_gate_is_open(inputs: Path, run: Run) -> None:
    catalog = "owner: Web Team\nescalation:\n  - {role: On-call, contact: pager web}\n"
    (inputs / "catalog.yaml").write_text(catalog, encoding="utf-8")
    run("generate", inputs, "--out", inputs.parent / "out")
    for path in accept_all(inputs):
        text = path.read_text("utf-8").split("\n")
        tested = ["Last Tested: 2026-11-01" if line.startswith("Last Tested:") else line for line in text]
        path.write_text("\n".join(tested), encoding="utf-8")
    done = run("gate", inputs, "--out", inputs.parent / "out")
    assert done.code == 0, done.out
    assert "All gates are open." in done.out


def test_the_text_names_each_gate_and_fits_80_columns(inputs: Path, run: Run) -> None:
    done = run("gate", inputs, "--out", inputs.parent / "out")
    assert done.out.count("CLOSED") + done.out.count("open  ") == 6
    assert max(map(len, done.out.splitlines())) <= 80
