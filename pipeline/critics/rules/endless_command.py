"""A command does not end by itself, and the page does not say so.

`logs -f`, `watch`, `top`, an editor: the next line of the block never runs, and a script that follows the page hangs.
Limit it
(`--tail=200`, `top -bn1`), or say when to stop it. A command that the text tells the reader to watch is left alone.

Bad:

````markdown
# Queue too long

## Diagnosis

Look for errors:

```bash
kubectl logs -f deployment/orders-consumer -n shop
kubectl get events -n shop
```
````

Good:

````markdown
# Queue too long

## Diagnosis

Look for errors:

```bash
kubectl logs --tail=200 deployment/orders-consumer -n shop
kubectl get events -n shop
```
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context, Kind
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import block_faults
from pipeline.critics.reading import is_strict
from pipeline.models.command import FaultKind
from pipeline.models.document import Document, DocumentStep
from pipeline.models.finding import Defect, Level

name = "endless-command"
defect = Defect.UNSAFE_COMMAND
level = Level.NOTE

_TOLD = re.compile(
    r"ctrl\s*[-+]?\s*c|\^c|\b(?:stream\w*|tail\w*|live|continuous\w*|edit\w*|real[- ]time|interactive\w*|shell|editor"
    r"|(?:second|other|another|separate)\s+(?:terminal|window|shell|session)|(?:leave|keep)\s+(?:it|this"
    r"|that)\s+running)\b"
    r"|(?:^|[.:;,(]\s*|\b(?:and|then|to|or|also|can|now|by|please|should|while)\s+)(?:watch|monitor|observ)(?:e|ing)?\b"
    r"|\bfollow(?:ing)?\s+(?:\S+\s+){0,4}?(?:logs?|output|events?|progress|rollout|journal|messages)\b"
    r"|\bwait\s+(?:\S+\s+){0,5}?until\b",
    re.IGNORECASE,
)
"""Words by which a text tells that the command runs on."""


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report commands that run on, where the step does not announce it; in the template a title alone does not."""
    level = Level.WARNING if context.kind is Kind.DRAFT else None
    for step in document.steps:
        hits = [hit for located in step.blocks for hit in block_faults(document, located, FaultKind.ENDLESS)]
        if hits and not _is_told(document, step):
            yield from (hit._replace(level=level) for hit in hits)


def _is_told(document: Document, step: DocumentStep) -> bool:
    told = " ".join((*(() if is_strict(document) else (step.title,)), *(p.text for p in step.prose)))
    return _TOLD.search(re.sub(r"`[^`]*`", "", told)) is not None
