"""A command does not parse.

An open quote, a lost `fi`, a query with one bracket too few: pasted at night it does nothing, or half of what it
should.
Blocks are read as the language that their fence names; output and configuration are left alone.

Bad:

````markdown
# Queue too long

## Diagnosis

Count the errors:

```promql
sum(rate(http_errors_total[5m])
```
````

Good:

````markdown
# Queue too long

## Diagnosis

Count the errors:

```promql
sum(rate(http_errors_total[5m]))
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import faults
from pipeline.models.command import FaultKind
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "broken-command"
defect = Defect.INVALID_COMMAND
level = Level.ERROR


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the syntax errors of all blocks."""
    yield from faults(document, FaultKind.SYNTAX)
