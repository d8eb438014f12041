"""`runwright eval`: exit codes, what is written, and what is told where something is missing."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.main import main
from tests.evaluation.subjects import RUNBOOK

HEAD = "name: mine\nversion: 1\nprovenance: {source: a test}\nsamples:\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one small data set: a labelled runbook without an owner."""
    sets = tmp_path / "evals" / "datasets"
    sets.mkdir(parents=True)
    (sets / "page.md").write_text(RUNBOOK.replace("Owner: Orders Team\n", ""))
    (sets / "mine.yaml").write_text(
        HEAD + "  - {name: page, kind: labelled, text_file: page.md, expected: [{rule: no-owner}]}\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_arguments_the_data_sets_of_the_folder_are_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval"]) == 0
    assert "  recall                                     1.00  n 1     higher is better" in capsys.readouterr().out
    assert json.loads((folder / "evals/runs/latest.json").read_text())["rows"][0].get("maker", "library") == "library"
    assert (folder / "evals/runs/latest.html").read_text().startswith("<!doctype html>")


def test_a_loss_against_the_baseline_exits_1_and_names_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--write-baseline", "base.json"]) == 0
    assert main(["eval", "--baseline", "base.json"]) == 0
    (folder / "evals/datasets/page.md").write_text(RUNBOOK.replace("Last Tested: 2025-12-01", "Last Tested: Never"))
    assert main(["eval", "--baseline", "base.json"]) == 1
    assert "regression: mine: recall fell behind, 1.000 → 0.000 (page)" in capsys.readouterr().out


def test_two_records_are_compared_without_a_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["eval", "--out", "a.json"])
    capsys.readouterr()
    assert main(["eval", "--compare", "a.json", "a.json"]) == 0
    assert "No sample moved." in capsys.readouterr().out
    assert (folder / "evals/runs/compare.html").is_file()


def test_a_record_is_scored_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["eval", "--out", "a.json"])
    capsys.readouterr()
    assert main(["eval", "--rescore", "a.json", "--format", "json", "--out", "b.json"]) == 0
    assert json.loads(capsys.readouterr().out)["mine"]["recall"]["mean"] == 1


def test_a_page_out_of_date_exits_1_and_says_how_to_mend_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "page.md"
    page.write_text("<!-- eval: begin -->\n<!-- eval: end -->\n")
    assert main(["eval", "--check-table", "page.md"]) == 1
    assert "page.md is out of date: runwright eval --write-table page.md" in capsys.readouterr().out
    assert main(["eval", "--write-table", "page.md"]) == 0
    assert main(["eval", "--check-table", "page.md"]) == 0


def test_a_folder_without_data_sets_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["eval"]) == 2
    assert "evals/datasets: there are no data sets here" in capsys.readouterr().err


def test_without_the_extra_it_says_how_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec

    def without(name: str, *more: Any) -> Any:
        return None if name == "pydantic_evals" else found(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    assert main(["eval"]) == 2
    assert "pip install 'runwright[eval]'" in capsys.readouterr().err
