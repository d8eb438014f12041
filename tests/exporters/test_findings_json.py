from __future__ import annotations

import json

from pipeline.critics.report import Report
from pipeline.exporters.findings_json import export
from pipeline.models.finding import Fix
from tests.exporters.test_findings_text import VAGUE


def test_a_finding_has_the_fields_that_scripts_rely_on() -> None:
    (finding,) = json.loads(export(Report((VAGUE,), {})))["findings"]
    assert finding == {
        "rule": "vague-step",
        "defect": "vague",
        "level": "warning",
        "path": "disk.md",
        "line": 3,
        "message": "“Investigate the issue” does not say how",
        "column": 1,
        "end_column": 23,
    }


def test_a_fix_is_there_where_there_is_one() -> None:
    fix = Fix(description="remove it", first=3, last=3, text="", safe=True)
    (finding,) = json.loads(export(Report((VAGUE.model_copy(update={"fix": fix}),), {})))["findings"]
    assert finding["fix"] == {"description": "remove it", "first": 3, "last": 3, "text": "", "safe": True}


def test_nothing_found_is_an_empty_list() -> None:
    assert json.loads(export(Report((), {}))) == {"findings": []}
