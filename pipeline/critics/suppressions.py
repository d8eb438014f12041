"""Suppressions that people write into a page: `<!-- runwright: ignore[rule] reason until 2027-01-31 -->`."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipeline.critics.context import Context
from pipeline.models.document import Document
from pipeline.models.finding import Finding

_MARK = re.compile(
    r"(?P<mark><!--|(?<!\S)#)\s*runwright:\s*(?P<scope>ignore-file|ignore)\s*\[(?P<rules>[^\]]*)\]\s*(?P<reason>.*?)"
    r"\s*(?:\buntil\s+(?P<until>\d{4}-\d{2}-\d{2}))?\s*(?:-->|$)"
)
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


class Suppression(NamedTuple):
    """One suppression: the rules it names, why, until when (None for no end), and the lines it covers.

    `alone` is true where nothing else stands on its line.
    """

    line: int
    rules: tuple[str, ...]
    reason: str
    until: date | None
    first: int
    last: int
    alone: bool

    def covers(self, finding: Finding) -> bool:
        """Tell whether the finding is one of those meant."""
        named = finding.rule in self.rules or finding.defect.value in self.rules
        return named and self.first <= finding.line <= self.last

    def expired(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return self.until is not None and self.until < today


def silenced(finding: Finding, document: Document, context: Context) -> bool:
    """Tell whether a suppression that is still good covers the finding."""
    return any(s.covers(finding) and not s.expired(context.today) for s in suppressions(document.text))


@lru_cache(maxsize=8)
def suppressions(text: str) -> tuple[Suppression, ...]:
    """Return the suppressions of a page, in order of line."""
    if "runwright:" not in text:
        return ()
    lines = text.replace("\r\n", "\n").split("\n")
    found = []
    fence = ""
    for number, line in enumerate(lines, start=1):
        if marker := _FENCE.match(line):
            fence = "" if fence and line.strip() == fence else fence or marker[1]
        # In a block of code only the code's own comments count: a comment of Markdown is an example there.
        if (match := _MARK.search(line)) and (match["mark"] == "#") == bool(fence):
            whole = match["scope"] == "ignore-file"
            alone = line[: match.start()].strip() == "" == line[match.end() :].strip()
            first, last = (1, len(lines)) if whole else (number, _end(lines, number) if alone else number)
            rules = tuple(name.strip() for name in match["rules"].split(",") if name.strip())
            reason = match["reason"].strip(" :–—-")
            found.append(Suppression(number, rules, reason, _day(match["until"]), first, last, alone))
    return tuple(found)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return date.min


def _end(lines: list[str], number: int) -> int:
    """Return the last line of the paragraph, list item, heading or fenced block after that line."""
    index = number
    while index < len(lines) and not lines[index].strip():
        index += 1
    fence = _FENCE.match(lines[index]) if index < len(lines) else None
    while index + 1 < len(lines):
        following = lines[index + 1]
        if fence and following.strip() == fence[1]:
            return index + 2
        if not fence and (not following.strip() or lines[index].startswith("#")):
            break
        index += 1
    return index + 1
