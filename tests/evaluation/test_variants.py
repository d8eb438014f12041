"""Inputs in another shape: only the order, or only the thresholds, change."""

from __future__ import annotations

import pytest

from pipeline.evaluation.variants import reordered, thresholds_changed
from pipeline.models.entry import MonEntry
from tests.build import alert, intake, risk


def test_entries_are_turned_around() -> None:
    assert [e.id for e in reordered(intake(alert("A"), risk("RISK-1"))).entries] == ["RISK-1", "MON-A"]


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("a / b > 0.9", "a / b > 0.99"),
        ("a < 10 and b > 5", "a < 11 and b > 5"),
        ('a{x=~"b"} >= 200', 'a{x=~"b"} >= 220'),
        ("up == 0", "up == 0"),
    ],
)
def test_the_first_limit_of_an_expression_rises_by_a_tenth(expr: str, expected: str) -> None:
    changed, ids = thresholds_changed(intake(alert("A", expr=expr)))
    (entry,) = changed.entries
    assert isinstance(entry, MonEntry)
    assert entry.expr == expected
    assert ids == (frozenset({"MON-A"}) if expr != expected else frozenset())
