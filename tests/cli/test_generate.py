"""`generate`: drafts on disk, nothing twice, nothing lost, and clear words for what is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.models.run import RunRecord
from tests.cli.conftest import ENTRIES, Run
from tests.real_data import ROOT


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_first_run_leaves_pending_drafts_bases_numbers_a_record_and_the_traces(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    done = run("generate", inputs, "--out", out)
    assert done.code == 0
    files = set(tree(out))
    assert {"numbers.json", "run.json", "traceability.md", "bases/RUN-001.md"} <= files
    assert "runbooks/RUN-001-high-latency.md.new" in files
    assert not [f for f in files if f.endswith(".md") and f.startswith("runbooks/")]
    assert "4 entries (2 MON-, 1 DEP-, 1 RISK-) from 1 file" in done.out


def test_a_second_run_writes_nothing_and_says_so(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*")}
    done = run("generate", inputs, "--out", out)
    assert "nothing was written" in done.out
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*")} == before


def test_two_runs_in_two_places_write_the_same_bytes(inputs: Path, run: Run) -> None:
    trees = []
    for name in ("a", "b"):
        run("generate", inputs, "--out", inputs.parent / name)
        trees.append({k: v for k, v in tree(inputs.parent / name).items() if k != "run.json"})
    assert trees[0] == trees[1]


def test_the_record_holds_entries_sources_and_findings(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    record = RunRecord.model_validate_json((out / "run.json").read_text("utf-8"))
    assert {e.id for e in record.entries} == {"MON-001", "MON-002", "DEP-001", "RISK-001"}
    draft = next(d for d in record.drafts if "MON-002" in d.entries)
    assert draft.steps[0].sources == ("MON-002 condition",)
    assert any(f.rule == "never-tested" for f in draft.findings)


def test_every_entry_stands_in_the_traceability_table(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    table = (out / "traceability.md").read_text("utf-8")
    for name in ("MON-001", "MON-002", "DEP-001", "RISK-001"):
        assert f"| {name} |" in table


def test_a_changed_threshold_touches_only_its_own_runbook(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    run("generate", inputs, "--out", out)
    before = tree(out / "runbooks")
    (inputs / "entries.md").write_text(ENTRIES.replace("> 500ms", "> 800ms"), encoding="utf-8")
    done = run("generate", inputs, "--out", out)
    after = tree(out / "runbooks")
    assert [name for name in after if after[name] != before[name]] == ["RUN-001-high-latency.md.new"]
    assert "1 updated" in done.out


def test_one_bad_file_is_told_and_the_others_go_on(inputs: Path, run: Run) -> None:
    (inputs / "rules.yaml").write_text("groups:\n  - name: [\n", encoding="utf-8")
    (inputs / "picture.md").write_bytes(bytes(range(256)))
    done = run("generate", inputs, "--out", inputs.parent / "out")
    assert done.code == 1
    assert f"{inputs / 'rules.yaml'}:" in done.err and f"{inputs / 'picture.md'}:1: the file is binary" in done.err
    assert "Drafts: " in done.out


def test_strict_stops_at_bad_input_and_writes_nothing(inputs: Path, run: Run) -> None:
    (inputs / "rules.yaml").write_text("groups:\n  - name: [\n", encoding="utf-8")
    done = run("generate", inputs, "--out", inputs.parent / "out", "--strict")
    assert done.code == 2 and not (inputs.parent / "out").exists()
    assert "--strict" in done.err


@pytest.mark.parametrize("content", [None, "# A page without entries\n"])
def test_inputs_without_entries_say_what_to_do(content: str | None, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    if content:
        (folder / "page.md").write_text(content, encoding="utf-8")
    done = run("generate", folder, "--out", tmp_path / "out")
    assert done.code == 2 and "MON-, DEP- or RISK- entries" in done.err and "Traceback" not in done.err


def test_an_output_folder_that_cannot_be_written_is_told(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    out.write_text("a file where the folder should be", encoding="utf-8")
    done = run("generate", inputs, "--out", out)
    assert done.code == 2 and str(out) in done.err and "Traceback" not in done.err


def test_json_has_a_row_for_each_runbook(inputs: Path, run: Run) -> None:
    done = run("generate", inputs, "--out", inputs.parent / "out", "--format", "json")
    rows = json.loads(done.out)["runbooks"]
    assert rows[0]["number"] == "RUN-001" and rows[0]["state"] == "new"


def test_a_kill_in_the_middle_leaves_whole_files_and_the_next_run_ends_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "generate", str(ROOT / "inputs"), "--out"]
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    process = subprocess.Popen([*command, str(killed)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(killed.glob("runbooks/*.new"))) < 5:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(30) in (130, 0)
    for folder in (killed, whole):
        subprocess.run([*command, str(folder)], capture_output=True, check=True)
    ours, theirs = tree(killed), tree(whole)
    assert {k: v for k, v in ours.items() if k != "run.json"} == {k: v for k, v in theirs.items() if k != "run.json"}


def test_only_drafts_what_is_named_and_leaves_the_rest_as_it_was(inputs: Path, run: Run) -> None:
    out = inputs.parent / "out"
    done = run("generate", inputs, "--out", out, "--only", "RUN-001")
    assert "; only RUN-001 of them." in done.out and "Drafts: 1 new" in done.out
    assert [f for f in tree(out) if f.endswith(".md.new")] == ["runbooks/RUN-001-high-latency.md.new"]
    run("generate", inputs, "--out", out)
    whole = tree(out)
    done = run("generate", inputs, "--out", out, "--only", "RUN-001")
    assert "Drafts: 1 unchanged" in done.out and "nothing was written" in done.out
    assert tree(out) == whole


def test_only_refuses_a_number_that_no_scenario_has(inputs: Path, run: Run) -> None:
    done = run("generate", inputs, "--out", inputs.parent / "out", "--only", "RUN-001", "RUN-999")
    assert done.code == 2
    assert "no scenario has the number RUN-999" in done.err
