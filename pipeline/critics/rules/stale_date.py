"""The page was last tested or reviewed more than a year ago.

Tools, hosts and people change faster than that. The date is in the past by more than `max-age-days` (365 unless
configured), counted from today.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2023-03-01

## Procedure
````

Good:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-11-30

## Procedure
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.critics.context import Context
from pipeline.critics.dates import tried_on, written_date
from pipeline.critics.hit import Hit
from pipeline.critics.rules.never_tested import KEYS as TESTED
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "stale-date"
defect = Defect.OUTDATED
level = Level.WARNING

_REVIEWED = (
    "last reviewed", "last review", "reviewed", "reviewed on", "date reviewed", "review date", "last updated",
    "last update", "updated", "updated on", "date updated", "last modified", "lastmod",
)  # fmt: skip
_SAID = re.compile(r"\b(?P<what>(?:[Ll]ast )?[Rr]eviewed)\b\W{0,3}(?:(?:on|in) )?(?P<day>\d{4}-\d\d-\d\d)\b")
_DUE = ("next review", "review by", "next review date", "review due", "valid until", "expires")


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report dates of a test or a review that are too old, and reviews that are overdue."""
    for words, keys in (("tested", TESTED), ("reviewed or updated", _REVIEWED)):
        fact = document.fact(*keys)
        day = written_date(fact.text) if fact else None
        if fact and day and (context.today - day).days > context.configuration.max_age_days:
            age = (context.today - day).days // 30
            yield Hit(fact.line, f"last {words} {age} months ago, on {day}; go through it again and set the date")
    if not document.fact(*TESTED, *_REVIEWED):
        yield from _in_text(document, context)
    due = document.fact(*_DUE)
    day = written_date(due.text) if due else None
    if due and day and day < context.today:
        yield Hit(due.line, f"the review was due on {day}; go through the page again and set the next date")


def _in_text(document: Document, context: Context) -> Iterator[Hit]:
    """Yield the newest such date of the running text, where no line or table gives one, if it is too old."""
    said = [found for located in document.prose for found in _said(located)]
    line, what, day = max(said, key=lambda found: found[2], default=(0, "", context.today))
    if (context.today - day).days > context.configuration.max_age_days:
        age = (context.today - day).days // 30
        yield Hit(line, f"{what.lower()} {age} months ago, on {day}; go through it again and set the date")


def _said(located: Located) -> Iterator[tuple[int, str, date]]:
    for what, start, day in tried_on(located.text):
        yield located.line + located.text.count("\n", 0, start), what, day
    for match in _SAID.finditer(located.text):
        if reviewed := written_date(match["day"]):
            yield located.line + located.text.count("\n", 0, match.start()), match["what"], reviewed
