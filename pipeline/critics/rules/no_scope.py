"""Nothing says what the page covers, or what it does not.

An operator who works through the wrong runbook loses the first half hour of the incident. Two lines are enough: what it
handles, and what looks alike but belongs elsewhere. A page in the template needs both; of other pages one line that
draws
the border is asked, as a note.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Scope
- **Handles**: A data volume above 90%

## Procedure
````

Good:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Scope
- **Handles**: A data volume above 90%
- **Does NOT handle**: The root volume; see “Root volume full”

## Procedure
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.exclusions import draws_border, excludes
from pipeline.critics.hit import Hit
from pipeline.critics.reading import first_line, has_gap, is_runbook, is_strict, text_of_role
from pipeline.critics.repairs import section
from pipeline.drafting.gaps import gap
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Fix, Level

name = "no-scope"
defect = Defect.UNSCOPED
level = Level.NOTE

_HANDLES = re.compile(r"\b(?:handles?|covers?|in scope|applies|use (?:this|when)|for)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page that has no scope, or a scope without one of its two halves."""
    if not is_runbook(document):
        return
    strict = Level.WARNING if is_strict(document) else None
    sections = document.having(Role.SCOPE)
    if not sections:
        if is_strict(document) or not draws_border(document):
            message = "nothing says what this does not cover; name what looks alike and belongs elsewhere"
            if is_strict(document):
                message = "nothing says what this does and does not cover; add a Scope section"
            yield Hit(first_line(document), message, level=strict, fix=_fix(document))
        return
    scope = text_of_role(document, Role.SCOPE)
    if has_gap(scope):
        return
    if not scope.strip():
        yield Hit(sections[0].first, "the scope is empty; say what this handles and what it does not", level=strict)
    elif not excludes(scope) and (is_strict(document) or not draws_border(document)):
        yield Hit(sections[0].first, "the scope does not say what is left out; add “Does NOT handle: …”", level=strict)
    elif is_strict(document) and not _HANDLES.search(scope):
        yield Hit(sections[0].first, "the scope does not say what is covered; add “Handles: …”", level=strict)


def _fix(document: Document) -> Fix | None:
    lines = (
        f"- **Handles**: {gap('scope', 'Which situations does this cover?', 'the owner')}",
        f"- **Does NOT handle**: {gap('scope', 'What looks alike and belongs elsewhere?', 'the owner')}",
    )
    return section(document, "Scope", lines) if is_strict(document) else None
