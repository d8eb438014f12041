"""Findings → text for a terminal: place, message, the line itself with a caret, and what can be done about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.critics.report import Report
from pipeline.models.finding import Finding, Level

_COLORS = {Level.ERROR: "31", Level.WARNING: "33", Level.NOTE: "36"}
_FOLD = {Level.NOTE: 3, Level.WARNING: 10}
"""A note or a warning about a whole page that more pages than this share is told once."""

_WIDTH = 70
"""So much of a line fits beside its number on a terminal of 80 columns, so that the caret stays below its words."""
_MANY = 50
"""From so many findings on, the ways to live with them are told."""


def export(report: Report) -> str:
    """Return the findings as text, ending in a newline, with a summary as the last lines."""
    findings, color = report.findings, report.color
    folded = _folded(findings)
    lines: list[str] = []
    split: dict[str, list[str]] = {}
    for finding in findings:
        if (finding.level, finding.rule, finding.message) not in folded:
            source = split.setdefault(finding.path, report.texts.get(finding.path, "").splitlines())
            lines.extend(_finding(finding, source, color))
            lines.append("")
    for (level, rule, message), paths in folded.items():
        lines.extend(_many(level, rule, message, paths, color))
    if folded:
        lines.append("")
    lines.extend(_summary(findings, len(report.texts)))
    return "\n".join(lines) + "\n"


def _folded(findings: Sequence[Finding]) -> dict[tuple[Level, str, str], tuple[str, ...]]:
    """Return the notes and warnings that say the same of many files, with those files."""
    paths: defaultdict[tuple[Level, str, str], dict[str, None]] = defaultdict(dict)
    for finding in findings:
        if finding.level in _FOLD and not finding.end_column:
            paths[finding.level, finding.rule, finding.message][finding.path] = None
    many = {key: tuple(found) for key, found in paths.items() if len(found) > _FOLD[key[0]]}
    return dict(sorted(many.items(), key=lambda item: (list(Level).index(item[0][0]), -len(item[1]))))


def _many(level: Level, rule: str, message: str, paths: Sequence[str], color: bool) -> Iterator[str]:
    yield f"{_painted(level, color)} in {len(paths)} files: {message} [{rule}]"
    yield f"  such as {paths[0]}; --format json lists them"


def _finding(finding: Finding, source: Sequence[str], color: bool) -> Iterator[str]:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    yield f"{place}: {_painted(finding.level, color)}: {finding.message} [{finding.rule}]"
    line = source[finding.line - 1] if finding.line <= len(source) else ""
    if line.strip():
        number = str(finding.line)
        shown, start, end = _window(line, finding.column, finding.end_column)
        yield f"  {number} | {shown}"
        if end > start:
            yield f"  {' ' * len(number)} | {' ' * start}{'^' * (end - start)}"
    if finding.fix:
        option = "--fix" if finding.fix.safe else "--fix --unsafe-fixes"
        yield f"  fix: {finding.fix.description} ({option})"


def _window(line: str, column: int, end_column: int) -> tuple[str, int, int]:
    """Return at most so many characters of the line around the caret, and where the caret starts and ends in them."""
    flat = line.replace("\t", " ").rstrip()
    start, end = column - 1, (end_column - 1 if end_column else 0)
    cut = 0
    if len(flat) > _WIDTH:
        kept = _WIDTH - 2
        cut = max(0, min(start - 20, len(flat) - kept))
        flat = ("…" if cut else "") + flat[cut : cut + kept] + ("…" if cut + kept < len(flat) else "")
    shift = cut - (1 if cut else 0)
    return flat, start - shift, min(end - shift, len(flat)) if end else 0


def _painted(level: Level, color: bool) -> str:
    return f"\x1b[{_COLORS[level]}m{level.value}\x1b[0m" if color else level.value


def _summary(findings: Sequence[Finding], files: int) -> Iterator[str]:
    if not findings:
        yield f"{_count(files, 'file')}: nothing found"
        return
    levels = Counter(f.level for f in findings)
    counted = ", ".join(_count(levels[level], level.value) for level in Level)
    yield f"{counted} in {len({f.path for f in findings})} of {_count(files, 'file')}"
    safe = sum(1 for f in findings if f.fix and f.fix.safe)
    if safe:
        yield f"{safe} can be fixed with --fix"
    yield "`runwright rule NAME` explains the rule in brackets"
    if len(findings) > _MANY:
        yield "`--statistics` counts them by rule; `--write-baseline FILE`, then `--baseline FILE`, shows only new ones"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
