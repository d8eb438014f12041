"""The page has so many steps that nobody gets to the end.

Fifty steps (`max-steps` in the configuration) are several runbooks in one: people lose their place, and a fault in
step 9 is found in step 40. Split it where the situation forks, and link the parts. Bullets that only point something
out do not count.

Bad:

````markdown
# Rebuild the cluster

## Steps

1. Run `rebuild --part 1`.
2. Run `rebuild --part 2`.
3. Run `rebuild --part 3`.
````

Good:

````markdown
# Rebuild the cluster

## Steps

1. Run `rebuild --all`.
2. Wait until `rebuild --status` prints `done`.
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.configuration import Configuration
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "too-many-steps"
defect = Defect.OVERLONG
level = Level.WARNING
example = {"configuration": Configuration(max_steps=3)}


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the step at which the limit is reached."""
    limit = context.configuration.max_steps
    steps = [step for step in document.steps if step.number or step.blocks or step.inline]
    if len(steps) >= limit:
        yield Hit(steps[limit - 1].line, f"{len(steps)} steps; split the page where the situation forks")
