"""Nothing on the page says how to tell that the problem is over.

Without a value to reach, people stop too early or work on after the fault is gone. One line does: which metric, status
or
output must read what. One note a page, and only for pages with commands; a step that changes something and is not
verified has its own finding.

Bad:

````markdown
# Queue too long

## Diagnosis

Count the messages:

```bash
rabbitmqctl list_queues name messages
```
````

Good:

````markdown
# Queue too long

## Diagnosis

Count the messages; the alert is over when `orders` should hold less than 1000:

```bash
rabbitmqctl list_queues name messages
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import changes, commands
from pipeline.critics.outcomes import states_result, texts_after
from pipeline.critics.reading import first_line, is_strict
from pipeline.importers.page.imperatives import is_expectation
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Level

name = "no-verification"
defect = Defect.UNVERIFIED
level = Level.NOTE


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page with commands that never says what a good result looks like."""
    if is_strict(document) or not any(any(commands(step)) for step in document.steps):
        return
    if any(step.checks or changes(step) for step in document.steps) or document.having(Role.VERIFICATION):
        return
    told = any(states_result(text) for step in document.steps for text in texts_after(step))
    if not told and not any(is_expectation(p.text) for p in document.prose):
        yield Hit(first_line(document), "nothing says how to tell that the problem is over; name what must read what")
