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

import re
from collections.abc import Iterator

from pipeline.critics.configuration import Configuration
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import is_strict
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "too-many-steps"
defect = Defect.OVERLONG
level = Level.WARNING
_BOX = re.compile(r"\s*[-*+] \[[ xX]\] .*`[^`]+ [^`]+`")

example = {"configuration": Configuration(max_steps=3)}


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the step at which the limit is reached."""
    limit = context.configuration.max_steps
    steps = [step for step in document.steps if step.number or step.blocks or step.inline]
    lines = sorted({step.line for step in steps} | set(_boxes(document)))
    if len(lines) >= limit:
        yield Hit(lines[limit - 1], f"{len(lines)} steps; split the page where the situation forks")


def _boxes(document: Document) -> Iterator[int]:
    """Yield the lines of boxes to tick that hold a command; in the template boxes are prerequisites and checks."""
    if not is_strict(document):
        yield from (number for number, line in enumerate(document.lines, start=1) if _BOX.match(line))
