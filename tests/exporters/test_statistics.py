from __future__ import annotations

from pipeline.exporters.statistics import export_statistics
from tests.exporters.test_findings_text import VAGUE, note


def test_rules_are_counted_the_commonest_first() -> None:
    rows = [line.split() for line in export_statistics([VAGUE, note("a.md"), note("b.md")]).splitlines()]
    assert rows[1] == ["2", "2", "0", "unowned", "no-owner"]
    assert rows[2] == ["1", "1", "0", "vague", "vague-step"]
    assert rows[3] == ["3", "3", "0", "in", "all"]
