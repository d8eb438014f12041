from __future__ import annotations

import json

import pytest

from pipeline.cli.main import main


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "vague-step"]) == 0
    assert capsys.readouterr().out.startswith("# vague-step\n")


def test_all_rules_are_listed_by_class(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("vague\n  no-remedy ")
    assert max(map(len, out.splitlines())) <= 80


def test_json_serves_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "no-owner", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"][0]["defect"] == "unowned"


def test_a_wrong_name_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "no-owners"]) == 2
    assert "no-owner" in capsys.readouterr().err
