"""The result of a lint run, as exporters take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.models.finding import Finding


@dataclass(frozen=True)
class Report:
    """The findings in order of file and line, and the text of every linted file by path, clean files too."""

    findings: tuple[Finding, ...]
    texts: Mapping[str, str]
    color: bool = False
