"""A case's text as HTML: whole, inline difference or side by side, with findings, gaps and sources in the margin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from pipeline.drafting.gaps import find_gaps
from pipeline.models.finding import Finding
from pipeline.review.case import Case, Hints
from pipeline.review.content import parts
from pipeline.review.difference import Kind, Line, Span, difference, pairs
from pipeline.review.screen import UNSAID
from pipeline.review.web.markup import tag, text

_CLASSES = {Kind.SAME: "same", Kind.OLD: "old", Kind.NEW: "new", Kind.SKIPPED: "skipped"}
_SIGNS = {Kind.OLD: "removed", Kind.NEW: "added"}
_SOURCES = re.compile(r"<!-- sources: (.*) -->")


def body(case: Case, view: str, hints: Hints) -> str:
    """Return the text: the whole of a new runbook, else its difference; `view` is "inline" or "side"."""
    if case.before is None:
        return tag("div", "".join(_whole(case, hints)), class_="text whole")
    lines = difference(case.before, case.after)
    if not lines:
        return tag("p", "The text is the same as the accepted one.", class_="none")
    if view == "side":
        rows = "".join(_pair(old, new, case) for old, new in pairs(lines))
        head = tag("div", "accepted", class_="head") + tag("div", "proposed", class_="head")
        return tag("div", tag("div", head, class_="pair") + rows, class_="text side")
    return tag("div", "".join(_row(line, case) for line in lines), class_="text")


def _whole(case: Case, hints: Hints) -> Iterator[str]:
    """Yield the sections and steps; a step that is accepted elsewhere is folded, its heading shows."""
    first = 1
    for part in parts(case.after):
        lines = part.text.removesuffix("\n").split("\n")
        rows = [
            _row(Line(Kind.SAME, 0, number, (Span(line, False),)), case)
            for number, line in enumerate(lines, start=first)
            if not _SOURCES.fullmatch(line)  # stands in the margin of the step's heading
        ]
        if part.key in hints.left_out:
            rows.insert(1, tag("p", text(hints.left_out[part.key]), class_="hint warned"))
        if part.key in hints.alike:
            told = f"reads as {hints.alike[part.key]}, which is accepted ({len(lines) - 1} lines)"
            rows = [rows[0], tag("details", tag("summary", text(told)) + "".join(rows[1:]), class_="hint")]
        yield from rows
        first += part.text.count("\n")


def _row(line: Line, case: Case) -> str:
    notes = "" if line.kind is Kind.OLD else _notes(line, case)
    number = tag("span", str(line.new or line.old or ""), class_="n")
    return tag("div", number + _content(line) + notes, class_=f"line {_CLASSES[line.kind]}")


def _pair(old: Line | None, new: Line | None, case: Case) -> str:
    if old is not None and old.kind is Kind.SKIPPED:
        return tag("div", _content(old), class_="pair skipped")
    left = _side(old, old.old if old else 0, "")
    right = _side(new, new.new if new else 0, _notes(new, case) if new else "")
    return tag("div", left + right, class_="pair")


def _side(line: Line | None, number: int, notes: str) -> str:
    kind = _CLASSES[line.kind] if line else "absent"
    content = _content(line) if line else tag("span", "", class_="t")
    return tag("div", tag("span", str(number or ""), class_="n") + content + notes, class_=f"line {kind}")


def _content(line: Line) -> str:
    words = "".join(tag("mark", text(s.text)) if s.marked else text(s.text) for s in line.spans)
    sign = tag("span", f"{_SIGNS[line.kind]}: ", class_="sr") if line.kind in _SIGNS else ""
    shape = "heading" if line.text.startswith(("RUN-", "## ", "### ")) else ""
    shape = "comment" if line.text.startswith("<!-- ") else shape
    shape = "effect" if line.text.startswith(("- **Effect**: change", "- **Effect**: destructive")) else shape
    return tag("span", sign + words, class_=f"t {shape}".strip())


def _notes(line: Line, case: Case) -> str:
    """Return what stands in the margin of a line: its findings, its gaps, and the sources of the step it starts."""
    findings, sources = _margin(case)
    notes = [
        tag("span", tag("b", text(finding.level)) + " " + text(finding.message), class_=f"note {finding.level}")
        for finding in findings.get(line.new, ())
    ]
    notes += [
        tag("span", tag("b", "gap") + " " + text(gap.question), class_="note gap") for gap in find_gaps(line.text)
    ]
    if line.new in sources:
        notes.append(tag("span", tag("b", "from") + " " + text(sources[line.new]), class_="note source"))
    return tag("span", "".join(notes), class_="notes") if notes else ""


@lru_cache(maxsize=4)
def _margin(case: Case) -> tuple[dict[int, list[Finding]], dict[int, str]]:
    """Return the findings by line, and the sources of each step by the line of its heading."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in case.findings:
        if finding.rule not in UNSAID:
            found[finding.line].append(finding)
    sources: dict[int, str] = {}
    heading = 0
    for number, line in enumerate(case.after.split("\n"), start=1):
        heading = number if line.startswith("### Step ") else heading
        if match := _SOURCES.fullmatch(line):
            sources[heading] = match[1]
    return found, sources
