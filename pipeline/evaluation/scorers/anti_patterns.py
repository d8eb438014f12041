"""The spec's six anti-patterns: how many of them a runbook shows."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Defect, Level

PATTERNS = (
    Defect.VAGUE,
    Defect.OVERLONG,
    Defect.OUTDATED,
    Defect.UNVERIFIED,
    Defect.ASSUMES_KNOWLEDGE,
    Defect.NO_ESCALATION,
)
MEASURES = (
    Measure(
        name="anti-patterns",
        says="anti-patterns of the spec's six that a runbook shows",
        better=Better.LOWER,
        unit="of 6",
    ),
    Measure(name="errors", says="findings of level error", better=Better.LOWER, unit="findings"),
    Measure(name="warnings", says="findings of level warning", better=Better.LOWER, unit="findings"),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Count the patterns, and all findings by level."""
    levels = [finding.level for finding in subject.findings]
    return {
        "anti-patterns": sum(subject.has(pattern) for pattern in PATTERNS),
        "errors": levels.count(Level.ERROR),
        "warnings": levels.count(Level.WARNING),
    }
