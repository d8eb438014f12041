"""Nothing says that anybody ever followed this page.

A procedure that was never tried fails on the first real night: a missing permission, a renamed namespace, a flag that
is
gone. A drill or a real use gives the date; “Last Tested: Never” is honest, and says what to do next.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: Never; first drill due within 14 days of acceptance

## Procedure
````

Good:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Procedure
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.dates import says_tried, tried_on
from pipeline.critics.hit import Hit
from pipeline.critics.reading import around_steps, first_line, has_gap, is_nobody, is_runbook, is_strict
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "never-tested"
defect = Defect.UNTESTED
level = Level.NOTE

KEYS = (
    "last tested", "tested", "tested on", "last drill", "last drilled", "date tested", "last test", "last exercised",
    "last verified", "last validated", "date verified", "date validated", "drill date",
)  # fmt: skip
_COLUMN = re.compile(
    r"^\|[^\n]*\blast (?:tested|test|drill)\b[^\n]*\|\s*\n\|[-:| ]+\|\s*\n\|[^\n]*\b\d{4}-\d\d",
    re.IGNORECASE | re.MULTILINE,
)
"""A date under the heading of a table's column."""
_NEVER = re.compile(r"never|not (?:yet )?(?:tested|drilled)|untested|no\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page without the date of a test, or with one that says there was none."""
    if not is_runbook(document):
        return
    strict = Level.WARNING if is_strict(document) else None
    fact = document.fact(*KEYS)
    if fact is None and not _is_said(document):
        yield Hit(
            first_line(document), "nothing says when this was last tested; add “Last Tested: <date>”", level=strict
        )
    elif fact and (_NEVER.match(fact.text) or is_nobody(fact.text)) and not has_gap(fact.text):
        yield Hit(fact.line, "this was never tested; follow it in a drill and write the date here", level=Level.WARNING)


def _is_said(document: Document) -> bool:
    """Tell whether running text or a table holds the date of a test."""
    if _COLUMN.search(document.text) is not None or any(any(tried_on(p.text)) for p in document.prose):
        return True
    facts = (f"{key}: {fact.text}" for key, fact in document.facts)
    return any(map(says_tried, (*facts, *around_steps(document))))
