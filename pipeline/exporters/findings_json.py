"""Findings → JSON for scripts: {"findings": [...]}."""

from __future__ import annotations

import json
from typing import Any

from pipeline.critics.report import Report
from pipeline.models.finding import Finding


def export(report: Report) -> str:
    """Return one object with the list of findings, indented, ending in a newline.

    Each has `rule`, `defect`, `level`, `path`, `line`, `column`, `end_column` (0 for the whole line) and `message`, and
    `fix` only where there is one.
    """
    return json.dumps({"findings": [as_dict(f) for f in report.findings]}, indent=2, ensure_ascii=False) + "\n"


def as_dict(finding: Finding) -> dict[str, Any]:
    """Return the finding as JSON types."""
    data = finding.model_dump(mode="json")
    if finding.fix is None:
        del data["fix"]
    return data
