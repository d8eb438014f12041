"""`generate --engine openai`: what is drafted, what is told, what it costs, and that nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.main import main
from tests.llm.author import author
from tests.llm.killing import files, workspace
from tests.llm.server import Body, Script, Server, failed

OPENAI = ("--engine", "openai", "--model", "scripted-1")


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return workspace(tmp_path, 2)


def generated(script: Script, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, Server]:
    with Server(script) as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        return main(["generate", "inputs", "--out", "out", *arguments]), server


def test_drafts_are_the_models_and_the_table_says_what_they_took(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, server = generated(author(), monkeypatch, *OPENAI, "--price", "1,2")
    told = capsys.readouterr().out
    record = json.loads(Path("out/run.json").read_text())
    assert code == 0
    assert f"answers paid for     {len(server.bodies)} " in told and "cost                 $" in told
    assert {d["engine"] for d in record["drafts"]} >= {"openai"}
    assert record["maker"]["model"] == "scripted-1"
    assert all("scripted-0123" not in p.read_text(errors="replace") for p in Path("out").rglob("*") if p.is_file())


def test_a_second_run_asks_and_writes_nothing(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generated(author(), monkeypatch, *OPENAI)
    before = files(Path("out"))
    code, server = generated(author(), monkeypatch, *OPENAI)
    assert (code, server.bodies, files(Path("out"))) == (0, [], before)
    assert "nothing was written" in capsys.readouterr().out


def test_a_rejection_starts_one_new_draft_with_its_reason(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def heeding(draft: dict[str, Any], body: Body) -> dict[str, Any]:
        heeded = "must heed: Begin with the logs" in body["messages"][1]["content"]
        return draft | {"excludes": "What the logs do not show"} if heeded else draft

    generated(author(heeding), monkeypatch, *OPENAI)
    number = next(
        d["number"] for d in json.loads(Path("out/run.json").read_text())["drafts"] if d["engine"] == "openai"
    )
    assert main(["reject", number, "--reason", "Begin with the logs", "--out", "out"]) == 0
    capsys.readouterr()
    code, server = generated(author(heeding), monkeypatch, *OPENAI)
    told = capsys.readouterr().out
    prompts = [body["messages"][1]["content"] for body in server.bodies]
    assert code == 0 and all("must heed: Begin with the logs" in prompt for prompt in prompts)
    assert f"{number} was rejected: Begin with the logs\n  The model drafted it again with the reason.\n" in told
    pending = next(Path("out/runbooks").glob(f"{number}-*.md.new")).read_text("utf-8")
    assert "- **Does NOT handle**: What the logs do not show" in pending
    before = files(Path("out"))
    _, server = generated(author(heeding), monkeypatch, *OPENAI)
    assert (server.bodies, files(Path("out"))) == ([], before), "a rejection counts once"
    main(["accept", number, "--waive", "owner=not here", "--waive", "contact=not here", "--out", "out"])
    _, server = generated(author(heeding), monkeypatch, *OPENAI)
    assert server.bodies == [], "nor does an acceptance forget the reason"


def test_a_recording_replays_offline_to_the_same_bytes(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generated(author(), monkeypatch, *OPENAI, "--record", "tape.jsonl")
    before = files(Path("out"))
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("OPENAI_API_KEY")
    assert main(["generate", "inputs", "--out", "again", "--engine", "openai", "--replay", "tape.jsonl"]) == 0
    assert files(Path("again")) == before


def test_what_the_budget_leaves_over_is_drafted_by_the_library_and_says_so(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, server = generated(author(), monkeypatch, *OPENAI, "--budget-tokens", "13000", "--max-in-flight", "1")
    told = capsys.readouterr().out
    record = json.loads(Path("out/run.json").read_text())
    assert code == 1
    assert "drafted by the library: the budget is spent" in told and "Run the same command again" in told
    assert 120 * len(server.bodies) <= 13_000
    assert all(draft["sha256"] for draft in record["drafts"])


def test_a_failed_run_leaves_whole_drafts_and_the_next_one_tries_again(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, server = generated(lambda body, n: failed(401, "bad key"), monkeypatch, *OPENAI)
    assert code == 1 and "the key was not accepted (401): bad key" in capsys.readouterr().out
    assert not any("401" in p.read_text() for p in Path("out/runbooks").iterdir())
    code, server = generated(author(), monkeypatch, *OPENAI)
    assert code == 0 and server.bodies


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--engine", "openai"), "no model is named"),
        (OPENAI, "no key for the model's endpoint"),
        ((*OPENAI, "--budget-usd", "1"), "no price is known for scripted-1"),
        ((*OPENAI, "--price", "cheap"), "'cheap' is not a price"),
        ((*OPENAI, "--max-in-flight", "0"), "max-in-flight is not above 0"),
        (("--engine", "openai", "--replay", "none.jsonl"), "the recording cannot be read"),
    ],
)
def test_wrong_use_is_told_before_anything_is_drafted(
    inputs: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert main(["generate", "inputs", "--out", "out", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert not Path("out/runbooks").exists()


def test_the_configuration_may_name_the_engine(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("runwright.toml").write_text('[generate]\nengine = "openai"\nmodel = "scripted-1"\nmax-in-flight = 2\n')
    code, server = generated(author(), monkeypatch)
    assert code == 0 and server.bodies and server.most_in_flight <= 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[generate]\nmodle = 'x'", "unknown key in [generate]: modle"),
        ("[generate]\nengine = 'gpt'", "no engine is called 'gpt'"),
        ("[generate]\ntimeout = 'soon'", "timeout has the value 'soon'"),
        ("generate = 1", "[generate] is not a table"),
    ],
)
def test_a_wrong_configuration_is_told(inputs: Path, capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    Path("runwright.toml").write_text(text)
    assert main(["generate", "inputs", "--out", "out"]) == 2
    assert told in capsys.readouterr().err
