"""A suppression's last day is over.

Somebody asked for time until then. The findings it hid are shown again; cure them, or set a new date with a reason.

Bad:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] we write this after the move until 2025-06-30 -->
Investigate the issue.
````

Good:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] we write this after the move until 2026-06-30 -->
Investigate the issue.
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.suppressions import suppressions
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "expired-suppression"
defect = Defect.OUTDATED
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report suppressions whose date lies in the past or is none."""
    for suppression in suppressions(document.text):
        if suppression.expired(context.today):
            yield Hit(suppression.line, f"this ended on {suppression.until}; cure what it hid, or set a new date")
