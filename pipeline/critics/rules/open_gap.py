"""A gap: a fact that no source gave, written as a question.

A draft does not invent an owner, a threshold or a host name; it asks. The draft cannot be accepted until a person
answers
in the text, or waives the question.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: [GAP owner: who keeps this runbook right? Ask: the platform lead.]
Last Tested: 2025-12-10

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

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import GAP
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "open-gap"
defect = Defect.INCOMPLETE
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each gap with its question."""
    for number, line in enumerate(document.lines, start=1):
        for match in GAP.finditer(line):
            who = f" ({match['who']} may know)" if match["who"] else ""
            question = match["question"].strip().rstrip("?.")
            message = f"open question about the {match['topic'].strip()}: {question}?{who}"
            yield Hit(number, message, match.start() + 1, match.end() + 1)
