"""A tool has no such flag.

The command ends with “unknown flag” and does nothing. A warning, since some tools hide flags that still work.

Bad:

````markdown
# Queue too long

## Diagnosis

```bash
kubectl get pods -n shop --sort-on=.metadata.name
```
````

Good:

````markdown
# Queue too long

## Diagnosis

```bash
kubectl get pods -n shop --sort-by=.metadata.name
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.deprecations import deprecations
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import faults, inline_faults
from pipeline.models.command import FaultKind
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "unknown-flag"
defect = Defect.INVALID_COMMAND
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the unknown flags of all blocks; a flag that is known to have been removed is reported as deprecated."""
    for hit in (*faults(document, FaultKind.UNKNOWN_FLAG), *inline_faults(document, FaultKind.UNKNOWN_FLAG)):
        line = document.lines[hit.line - 1]
        if not any(entry.hint in line and entry.pattern.search(line) for entry in deprecations()):
            yield hit
