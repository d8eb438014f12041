"""A step says that something is to be found out or fixed, and not how.

“Investigate the issue” is what the operator is already doing. Name the command, the dashboard, the log and the words
to look
for. A step that goes on with a command, a link or a list of concrete checks is fine, whatever its first words are.

Bad:

````markdown
# Queue too long

## Mitigation

1. Investigate the issue.
2. Take appropriate action.
````

Good:

````markdown
# Queue too long

## Mitigation

1. Investigate the queue depth with:

   ```bash
   rabbitmqctl list_queues name messages
   ```

2. Fix the issue by restarting the consumer: `systemctl restart orders-consumer`.
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.reading import is_strict, own_code, sentences
from pipeline.critics.vagueness import is_vague, says_how
from pipeline.models.document import Document, DocumentStep, Located
from pipeline.models.finding import Defect, Level

name = "vague-step"
defect = Defect.VAGUE
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the vague sentences of steps that say nowhere how."""
    for step in document.steps:
        if step.blocks or own_code(step):
            continue
        yield from _in_title(document, step) if is_strict(document) else _in_prose(document, step)


def _in_title(document: Document, step: DocumentStep) -> Iterator[Hit]:
    if is_vague(step.title) and not says_how(" ".join(p.text for p in step.prose)):
        yield Hit(step.line, f"“{step.title}” does not say how; add the command, the log or the panel to look at")
    else:
        yield from _in_prose(document, step)


def _in_prose(document: Document, step: DocumentStep) -> Iterator[Hit]:
    whole = " ".join(p.text for p in step.prose)
    if says_how(whole):
        return
    for located in step.prose:
        if located.text.rstrip().endswith(":") and len(step.prose) > 1:
            continue
        yield from _in_text(document, located)


def _in_text(document: Document, located: Located) -> Iterator[Hit]:
    for sentence, start, end in sentences(located):
        if is_vague(sentence):
            written = " ".join(sentence.split()).rstrip(".")
            message = f"“{written}” does not say how; add the command, the log or the panel to look at"
            yield spot(document, located, start, end, message)
            return
