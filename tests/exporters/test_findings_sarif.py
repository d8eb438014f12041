from __future__ import annotations

import json
from typing import Any

from pipeline.critics.registry import all_rules
from pipeline.critics.report import Report
from pipeline.exporters.findings_sarif import export
from pipeline.models.finding import Fix
from tests.exporters.test_findings_text import TEXT, VAGUE


def run_of(*findings: Any, texts: dict[str, str] | None = None) -> Any:
    log = json.loads(export(Report(findings, texts or {"disk.md": TEXT})))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_a_result_points_to_its_rule_and_its_place() -> None:
    run = run_of(VAGUE)
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "vague-step" == result["ruleId"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "disk.md"}
    assert place["region"] == {"startLine": 3, "startColumn": 1, "endColumn": 23}


def test_all_rules_travel_with_their_pages() -> None:
    rules = run_of()["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [rule.name for rule in all_rules()]
    assert all(r["help"]["markdown"] and r["properties"]["tags"] for r in rules)


def test_a_fix_replaces_whole_lines() -> None:
    fix = Fix(description="write it", first=3, last=3, text="Run `df`.", safe=True)
    (result,) = run_of(VAGUE.model_copy(update={"fix": fix}))["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 1}
    assert replacement["insertedContent"]["text"] == "Run `df`.\n"


def test_paths_become_addresses() -> None:
    (result,) = run_of(VAGUE.model_copy(update={"path": "my runbooks/ä.md"}))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20runbooks/%C3%A4.md"
