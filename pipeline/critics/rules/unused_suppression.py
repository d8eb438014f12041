"""A suppression hides nothing.

The fault it was written for is gone, or it names the wrong rule. Left in place it will hide the next one. Only
suppressions
that are still good are looked at; an expired one has its own finding.

Bad:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] the link comes with the next release -->
Run `rabbitmqctl purge_queue orders-dead`.
````

Good:

````markdown
# Queue too long

## Mitigation

<!-- runwright: ignore[vague-step] the link comes with the next release -->
Investigate the issue.
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.suppressions import suppressions
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Fix, Level

name = "unused-suppression"
defect = Defect.OUTDATED
level = Level.WARNING
last = True


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report suppressions that cover no finding; those that stand alone on their line can be removed safely."""
    for suppression in suppressions(document.text):
        if suppression.expired(context.today) or any(suppression.covers(f) for f in context.found):
            continue
        fix = None
        if suppression.alone:
            fix = Fix(description="remove it", first=suppression.line, last=suppression.line, text="", safe=True)
        named = ", ".join(suppression.rules) or "no rule"
        yield Hit(suppression.line, f"this hides nothing ({named}); remove it", fix=fix)
