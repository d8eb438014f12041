"""Findings → SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.critics.registry import Rule, all_rules
from pipeline.critics.report import Report
from pipeline.models.finding import Finding, Fix

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def export(report: Report) -> str:
    """Return one SARIF log with one run; relative paths stay relative to the folder that was linted from."""
    rules = all_rules()
    places = {rule.name: index for index, rule in enumerate(rules)}
    driver = {"name": "runwright", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, places[f.rule], report) for f in report.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "defaultConfiguration": {"level": rule.level.value},
        "properties": {"tags": [rule.defect.value]},
    }


def _result(finding: Finding, index: int, report: Report) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_column:
        region["endColumn"] = finding.end_column
    artifact = {"uri": quote(finding.path)}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level.value,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if finding.fix:
        lines = report.texts.get(finding.path, "").split("\n")
        result["fixes"] = [_fix(finding.fix, artifact, lines)]
    return result


def _fix(fix: Fix, artifact: dict[str, str], lines: Sequence[str]) -> dict[str, Any]:
    """Return a fix that replaces whole lines; inserted and replacing text brings its own line end."""
    deleted = {"startLine": fix.first, "startColumn": 1, "endLine": fix.last + 1, "endColumn": 1}
    text = f"{fix.text}\n" if fix.text else ""
    if fix.last >= len(lines):
        deleted = {"startLine": fix.first, "startColumn": 1, "endLine": fix.last, "endColumn": len(lines[-1]) + 1}
        text = fix.text
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": text}}
    return {
        "description": {"text": fix.description},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }
