"""Data set files, pairs and histories: what is read, and what is told of a wrong file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.evaluation.datasets import load, read_dataset
from pipeline.evaluation.history import read_history
from pipeline.evaluation.labelled import read_labelled
from pipeline.evaluation.pairs import read_pairs
from pipeline.evaluation.sample import Expected, Kind
from pipeline.models.finding import Defect
from pipeline.review.workspace import Workspace
from tests.real_data import ROOT

HEAD = "name: mine\nversion: 2\nprovenance: {source: a test}\n"
PAIR = {
    "alert": "RedisDown",
    "expr": "redis_up == 0",
    "for": None,
    "severity": "critical",
    "labels": {"team": "cache"},
    "runbook_markdown": "# RedisDown\n",
    "tier": "A",
    "unknown": 1,
}


def test_the_data_sets_of_the_repository_are_read_with_their_provenance() -> None:
    sets = {dataset.name: dataset for dataset in load([ROOT / "evals" / "datasets"])}
    assert {"scenarios", "spec-examples", "workspace"} <= set(sets)
    assert all(dataset.provenance.source and dataset.provenance.license for dataset in sets.values())
    assert len(sets["workspace"].samples) > 30
    assert len(sets["scenarios"].samples) >= 12


def test_a_sample_may_name_the_files_of_its_text_and_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A page")
    (tmp_path / "b.yaml").write_text("entries")
    file = tmp_path / "set.yaml"
    file.write_text(
        f"{HEAD}samples:\n"
        "  - {name: one, kind: labelled, text_file: a.md, expected: [{rule: no-owner, line: 3}]}\n"
        "  - {name: two, inputs: [b.yaml], answers: MON-1}\n"
    )
    one, two = read_dataset(file).samples
    assert (one.text, one.kind, one.expected) == ("A page", Kind.LABELLED, (Expected(rule="no-owner", line=3),))
    assert two.files == {"b.yaml": "entries"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1, 2", "not a data set"),
        ("name: x", "none of workspace, labelled, judged, of, samples"),
        (HEAD + "samples: []\nmore: 1", "unknown keys: more"),
        (HEAD + "samples: [{name: a}, {name: a}]", "two samples are called a"),
        (HEAD + "samples: [{name: a, colour: red}]", "samples.0.colour"),
        (HEAD + "samples: [{name: a, text_file: nowhere.md}]", "cannot read"),
        (HEAD + "workspace: nowhere", "no such folder"),
    ],
)
def test_a_wrong_file_is_told_with_its_fault(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "set.yaml"
    file.write_text(text)
    with pytest.raises(UserError, match=told):
        read_dataset(file)


def test_two_sets_of_one_name_and_a_folder_without_any_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no data sets"):
        load([tmp_path])
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(HEAD + "samples: [{name: a}]")
    with pytest.raises(UserError, match="second data set"):
        load([tmp_path])


def test_pairs_become_samples_with_a_rule_file_and_the_human_page(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f"{json.dumps(PAIR)}\n\n{json.dumps(PAIR)}\n")
    one, two = read_pairs(file).samples
    assert (one.name, two.name) == ("RedisDown", "RedisDown-2")
    assert one.reference.runbook == "# RedisDown\n"
    assert one.tags == {"technology": "redis", "tier": "A"}
    assert "severity: critical" in one.files["rules.yaml"]
    assert "for:" not in one.files["rules.yaml"]


def test_a_wrong_pair_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f'{json.dumps(PAIR)}\n{{"alert": "X"}}\n')
    with pytest.raises(UserError, match=r"pairs.jsonl:2: not a pair: expr"):
        read_pairs(file)


def test_a_history_pairs_each_draft_with_what_was_accepted(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with pytest.raises(UserError, match="no accepted runbook"):
        read_history(tmp_path)
    for folder in (workspace.runbooks, workspace.bases):
        folder.mkdir()
    (workspace.bases / "RUN-001.md").write_text("draft")
    (workspace.bases / "RUN-002.md").write_text("never accepted")
    (workspace.runbooks / "RUN-001-title.md").write_text("accepted")
    (sample,) = read_history(tmp_path).samples
    assert (sample.name, sample.kind, sample.text, sample.accepted) == ("RUN-001", Kind.KEPT, "draft", "accepted")


def test_a_labelled_folder_tells_the_critics_what_they_may_know(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Page\n")
    labels = tmp_path / "labels.yaml"
    labels.write_text(
        "version: 1\ntoday: 2026-03-01\nfiles:\n- {file: page.md, known: [RUN-1], evidence: text, commands: uptime, "
        "labels: [{defect: vague, line: 3, why: nothing}]}\n"
    )
    (sample,) = read_labelled(tmp_path)
    assert (sample.kind, sample.text, sample.today) == (Kind.LABELLED, "# Page\n", date(2026, 3, 1))
    assert (sample.known, sample.evidence, sample.commands) == (("RUN-1",), "text", ("uptime",))
    assert sample.expected == (Expected(defect=Defect.VAGUE, line=3),)
    labels.write_text("version: 1\ntoday: 2026-03-01\nfiles: [{file: nowhere.md, labels: []}]\n")
    with pytest.raises(UserError, match="not a labelled set"):
        read_labelled(tmp_path)
