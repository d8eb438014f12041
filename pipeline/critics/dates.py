"""Dates as people write them → dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = "|".join(_MONTHS)
_ISO = re.compile(r"\b(?P<y>20\d\d|19\d\d)[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?\b")
_NAMED = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m>{_NAME})[a-z]*\.?\s+(?:(?P<d2>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,?\s+)?(?P<y>20\d\d|19\d\d)\b",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\bQ(?P<q>[1-4])[ /-]?(?P<y>20\d\d)\b|\b(?P<y2>20\d\d)[ /-]?Q(?P<q2>[1-4])\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>20\d\d)\b")

_TRIED = re.compile(
    r"(?<!not )(?<!never )(?<!yet )(?<!be )\b(?P<what>(?:last\s+)?(?:tested|drill(?:ed)?|exercised|rehears(?:ed|al)"
    r"|tried(?:\s+out)?"
    r"|walked\s+through|practi[cs]ed|used\s+(?:for\s+real|in\s+anger))|last\s+(?:test|use|used|run|dry[- ]run"
    r"|game\s?day))\b",
    re.IGNORECASE,
)

_TRYING = re.compile(
    r"\b(?:test(?:s|ed)?|drill\w*|exercis\w*|rehears\w*|practi[sc]\w*|tried|dry[- ]?runs?|game\s?days?|simulat\w+"
    r"|walk(?:ed)?[- ]?through|followed|executed|(?:last|most\s+recent(?:ly)?|latest)\b.{0,12}\b(?:used?|run|done)"
    r"|(?:used|run|done)\b.{0,30}\b(?:last|latest|most\s+recent(?:ly)?|for\s+real|in\s+anger|on|in))\b",
    re.IGNORECASE,
)
_UNTRIED = re.compile(r"\b(?:never|not\s+(?:yet|been)|untested|hasn['’]t|due|next|planned)\b", re.IGNORECASE)
_PARTS = re.compile(r"(?<=[.;!?])\s|\n\s*\n")
"""Looser than `_TRIED`: for a rule that is silent where a page comes near to a date of a test."""


def tried_on(text: str) -> Iterator[tuple[str, int, date]]:
    """Yield what running text says of tests and drills: the words, where they start, and the date right after them."""
    for match in _TRIED.finditer(text):
        clause = re.split(r"[.;]\s|\n\n|\|", text[match.end() : match.end() + 80])[0]
        starts = [found.start() for form in (_ISO, _NAMED, _QUARTER, _NUMERIC) if (found := form.search(clause))]
        day = written_date(clause)
        if day and not re.search(r"\d|\b(?:due|planned|scheduled|next)\b", clause[: min(starts)]):
            yield match["what"], match.start(), day


def says_tried(text: str) -> bool:
    """Tell whether a sentence speaks of a test, a drill or a use, and holds a date, in whatever order of words."""
    return any(_TRYING.search(part) and written_date(part) and not _UNTRIED.search(part) for part in _PARTS.split(text))


def written_date(text: str) -> date | None:
    """Return the first date in the text; one without a day stands for the month's last, or None where there is none.

    Of "03/04/2024", which may be April or March, the later one counts: a reader is never told a page is older than it
    is.
    """
    if match := _ISO.search(text):
        return _date(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else 28)
    if match := _NAMED.search(text):
        month = _MONTHS.index(match["m"][:3].lower()) + 1
        return _date(int(match["y"]), month, int(match["d"] or match["d2"] or 28))
    if match := _QUARTER.search(text):
        return _date(int(match["y"] or match["y2"]), 3 * int(match["q"] or match["q2"]), 28)
    if match := _NUMERIC.search(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
        readings = [d for d in (_date(year, a, b), _date(year, b, a)) if d]
        return max(readings, default=None)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
