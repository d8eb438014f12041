"""Grades, scores, states and severities as people write them."""

from __future__ import annotations

import pytest

from pipeline.importers.entries.grades import factors, grade, score, severity, status
from pipeline.models.entry import Grade, RiskStatus, Severity


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("High", Grade.HIGH),
        ("High (3) — low cost to fix", Grade.HIGH),
        ("H (3)", Grade.HIGH),
        ("M (2)", Grade.MEDIUM),
        ("**L**", Grade.LOW),
        ("CRITICAL", Grade.HIGH),
        ("Very Low — almost never", Grade.LOW),
        ("Medium-High", Grade.HIGH),
        ("Medium (60%)", Grade.MEDIUM),
        ("3 — everyone is at high load", Grade.HIGH),
        ("1 — everyone is at high load", Grade.LOW),
        ("25%", Grade.LOW),
        ("50 %", Grade.MEDIUM),
        ("0.3", Grade.LOW),
        ("0,7", Grade.HIGH),
        ("1", Grade.LOW),
        ("2", Grade.MEDIUM),
        ("5", Grade.HIGH),
        ("3/5", Grade.MEDIUM),
        ("P0", Grade.HIGH),
        ("🟢 Low", Grade.LOW),
        ("🟡", Grade.MEDIUM),
        ("Almost certain", Grade.HIGH),
        ("Unlikely", Grade.LOW),
        ("عالية", Grade.HIGH),
        ("متوسط", Grade.MEDIUM),
        ("高", Grade.HIGH),
        ("中", Grade.MEDIUM),
        ("Média", Grade.MEDIUM),
        ("Baixa", Grade.LOW),
        ("N/A", None),
        ("", None),
    ],
)
def test_grade(text: str, meant: Grade | None) -> None:
    assert grade(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("6", 6.0),
        ("6.0", 6.0),
        ("6 (3 × 2)", 6.0),
        ("4×5 = **20**", 20.0),
        ("4x5", 20.0),
        ("3*5=15", 15.0),
        ("High", None),
        ("", None),
    ],
)
def test_score(text: str, meant: float | None) -> None:
    assert score(text) == meant


def test_factors_are_read_on_the_scale_they_were_given_on() -> None:
    assert factors("3×2 = 6") == (Grade.HIGH, Grade.MEDIUM)
    assert factors("3×5 = 15") == (Grade.MEDIUM, Grade.HIGH)
    assert factors("20") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("open", RiskStatus.OPEN),
        ("Active (EPIC-04b, 2026-05-09)", RiskStatus.OPEN),
        ("Reopened", RiskStatus.OPEN),
        ("Not closed", RiskStatus.OPEN),
        ("Open - mitigated by nobody", RiskStatus.OPEN),
        ("In progress", RiskStatus.MITIGATING),
        ("Partially mitigated", RiskStatus.MITIGATING),
        ("CONTROLLED", RiskStatus.MITIGATED),
        ("MITIGATED", RiskStatus.MITIGATED),
        ("Accepted by CTO", RiskStatus.ACCEPTED),
        ("CLOSED ✅", RiskStatus.RESOLVED),
        ("✅ Complete", RiskStatus.RESOLVED),
        ("🟢 Low", None),
        ("", None),
    ],
)
def test_status(text: str, meant: RiskStatus | None) -> None:
    assert status(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("critical", Severity.CRITICAL),
        ("page", Severity.CRITICAL),
        ("P1", Severity.CRITICAL),
        ("sev1", Severity.CRITICAL),
        ("SEV-1", Severity.CRITICAL),
        ("high", Severity.CRITICAL),
        ("major", Severity.CRITICAL),
        ("error", Severity.CRITICAL),
        ("Warning (business hours)", Severity.WARNING),
        ("warn", Severity.WARNING),
        ("medium", Severity.WARNING),
        ("minor", Severity.WARNING),
        ("Sev 2", Severity.WARNING),
        ("info", Severity.INFO),
        ("informational", Severity.INFO),
        ("notice", Severity.INFO),
        ("low", Severity.INFO),
        ("none", Severity.NONE),
        ("purple", None),
        ("", None),
    ],
)
def test_severity(text: str, meant: Severity | None) -> None:
    assert severity(text) is meant
