"""`runwright eval` with a model: engines, models and prompts side by side, kept replies, budgets and judges."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.main import main
from pipeline.llm.prompts import folder as prompts_folder
from tests.evaluation.subjects import RUNBOOK
from tests.llm.author import author, write
from tests.llm.server import Answer, Body, Script, Server, said

RULES = """\
groups:
  - name: cache
    rules:
      - alert: RedisOutOfMemory
        expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.9
        for: 2m
        labels: {severity: critical}
      - {alert: RedisDown, expr: redis_up == 0, for: 2m, labels: {severity: critical}}
"""
HEAD = "name: {name}\nversion: 1\nprovenance: {{source: a test}}\n"
OPENAI = ("--engine", "openai", "--model", "scripted-1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a workspace, a data set of its two alerts, and one runbook for judges."""
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs/rules.yaml").write_text(RULES)
    sets, judges = tmp_path / "evals/datasets", tmp_path / "evals/judges"
    sets.mkdir(parents=True)
    judges.mkdir()
    only = "workspace: ../../inputs\nonly: [MON-RedisOutOfMemory, MON-RedisDown]\n"
    (sets / "cache.yaml").write_text(HEAD.format(name="cache") + only)
    for name, verdict in (("a", "good"), ("b", "poor")):
        lines = {"criterion": "first-day", "verdict": verdict, "why": "x", "evidence": "MON-001", "text": RUNBOOK}
        (judges / f"{name}.yaml").write_text(json.dumps(lines))
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def evaluated(script: Script, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, Server]:
    with Server(script) as server, monkeypatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        return main(["eval", *arguments]), server


def rows(file: str = "evals/runs/latest.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(file).read_text())["rows"]
    return found


def recorded_set(folder: Path, name: str = "tape", **more: str) -> None:
    """A data set that takes another's samples and answers them from a recording."""
    keys = {"of": "cache.yaml", "engine": "openai", "model": "scripted-1", "recording": f"../recordings/{name}.jsonl"}
    lines = "".join(f"{key}: {value}\n" for key, value in {**keys, **more}.items())
    (folder / f"evals/datasets/{name}.yaml").write_text(HEAD.format(name=name) + lines)


TAPE = ("evals/datasets/cache.yaml", *OPENAI, "--record", "evals/recordings/tape.jsonl", "--out", "live/a.json")


def test_a_models_drafts_have_its_cost_beside_their_scores(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, server = evaluated(author(), monkeypatch, "--engine", "library", *OPENAI, "--price", "10,100")
    library, model = [[r for r in rows() if r.get("maker", "library") == m] for m in ("library", "openai scripted-1")]
    assert code == 0 and len(library) == len(model) == 2
    assert sum(r["scores"]["replies"] for r in model) == len(server.bodies)
    assert all(r["scores"]["tokens"] == 120 * r["scores"]["replies"] for r in model)
    assert all(r["scores"]["usd"] == pytest.approx(0.003 * r["scores"]["replies"]) for r in model)
    assert not any("tokens" in r["scores"] for r in library)


def test_the_makers_of_one_run_are_compared_by_sample(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(author(), monkeypatch, "--engine", "library", *OPENAI)
    told = capsys.readouterr()
    assert "cache: openai scripted-1 v1: 2 of 2 samples answered" in told.out
    assert "openai scripted-1 against library:\ncache: 2 samples in both" in told.out
    assert "scripted-1: " in told.err and "answers paid for" in told.err


def test_a_second_run_pays_for_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated(author(), monkeypatch, *OPENAI)
    before = rows()
    code, server = evaluated(author(), monkeypatch, *OPENAI)
    assert (code, server.bodies) == (0, [])
    assert [r["answer"]["text"] for r in rows()] == [r["answer"]["text"] for r in before]


def test_each_epoch_asks_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, once = evaluated(author(), monkeypatch, *OPENAI, "--out", "one/a.json")
    _, thrice = evaluated(author(), monkeypatch, *OPENAI, "--epochs", "3", "--out", "three/a.json")
    assert len(thrice.bodies) == 3 * len(once.bodies)
    assert sorted(r.get("epoch", 1) for r in rows("three/a.json")) == [1, 1, 2, 2, 3, 3]


def test_models_and_prompts_are_multiplied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "new").mkdir()
    text = (prompts_folder() / "draft.md").read_text()
    changed = re.sub(r"version: \d+", "version: 99", text).replace("3 a.m.", "four")
    (folder / "new/draft.md").write_text(changed)
    models = ("--model", "small", "--model", "large", "--prompts", "new")
    code, server = evaluated(author(), monkeypatch, "--engine", "openai", *models)
    assert code == 0
    assert {r["maker"] for r in rows()} == {"openai small, prompts new", "openai large, prompts new"}
    assert all("draft 99" in r["answer"]["prompts"] for r in rows() if r["answer"].get("engine") == "openai")
    assert all("follows at four" in body["messages"][0]["content"] for body in server.bodies if is_draft(body))


def is_draft(body: Body) -> bool:
    return "The findings:" not in body["messages"][1]["content"]


def test_a_recording_is_a_data_set_of_the_free_suite(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(author(), monkeypatch, *TAPE)
    live = [r["answer"]["text"] for r in rows("live/a.json")]
    recorded_set(folder, price="1,2")
    assert main(["eval"]) == 0
    replayed = [r for r in rows() if r.get("maker") == "openai scripted-1"]
    assert [r["answer"]["text"] for r in replayed] == live
    assert all(r["scores"]["usd"] > 0 for r in replayed)
    assert [r["dataset"] for r in rows()] == ["cache"] * 2 + ["tape"] * 4
    assert main(["eval", "--rescore", "evals/runs/latest.json", "--out", "again.json"]) == 0
    assert rows("again.json") == rows()


def test_a_data_set_without_its_recording_is_told_and_drafted_by_the_library_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded_set(folder)
    assert main(["eval"]) == 0
    assert "tape: not replayed, since there is no evals/recordings/tape.jsonl" in capsys.readouterr().err
    assert {r.get("maker", "library") for r in rows()} == {"library"}


def test_the_gate_fails_where_a_prompt_changed_and_its_recording_did_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(author(), monkeypatch, *TAPE)
    recorded_set(folder)
    assert main(["eval", "--write-baseline", "base.json"]) == 0
    assert main(["eval", "--baseline", "base.json"]) == 0
    changed = folder / "changed"
    shutil.copytree(prompts_folder(), changed)
    draft = changed / "draft.md"
    draft.write_text(draft.read_text().replace("You are a senior", "You are a"))
    monkeypatch.setattr("pipeline.llm.prompts.folder", lambda: changed)
    assert main(["eval", "--baseline", "base.json"]) == 1
    told = capsys.readouterr().out
    assert "regression: tape: openai scripted-1: the recording does not answer 2 samples (" in told
    assert "any more: the prompts changed since; record it again" in told


def test_evidence_that_changed_since_the_recording_is_a_note(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(author(), monkeypatch, *TAPE)
    recorded_set(folder)
    assert main(["eval", "--write-baseline", "base.json"]) == 0
    (folder / "inputs/rules.yaml").write_text(RULES.replace("0.9", "0.95"))
    assert main(["eval", "--baseline", "base.json"]) == 0
    assert "note: tape: openai scripted-1: the recording does not answer 1 sample (" in capsys.readouterr().out


def test_a_recording_that_answers_nothing_when_the_baseline_is_written_is_a_note_as_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(author(), monkeypatch, *TAPE)
    recorded_set(folder)
    (folder / "inputs/rules.yaml").write_text(RULES.replace("0.9", "0.95").replace("redis_up == 0", "redis_up < 1"))
    assert main(["eval", "--write-baseline", "base.json"]) == 0
    assert main(["eval", "--baseline", "base.json"]) == 0
    assert "note: tape: openai scripted-1: the recording does not answer 2 samples (" in capsys.readouterr().out


def test_what_the_budget_leaves_over_is_a_row_with_the_reason(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _ = evaluated(author(), monkeypatch, *OPENAI, "--budget-tokens", "10")
    assert code == 0
    assert all("the budget is spent" in row["error"] for row in rows())


def judge(body: Body, n: int) -> Answer:
    """A model that calls every runbook good, and gives no verdict that was offered to one of them."""
    if "You judge" not in body["messages"][0]["content"]:
        return said(json.dumps(write(body)))
    return said(json.dumps({"reason": "It is clear.", "verdict": "good", "quote": ""}))


def test_judges_are_held_against_people(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "evals/datasets/judges.yaml").write_text(HEAD.format(name="judges") + "judged: ../judges\n")
    evaluated(judge, monkeypatch, "evals/datasets/judges.yaml", *OPENAI)
    told = capsys.readouterr().out
    assert "first-day: agrees on 0.50 of 2, no kappa: one of the two always says the same" in told
    assert "only people poor 1" in told


def test_judges_of_drafts_are_scores(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evaluated(judge, monkeypatch, *OPENAI, "--judges")
    assert all(row["scores"]["judge/first-day"] == 1 for row in rows())


def test_a_folder_of_prompts_that_is_not_there_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(author(), monkeypatch, *OPENAI, "--prompts", "nowhere")[0] == 2
    assert "nowhere: no such folder" in capsys.readouterr().err
