"""A suppression gives no reason.

Nobody dares to remove what nobody explained. Write why after the brackets, and until when if there is an end.

Bad:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] -->
Investigate the issue.
````

Good:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] the team decides this case by case until 2026-06-30 -->
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

name = "unexplained-suppression"
defect = Defect.INCOMPLETE
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report suppressions without a reason of at least two words."""
    for suppression in suppressions(document.text):
        if len(suppression.reason.split()) < 2:
            yield Hit(suppression.line, "this suppression gives no reason; write why after the brackets")
