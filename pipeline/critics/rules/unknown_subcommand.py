"""A tool has no such sub-command.

A typo, a name that was invented, or one that left the tool years ago: the operator gets a usage text instead of an
answer. Only
tools with a specification in this package are judged; any other is simply unknown.

Bad:

````markdown
# Queue too long

## Diagnosis

```bash
kubectl list pods -n shop
```
````

Good:

````markdown
# Queue too long

## Diagnosis

```bash
kubectl get pods -n shop
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.deprecations import is_deprecated
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import faults, inline_faults
from pipeline.models.command import FaultKind
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "unknown-subcommand"
defect = Defect.INVALID_COMMAND
level = Level.ERROR


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the unknown sub-commands of all blocks and of inline commands; one that was removed is told elsewhere."""
    for hit in (
        *faults(document, FaultKind.UNKNOWN_SUBCOMMAND),
        *inline_faults(document, FaultKind.UNKNOWN_SUBCOMMAND),
    ):
        if not is_deprecated(document.lines[hit.line - 1]):
            yield hit
