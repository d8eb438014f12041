"""The section that should say what to do says only that it depends.

“The resolution depends on the particular issue reported in the logs.” The page leads to the log and stops there. Name
the two
or three causes that were seen before, each with its remedy, or say whom to call.

Bad:

````markdown
# Notifications fail

## Diagnosis

Run `kubectl logs -n mon alertmanager-0`.

## Mitigation

The resolution depends on the particular issue reported in the logs.
````

Good:

````markdown
# Notifications fail

## Diagnosis

Run `kubectl logs -n mon alertmanager-0`.

## Mitigation

The resolution depends on the issue reported in the logs:

- “connection refused”: restart the receiver with `systemctl restart hook`.
- Anything else: page the monitoring team in `#monitoring`.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import GAP, sentences, text_of
from pipeline.critics.vagueness import says_how
from pipeline.importers.page.imperatives import is_order
from pipeline.models.document import Document, Located, Role, Section
from pipeline.models.finding import Defect, Level

name = "no-remedy"
defect = Defect.VAGUE
level = Level.WARNING

_DEPENDS = re.compile(
    r"\b(?:depends?\s+(?:up)?on|depending\s+on|cannot\s+be\s+(?:known|understood)\s+in\s+advance)\b", re.IGNORECASE
)
_ADVICE = re.compile(
    r"\b(?:you\s+(?:can|may|might|should|must|need)|try|consider|contact|page|call|ask|must|should)\b", re.IGNORECASE
)

_ENOUGH = 20
"""A section that says this many words more than that it depends is left alone."""


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report such a section that holds no order, no advice, no code and no link."""
    for section in document.having(Role.PROCEDURE):
        text = text_of(document, section)
        rest = " ".join(s for p in _prose(document, section) for s, *_ in sentences(p) if not _DEPENDS.search(s))
        helps = (
            len(rest.split()) > _ENOUGH
            or says_how(text)
            or _ADVICE.search(text)
            or GAP.search(text)
            or _orders(document, section)
        )
        if _DEPENDS.search(text) and not helps:
            message = f"“{section.title}” says only that it depends; name the known causes and their remedies"
            yield Hit(section.first, message)


def _prose(document: Document, section: Section) -> list[Located]:
    return [p for p in document.prose if section.first < p.line <= section.last]


def _orders(document: Document, section: Section) -> bool:
    coded = any(section.first < block.line <= section.last for block in document.blocks)
    return coded or any(is_order(sentence) for p in _prose(document, section) for sentence, *_ in sentences(p))
