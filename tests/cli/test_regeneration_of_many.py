"""Several hundred real alerts: one changed threshold leaves one runbook pending, and is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli.main import main
from tests.cli.test_regeneration import accept_all, generate, pending, plan
from tests.real_data import REAL_DATA, needs_real_data

_TEAMS = (
    "prometheus-operator__kube-prometheus",
    "red-hat-storage__ocs-operator",
    "openshift__cluster-monitoring-operator",
)
_RULE = "alert: NodeCPUHighUsage"
_OLD, _NEW = "[2m]))) * 100 > 90", "[2m]))) * 100 > 95"


def changed(place: Path) -> None:
    """Raise the threshold of one alert, whichever file it stands in."""
    file = next(f for f in sorted((place / "in").rglob("*.yaml")) if _RULE in f.read_text("utf-8"))
    head, rule, tail = file.read_text("utf-8").partition(_RULE)
    assert _OLD in tail
    file.write_text(head + rule + tail.replace(_OLD, _NEW, 1), "utf-8")


@needs_real_data
def test_one_threshold_of_several_hundred_alerts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for team in _TEAMS:
        shutil.copytree(REAL_DATA / "alerts" / team, tmp_path / "in" / team)
    monkeypatch.chdir(tmp_path)
    generate()
    assert int(capsys.readouterr().out.split()[0]) > 250
    accept_all(tmp_path)
    changed(tmp_path)
    told = plan(capsys)
    assert told.count("changed RUN-") == 1 and told.endswith(" MON-NodeCPUHighUsage expr: > 90 → > 95"), told
    generate()
    assert len(pending(tmp_path)) == 1
    text = (tmp_path / "out/runbooks" / pending(tmp_path)[0]).read_text("utf-8")
    assert "MON-NodeCPUHighUsage" in text and "> 95" in text
    assert main(["status", "--out", "out"]) == 0
    assert ", 1 stale, " in " ".join(capsys.readouterr().out.split())
