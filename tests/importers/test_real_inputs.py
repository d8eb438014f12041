"""Real rules, registers and entry files: nothing of them vanishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.importers.folder import read_inputs
from pipeline.models.entry import DepEntry, DepType, MonEntry, MonType, RiskEntry
from pipeline.models.intake import Intake
from tests.real_data import REAL_DATA, needs_real_data

pytestmark = needs_real_data
ALERTS = REAL_DATA / "alerts"
SPEC = REAL_DATA / "spec-format" / "mattgierhart__PRD-driven-context-engineering"
SKILLS = SPEC / ".claude" / "skills"


@pytest.fixture(scope="module")
def alerts() -> Intake:
    return read_inputs([ALERTS], ALERTS)


def rules_of(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every alerting rule of a loaded document."""
    if isinstance(node, dict):
        if "alert" in node:
            yield node
        for value in node.values():
            yield from rules_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from rules_of(value)


def test_every_alert_is_an_entry_a_noted_duplicate_or_an_error(alerts: Intake) -> None:
    files = [path for path in ALERTS.rglob("*") if path.suffix in (".yaml", ".yml")]
    written = [
        rule
        for path in files
        for document in yaml.load_all(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for rule in rules_of(document)
    ]
    duplicates = [problem for problem in alerts.problems if "is the same rule as" in problem.what]
    assert len(written) > 1_300
    assert len(written) == len(alerts.entries) + len(duplicates) + len(alerts.errors)
    assert alerts.errors == ()
    assert {rule["alert"] for rule in written} == {
        entry.alert for entry in alerts.entries if isinstance(entry, MonEntry)
    }


def test_every_file_of_alerts_is_read(alerts: Intake) -> None:
    silent = [problem for problem in alerts.problems if "nothing to import" in problem.what]
    assert len(alerts.files) == 143
    assert [problem.source.path.rpartition("/")[2] for problem in silent] == ["cloudflare-kafka-zookeeper-exporter.yml"]


def test_ids_of_real_alerts_are_unique_and_safe(alerts: Intake) -> None:
    ids = [entry.id for entry in alerts.entries]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"MON-[A-Za-z0-9_-]+", name) for name in ids)


def test_real_alerts_have_a_severity_a_title_and_their_line(alerts: Intake) -> None:
    for entry in alerts.entries:
        assert isinstance(entry, MonEntry)
        assert entry.severity is not None
        assert entry.title and "{{" not in entry.title
        line = (ALERTS / entry.source.path).read_text().split("\n")[entry.source.line - 1]
        assert line.strip().startswith("- ") and entry.fields[0].line >= entry.source.line


def test_the_monitoring_skill_imports_completely() -> None:
    intake = read_inputs([SKILLS / "prd-v08-monitoring-setup" / "SKILL.md"])
    assert [(entry.id, entry.type) for entry in intake.entries if isinstance(entry, MonEntry)] == [
        ("MON-001", MonType.METRIC),
        ("MON-002", MonType.ALERT),
        ("MON-003", MonType.ALERT),
        ("MON-004", MonType.SLO),
        ("MON-005", MonType.DASHBOARD),
        ("MON-006", MonType.METRIC),
    ]
    assert [problem.source.line for problem in intake.errors] == [253, 269, 290, 311, 330]


def test_the_release_skill_imports_completely() -> None:
    intake = read_inputs([SKILLS / "prd-v08-release-planning" / "SKILL.md"])
    assert [(entry.id, entry.type) for entry in intake.entries if isinstance(entry, DepEntry)] == [
        ("DEP-001", DepType.ENVIRONMENT),
        ("DEP-002", DepType.CRITERIA),
        ("DEP-003", DepType.ROLLBACK),
        ("DEP-004", DepType.VALIDATION),
    ]


def test_the_risk_skill_and_its_examples() -> None:
    folder = SKILLS / "prd-v05-risk-discovery-interview"
    assert [entry.title for entry in read_inputs([folder / "SKILL.md"]).entries] == ["Competitor Feature Parity"]
    examples = read_inputs([folder / "references" / "examples.md"])
    assert [entry.title for entry in examples.entries] == [
        "Stripe API Dependency",
        "Competitor Feature Launch",
        "Onboarding Abandonment",
        "Single Cloud Provider",
    ]


def test_the_risks_of_the_healthy_repository() -> None:
    intake = read_inputs([SPEC / "tests"])
    assert [(entry.id, bool(entry.description)) for entry in intake.entries] == [
        (f"RISK-00{n}", True) for n in range(1, 6)
    ]
    assert intake.problems == ()


@pytest.mark.parametrize(
    "path",
    [
        SPEC / "SoT" / "SoT.DEPLOYMENT.md",
        SKILLS / "prd-v08-monitoring-setup" / "assets" / "mon-template.md",
        SKILLS / "prd-v08-release-planning" / "assets" / "dep-template.md",
        SKILLS / "prd-v05-risk-discovery-interview" / "assets" / "risk.md",
    ],
    ids=lambda path: path.name,
)
def test_templates_are_noted_and_not_imported(path: Path) -> None:
    intake = read_inputs([path])
    assert (intake.entries, intake.errors) == ((), ())
    assert all("unfilled template" in problem.what for problem in intake.problems)


def test_the_runbook_skill_holds_no_entries() -> None:
    intake = read_inputs([SKILLS / "prd-v08-runbook-creation"])
    assert (intake.entries, intake.errors) == ((), ())


def test_the_deployment_examples() -> None:
    intake = read_inputs([SKILLS / "prd-v08-release-planning" / "references" / "examples.md"])
    assert [entry.id for entry in intake.entries] == ["DEP-045", "DEP-067", "DEP-999", "DEP-888", "DEP-777"]
    first = intake.entries[0]
    assert isinstance(first, DepEntry)
    assert (first.strategy, len(first.procedure)) == ("Feature Flag", 11)


def test_the_real_risk_register() -> None:
    intake = read_inputs([REAL_DATA / "risk"])
    risks = [entry for entry in intake.entries if isinstance(entry, RiskEntry)]
    assert [entry.id for entry in risks] == [f"RISK-{number:03d}" for number in range(1, 16)]
    assert all(entry.impact and entry.likelihood and entry.trigger and entry.mitigation for entry in risks)
    assert intake.errors == ()


@pytest.mark.parametrize("folder", ["dep", "runbooks"])
def test_deployment_files_and_runbooks_are_read_without_an_error(folder: str) -> None:
    intake = read_inputs([REAL_DATA / folder])
    assert (intake.entries, intake.errors) == ((), ())
