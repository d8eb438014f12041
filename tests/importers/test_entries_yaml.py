"""Entries in YAML and JSON."""

from __future__ import annotations

import pytest

from pipeline.models.entry import DepType, Grade, MonType, RiskStatus, Severity
from pipeline.models.intake import ProblemLevel
from tests.importers.reading import only, only_dep, only_mon, only_risk, whats, yaml


def test_a_list_of_risks() -> None:
    found = yaml("""
        risks:
          - id: RISK-001
            title: Vendor leaves
            impact: high
            likelihood: 0.2
            status: mitigating
            earlySignal: no answer for a week
            linked_ids: [RUN-007, FEA-001 to FEA-003]
          - risk_id: RISK-002
            name: Budget is cut
            impact: low
    """)
    first, second = found.entries
    assert (first.id, first.title, first.source.line) == ("RISK-001", "Vendor leaves", 2)
    assert first.linked == ("RUN-007", "FEA-001", "FEA-002", "FEA-003")
    assert getattr(first, "early_signal", "") == "no answer for a week"
    assert (second.id, second.title) == ("RISK-002", "Budget is cut")


def test_typed_fields_of_a_risk() -> None:
    entry = only_risk(yaml("- {id: RISK-001, title: A, impact: high, likelihood: 0.2, status: closed, score: 3}"))
    assert (entry.impact, entry.likelihood, entry.status, entry.score) == (
        Grade.HIGH,
        Grade.LOW,
        RiskStatus.RESOLVED,
        3.0,
    )


def test_one_document_an_entry() -> None:
    found = yaml(
        "id: MON-001\ntitle: A\ntype: alert\nseverity: page\n---\nid: MON-002\ntitle: B\ntype: SLO\ntarget: 99.9%\n"
    )
    assert [(entry.id, entry.source.line) for entry in found.entries] == [("MON-001", 1), ("MON-002", 6)]


def test_ids_as_keys() -> None:
    entry = only_dep(
        yaml("""
        DEP-003:
          title: Error rate rollback
          type: Rollback
          trigger: 5xx above 2%
          procedure:
            - Pause traffic
            - Revert
          notification:
            channel: "#incidents"
    """)
    )
    assert (entry.id, entry.type, entry.trigger) == ("DEP-003", DepType.ROLLBACK, "5xx above 2%")
    assert entry.procedure == ("Pause traffic", "Revert")
    assert entry.notification == "channel: #incidents"


def test_nested_values_become_lines_of_text() -> None:
    entry = only_mon(
        yaml("- id: MON-001\n  type: Alert\n  condition: '> 5'\n  severity: critical\n  where: {a: [1, {b: 2}]}\n")
    )
    assert (entry.type, entry.severity) == (MonType.ALERT, Severity.CRITICAL)
    assert entry.field("where") == "a:\n  - 1\n  - b: 2"


def test_json_with_lower_case_ids() -> None:
    entry = only_risk(yaml('{"risks": [\n {"id": "risk-001", "title": "A", "impact": "low"}]}', "risks.json"))
    assert (entry.id, entry.source.line) == ("RISK-001", 2)


def test_runbooks_are_no_entries() -> None:
    assert yaml("- id: RUN-001\n  title: A\n- id: RISK-x\n").entries == ()


@pytest.mark.parametrize(
    ("text", "level", "what"),
    [
        (
            "- id: MON-../../x\n  type: Alert\n",
            ProblemLevel.ERROR,
            "“MON-../../X” is no valid ID; its entry was not imported",
        ),
        ("- id: MON-XXX\n  type: Alert\n", ProblemLevel.NOTE, "MON-XXX is an unfilled template; it was not imported"),
        (
            "- id: MON-001\n  owner: SRE\n",
            ProblemLevel.NOTE,
            "MON-001 has no field that a monitoring entry has; it was not imported",
        ),
    ],
)
def test_what_is_not_imported_is_reported(text: str, level: ProblemLevel, what: str) -> None:
    found = yaml(text + "- id: RISK-009\n  impact: high\n")
    assert only(found).id == "RISK-009"
    assert [(problem.level, problem.what) for problem in found.problems] == [(level, what)]
    assert whats(found)[0].startswith("entries.yaml:1: ")


@pytest.mark.parametrize("name", ["REQ-MON-001", "DB-RISK-001", "COMMON-001", "lcl-cnt-mon-001", "MON-FRI"])
def test_look_alikes(name: str) -> None:
    found = yaml(f"- id: {name}\n  type: Alert\n  condition: x\n  impact: high\n- see: RISK-\n")
    assert (found.entries, found.problems) == ((), ())
