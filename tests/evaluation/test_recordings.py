"""Recordings replay offline; what they answer is a model's own, and no worse than the library's draft."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.critics.engine import criticize
from pipeline.evaluation.datasets import load, read_dataset
from pipeline.evaluation.engines import library_engine, recorded_engine
from pipeline.evaluation.maker import Recorded
from pipeline.evaluation.record import Row
from pipeline.evaluation.running import run
from pipeline.evaluation.sample import Dataset
from pipeline.importers.document import read_document
from pipeline.llm import recordings
from tests.real_data import REAL_DATA, ROOT, needs_real_data

RECORDINGS = ROOT / "evals" / "recordings"
WORKSPACE = ROOT / "evals" / "datasets" / "workspace-strong-model.yaml"
# The alerts whose drafts are in real-alerts-strong-model.jsonl, and where each comes from.
ALERTS = {
    "KubePodNotReady": "prometheus-operator/kube-prometheus",
    "NodeFilesystemSpaceFillingUp": "prometheus-operator/kube-prometheus",
    "etcdHighFsyncDurations": "openshift/cluster-etcd-operator",
    "PrometheusRuleFailures": "openshift/cluster-monitoring-operator",
    "PodDisruptionBudgetLimit": "openshift/cluster-kube-controller-manager-operator",
    "CephOSDNearFull": "red-hat-storage/ocs-operator",
    "ClusterOperatorDegraded": "openshift/cluster-version-operator",
    "NoRunningOvnControlPlane": "openshift/cluster-network-operator",
}


def replayed(dataset: Dataset, recorded: Recorded) -> tuple[dict[str, Row], dict[str, Row]]:
    """The rows of the recording's drafts, and of the library's, by sample."""
    alone = dataset.model_copy(update={"recorded": None})
    models, libraries = (run([alone], engine, ()) for engine in (recorded_engine(recorded), library_engine()))
    return {row.sample: row for row in models}, {row.sample: row for row in libraries}


def is_no_worse(model: Row, library: Row) -> bool:
    """Tell whether the model's answer has no more errors, then no more warnings."""
    counts = []
    for row in (model, library):
        assert row.answer is not None
        found = criticize(read_document(row.answer.text, "runbook.md"), row.answer.context)
        levels = [finding.level.value for finding in found]
        counts.append((levels.count("error"), levels.count("warning")))
    return counts[0] <= counts[1]


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_recording_holds_replies_alone(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({line["key"] for line in lines}) == len(lines)
    assert len(recordings.load(path).models) == 1
    assert all(set(line) == {"key", "prompt", "model", "reply"} for line in lines)


def test_the_example_workspace_is_drafted_from_its_recording() -> None:
    dataset = read_dataset(WORKSPACE)
    assert dataset.recorded is not None
    models, libraries = replayed(dataset, dataset.recorded)
    answered = {name: row for name, row in models.items() if row.answer}
    assert set(models) == set(libraries) and answered, {row.error for row in models.values()}
    assert [row.answer.engine for row in answered.values() if row.answer].count("openai") >= len(answered) / 2
    assert all(is_no_worse(row, libraries[name]) for name, row in answered.items())


@needs_real_data
def test_real_alerts_are_drafted_from_their_recording(tmp_path: Path) -> None:
    pairs = [json.loads(line) for line in (REAL_DATA / "pairs" / "pairs.jsonl").read_text("utf-8").splitlines()]
    found = [p for p in pairs if ALERTS.get(p["alert"]) == p["source_repo"] and p["tier"] == "A"]
    chosen = list({p["alert"]: p for p in reversed(found)}.values())
    (tmp_path / "pairs.jsonl").write_text("".join(json.dumps(p) + "\n" for p in chosen), "utf-8")
    (dataset,) = load([tmp_path / "pairs.jsonl"])
    assert len(dataset.samples) == len(ALERTS)
    recorded = Recorded(model="strong-model", recording=str(RECORDINGS / "real-alerts-strong-model.jsonl"))
    models, libraries = replayed(dataset, recorded)
    answered = {name: row for name, row in models.items() if row.answer}
    assert answered, {row.error for row in models.values()}
    assert all(is_no_worse(row, libraries[name]) for name, row in answered.items())
