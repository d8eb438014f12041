"""A heading of the runbook has nothing under it.

The operator scrolls to “Mitigation” and finds the next heading. Fill the section, or delete it so that nobody waits
for it.

Bad:

````markdown
# Queue too long

## Diagnosis

Run `rabbitmqctl list_queues`.

## Mitigation

## Escalation

Page the messaging team.
````

Good:

````markdown
# Queue too long

## Diagnosis

Run `rabbitmqctl list_queues`.

## Mitigation

Run `rabbitmqctl purge_queue orders-dead`.

## Escalation

Page the messaging team.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import text_of
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Level

name = "empty-section"
defect = Defect.INCOMPLETE
level = Level.WARNING

_NOISE = re.compile(
    r"<!--.*?-->|^\s*(?:-{3,}|\*{3,}|_{3,})\s*$|^\[[^\]]+\]:.*$|^Linked IDs:.*$", re.DOTALL | re.MULTILINE
)
_ASKED_ELSEWHERE = frozenset({Role.REFERENCES, Role.SCOPE, Role.ESCALATION})


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report headings without text, code or a sub-section of their own."""
    for index, section in enumerate(document.sections):
        following = document.sections[index + 1] if index + 1 < len(document.sections) else None
        if section.depth > 6 or (following is not None and following.first <= section.last):
            continue
        if section.role in _ASKED_ELSEWHERE:
            continue
        body = _NOISE.sub("", text_of(document, section)).strip()
        if not body or re.fullmatch(r"[\W_]*", body):
            yield Hit(section.first, f"the section “{section.title}” is empty; fill it, or delete the heading")
