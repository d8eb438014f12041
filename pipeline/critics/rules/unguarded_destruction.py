"""A command destroys something, and nothing stands before it.

What is dropped, deleted or overwritten is gone. Before such a command the page says what must be true (“only if …”),
has it
confirmed, saves a copy, or says how to get back. In a draft the step has its “Before” and “Undo” lines.

Bad:

````markdown
# Disk full

## Mitigation

Free some space:

```bash
rm -rf /var/lib/orders/archive
```
````

Good:

````markdown
# Disk full

## Mitigation

Make sure that the archive was copied to the bucket (`s3://orders-archive`), then free the space:

```bash
rm -rf /var/lib/orders/archive
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context, Kind
from pipeline.critics.guards import is_guarded, is_guarded_before
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import commands, line_hit
from pipeline.critics.reading import is_strict
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level
from pipeline.models.runbook import Effect

name = "unguarded-destruction"
defect = Defect.UNSAFE_COMMAND
level = Level.ERROR


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the first destructive call of each step that has no guard."""
    for step in document.steps:
        if is_guarded(step) or (
            context.kind is not Kind.DRAFT and not is_strict(document) and is_guarded_before(document, step)
        ):
            continue
        for located, found in commands(step):
            call = next((c for c in found.invocations if c.effect is Effect.DESTRUCTIVE), None)
            if call or found.effect is Effect.DESTRUCTIVE:
                what = call.text if call else located.block.text
                shown = what.split("\n")[0].strip()
                shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
                message = f"“{shown}” cannot be undone; say before it what must hold, and how to recover"
                yield line_hit(document, located, call.line if call else 1, message)
                break
