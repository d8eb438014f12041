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
from pipeline.models.command import FaultKind
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "endless-command"
defect = Defect.UNSAFE_COMMAND
level = Level.NOTE

_TOLD = re.compile(
    r"ctrl\s*[-+]?\s*c|\^c|\b(?:watch\w*|follow\w*|stream\w*|tail\w*|live|continuous\w*|edit\w*|monitor\w*|keep"
    r"|observe|until|real[- ]time|interactive\w*|shell|editor|top)\b",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report commands that run on, where the step does not announce it."""
    for step in document.steps:
        prose = " ".join((step.title, *(p.text for p in (*step.prose, *step.checks))))
        if _TOLD.search(re.sub(r"`[^`]*`", "", prose)):
            continue
        for located in step.blocks:
            level = Level.WARNING if context.kind is Kind.DRAFT else None
            yield from (hit._replace(level=level) for hit in block_faults(document, located, FaultKind.ENDLESS))
