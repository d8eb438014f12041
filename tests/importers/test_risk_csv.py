"""Risk registers as CSV."""

from __future__ import annotations

import pytest

from pipeline.models.entry import Grade, RiskStatus
from pipeline.models.intake import ProblemLevel
from tests.importers.reading import only_risk, register, whats


def test_a_register_with_the_usual_columns() -> None:
    entry = only_risk(
        register("""
        id,risk,probability,impact,trigger,mitigation,contingency,status,owner,links
        RISK-003,Stale policy,LOW,CRITICAL,Filter regression,Version tests,Block decision,CONTROLLED,SRE,RUN-007
    """)
    )
    assert (entry.id, entry.title, entry.owner) == ("RISK-003", "Stale policy", "SRE")
    assert (entry.likelihood, entry.impact, entry.status) == (Grade.LOW, Grade.HIGH, RiskStatus.MITIGATED)
    assert (entry.trigger, entry.mitigation, entry.contingency) == (
        "Filter regression",
        "Version tests",
        "Block decision",
    )
    assert (entry.linked, entry.source.line) == (("RUN-007",), 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    text = "ID;Risk Title;Likelihood;Severity;Response\nRISK-001;A, b;High;Low;Accept\n".replace(";", delimiter)
    if delimiter == ",":
        text = text.replace("A, b", '"A, b"')
    entry = only_risk(register(text))
    assert (entry.title, entry.likelihood, entry.impact, entry.response) == ("A, b", Grade.HIGH, Grade.LOW, "Accept")


def test_quoted_line_feeds_keep_the_lines_of_later_rows() -> None:
    found = register('id,name,impact,mitigation\nRISK-001,A,High,"first\nsecond"\nRISK-002,B,Low,x\n')
    assert [entry.source.line for entry in found.entries] == [2, 4]
    assert found.entries[0].field("mitigation") == "first\nsecond"


def test_lines_above_the_header_are_passed_over() -> None:
    assert only_risk(register("Risk register 2026,,\n,,\nNo.,Risk,Impact\n1,A,High\n")).source.line == 4


@pytest.mark.parametrize(
    ("written", "identity"), [("R-001", "RISK-001"), ("R12", "RISK-012"), ("7", "RISK-007"), ("SEC-12", "RISK-SEC-12")]
)
def test_other_ids_become_risk_ids_with_a_note(written: str, identity: str) -> None:
    found = register(f"id,risk,impact\n{written},A,High\n")
    assert only_risk(found).id == identity
    assert whats(found) == [f"risks.csv:2: {written} read as {identity}; refer to them by these IDs"]


def test_the_note_on_ids_comes_once_a_file() -> None:
    found = register("id,risk,impact\nR-001,A,High\nR-002,B,Low\nR-003,C,Low\n")
    assert whats(found) == ["risks.csv:2: R-001 to R-003 read as RISK-001 to RISK-003; refer to them by these IDs"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (",A,High", "a row without an ID; not imported; use an ID such as RISK-012 or R-012"),
        (
            "../../x,A,High",
            "“../../x” is no ID of a risk; the row was not imported; use an ID such as RISK-012 or R-012",
        ),
        (
            "MON-001,A,High",
            "“MON-001” is no ID of a risk; the row was not imported; use an ID such as RISK-012 or R-012",
        ),
        (
            "RISK-001,A, with a comma,High",
            "the row of RISK-001 has 4 cells, its header 3; it was not imported; "
            "put quotes around texts with a delimiter in them",
        ),
    ],
)
def test_a_bad_row_is_an_error_and_the_next_one_is_read(row: str, what: str) -> None:
    found = register(f"id,risk,impact\n{row}\n,,\nRISK-009,B,Low\n")
    assert only_risk(found).id == "RISK-009"
    assert [(problem.level, str(problem)) for problem in found.problems] == [
        (ProblemLevel.ERROR, f"risks.csv:2: {what}")
    ]


def test_a_cell_of_ten_thousand_characters_is_kept() -> None:
    entry = only_risk(register(f"id,risk,impact,mitigation\nRISK-001,A,High,{'x' * 10_000}\n"))
    assert len(entry.mitigation) == 10_000


def test_a_cell_that_csv_refuses_is_an_error() -> None:
    found = register(f'id,risk,impact\nRISK-001,"{"x" * 200_000}",High\nRISK-002,B,Low\n')
    assert [entry.id for entry in found.entries] == ["RISK-002"]
    assert whats(found)[0].startswith("risks.csv:2: not CSV: field larger than field limit")


@pytest.mark.parametrize(
    "text", ["name,mail\nA,b\n", "id,name,price\n1,Sword,12\n", "", "id\n", '"', "Alert,Runbook\nMON-001,RUN-001\n"]
)
def test_other_tables_are_no_registers(text: str) -> None:
    found = register(text)
    assert (found.entries, found.problems) == ((), ())
