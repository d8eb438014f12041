"""Findings → workflow commands that GitHub shows as annotations on the lines of a pull request."""

from __future__ import annotations

from pipeline.critics.report import Report
from pipeline.models.finding import Finding, Level

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def export(report: Report) -> str:
    """Return one workflow command a finding, each on its line."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    end = f",endColumn={finding.end_column}" if finding.end_column else ""
    place = f"file={_property(finding.path)},line={finding.line},col={finding.column}{end}"
    return f"::{_COMMANDS[finding.level]} {place},title={_property(finding.rule)}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
