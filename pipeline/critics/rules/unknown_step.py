"""The text sends the operator to a step that is not there.

“Go back to step 7” on a page of five steps: steps were removed or numbered anew, and the reference was not.

Bad:

````markdown
# Queue too long

## Steps

1. Run `rabbitmqctl list_queues`.
2. Run `rabbitmqctl purge_queue orders-dead`, then repeat step 4.
````

Good:

````markdown
# Queue too long

## Steps

1. Run `rabbitmqctl list_queues`.
2. Run `rabbitmqctl purge_queue orders-dead`, then repeat step 1.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.reading import section_at
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "unknown-step"
defect = Defect.DANGLING_REFERENCE
level = Level.ERROR

_REFERENCE = re.compile(
    r"(?<![\w-])steps?\s+#?(?P<first>\d{1,2})(?:\s*(?:-|–|to|and|or|through)\s*(?:step\s+)?(?P<last>\d{1,2}))?"
    r"(?![\w.]*\d|%)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^[^.\n]{0,40}?\b(?:of|in|from)\s+(?:the|our|a|an)\s+(?!(?:procedure|steps|list|section|page)\b)\w"
    r"|^[^.\n]{0,40}?\b(?:of|in|from|on)\s+(?:the\s+)?(?:\[|`|\*|RUN-|https?:|[\w\s]{0,30}(?:runbook|guide|page"
    r"|document(?:ation)?|procedure|article|playbook|above|below|section))",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report references to numbers that no step has."""
    numbers = _numbers(document) or set(range(1, len(document.steps) + 1))
    if not numbers:
        return
    for located in document.prose:
        for match in _REFERENCE.finditer(located.text):
            if _ELSEWHERE.match(located.text[match.end() :]) or _is_own_label(located, match):
                continue
            wanted = [int(n) for n in (match["first"], match["last"]) if n]
            missing = [n for n in wanted if n not in numbers]
            if missing:
                message = f"there is no step {missing[0]}; the last one is {max(numbers)}"
                yield spot(document, located, match.start(), match.end(), message)


def _numbers(document: Document) -> set[int]:
    """Return the numbers that steps have, counted where Markdown repeats "1."; and numbered items at any depth."""
    found: set[int] = set()
    run: dict[object, int] = {}
    for step in document.steps:
        if step.number:
            section = section_at(document, step.line)
            key = (section.first if section else 0) if step.prose and step.line == step.prose[0].line else -1
            run[key] = run.get(key, 0) + 1
            found |= {step.number, run[key]}
    for line in document.lines:
        if match := re.match(r"\s*(?:#+\s*)?(?:\*\*)?(?:step\s+)?#?(\d{1,2})[.):\s]", line, re.IGNORECASE):
            found.add(int(match[1]))
    return found if run else set()


def _is_own_label(located: Located, match: re.Match[str]) -> bool:
    """Tell whether the words are the label of a step ("Step 3: …"), not a reference to one."""
    before = located.text[: match.start()].rsplit("\n", 1)[-1]
    return before.strip(" *_#|-") == "" and re.match(r"\**\s*[:.)–—-]", located.text[match.end() :]) is not None
