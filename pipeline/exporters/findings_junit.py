"""Findings → JUnit XML: a test suite a file, a failed test case a finding, a passed one for a clean file."""

from __future__ import annotations

import re
from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from pipeline.critics.report import Report
from pipeline.models.finding import Finding, Level

_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(report: Report) -> str:
    """Return the XML document; notes are passed cases with their text in system-out."""
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_path[finding.path].append(finding)
    suites = [_suite(path, by_path[path]) for path in sorted({*report.texts, *by_path})]
    failures = sum(f.level is not Level.NOTE for f in report.findings)
    tests = sum(max(len(by_path[path]), 1) for path in {*report.texts, *by_path})
    head = f'<testsuites name="runwright lint" tests="{tests}" failures="{failures}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, findings: list[Finding]) -> str:
    failures = sum(f.level is not Level.NOTE for f in findings)
    name = _attribute(path)
    cases = [_case(f) for f in findings] or [f'    <testcase name="lint" classname={name}/>']
    return "\n".join(
        [f'  <testsuite name={name} tests="{len(cases)}" failures="{failures}">', *cases, "  </testsuite>"]
    )


def _case(finding: Finding) -> str:
    name = _attribute(f"{finding.rule} line {finding.line}")
    head = f'    <testcase name={name} classname={_attribute(finding.path)} line="{finding.line}">'
    text = escape(_clean(f"{finding.path}:{finding.line}: {finding.message}"))
    if finding.level is Level.NOTE:
        return f"{head}<system-out>{text}</system-out></testcase>"
    failure = f"<failure type={_attribute(finding.level.value)} message={_attribute(finding.message)}>{text}</failure>"
    return f"{head}{failure}</testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
