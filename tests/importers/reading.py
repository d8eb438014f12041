"""Texts → what the importers find in them, without files."""

from __future__ import annotations

from textwrap import dedent

from pipeline.importers import entries_markdown, entries_yaml, prometheus, risk_csv
from pipeline.importers.entries.combining import combine
from pipeline.importers.entries.found import Found, Importer
from pipeline.importers.text.input_file import InputFile
from pipeline.models.entry import AnyEntry, DepEntry, MonEntry, RiskEntry


def source(text: str, path: str) -> InputFile:
    """Return a file of that text, its common indentation removed."""
    return InputFile(path, dedent(text).lstrip("\n"))


def markdown(text: str, path: str = "page.md") -> Found:
    """Read a Markdown page; entries and summaries are combined into `entries`."""
    return _read(entries_markdown, source(text, path))


def yaml(text: str, path: str = "entries.yaml") -> Found:
    """Read YAML or JSON entries."""
    return _read(entries_yaml, source(text, path))


def rules(text: str, path: str = "rules.yaml") -> Found:
    """Read Prometheus rules."""
    return _read(prometheus, source(text, path))


def register(text: str, path: str = "risks.csv") -> Found:
    """Read a risk register."""
    return _read(risk_csv, source(text, path))


def _read(importer: Importer, file: InputFile) -> Found:
    if not importer.sniff(file):
        return Found()
    combined = combine([importer.read(file)], [importer] if hasattr(importer, "settle") else [])
    return Found(entries=tuple(combined.entries), problems=tuple(combined.problems))


def only(found: Found) -> AnyEntry:
    """Return the one entry; fails with the problems where there is not exactly one."""
    assert len(found.entries) == 1, [*map(str, found.entries), *map(str, found.problems)]
    return found.entries[0]


def only_mon(found: Found) -> MonEntry:
    """Return the one entry, which is a MON- entry."""
    entry = only(found)
    assert isinstance(entry, MonEntry)
    return entry


def only_dep(found: Found) -> DepEntry:
    """Return the one entry, which is a DEP- entry."""
    entry = only(found)
    assert isinstance(entry, DepEntry)
    return entry


def only_risk(found: Found) -> RiskEntry:
    """Return the one entry, which is a RISK- entry."""
    entry = only(found)
    assert isinstance(entry, RiskEntry)
    return entry


def whats(found: Found) -> list[str]:
    """Return the problems as a person reads them."""
    return [str(problem) for problem in found.problems]
