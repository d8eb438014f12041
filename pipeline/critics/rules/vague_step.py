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

from collections.abc import Callable, Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.invocations import commands
from pipeline.critics.reading import is_strict, own_code, sentences
from pipeline.critics.vagueness import is_goal, is_vague, says_how
from pipeline.models.document import Document, DocumentStep, Located, Role
from pipeline.models.finding import Defect, Level
from pipeline.models.runbook import Effect

name = "vague-step"
defect = Defect.VAGUE
level = Level.WARNING

_ENOUGH = 25
"""A text that says this many words more after its vague sentence explains it."""


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the vague sentences of steps that say nowhere how, and of sections that hold nothing else."""
    for step in document.steps:
        if _looks_nowhere(step):
            yield from _bare_goals(document, step)
        elif not step.blocks and not own_code(step):
            yield from _in_title(document, step) if is_strict(document) else _in_prose(document, step)
    if not is_strict(document):
        yield from _bare_sections(document)


def _looks_nowhere(step: DocumentStep) -> bool:
    """Tell whether the step has commands, and all of them change something."""
    effects = [call.effect for _, found in commands(step) for call in found.invocations]
    return bool(effects) and Effect.READ not in effects and not step.checks


def _bare_goals(document: Document, step: DocumentStep) -> Iterator[Hit]:
    """Yield a goal such as “Ensure that the service is healthy” where no command of the step shows it."""
    if len(step.prose) == 1 and is_goal(step.prose[0].text):
        yield from _in_text(document, step.prose[0], is_goal)


def _bare_sections(document: Document) -> Iterator[Hit]:
    """Yield the sections between others that are one vague sentence: they would have been a step."""
    inside = {line for step in document.steps for line in range(step.line, step.last + 1)}
    for section in document.sections[1:]:
        prose = [p for p in document.prose if section.first < p.line <= section.last]
        coded = any(section.first < block.line <= section.last for block in document.blocks)
        if section.role is not Role.OTHER or coded or len(prose) != 1:
            continue
        if prose[0].line not in inside and not says_how(prose[0].text):
            yield from _in_text(document, prose[0], is_vague)


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
        yield from _in_text(document, located, is_vague)


def _in_text(document: Document, located: Located, is_wrong: Callable[[str], bool]) -> Iterator[Hit]:
    for sentence, start, end in sentences(located):
        if is_wrong(sentence) and len(located.text[end:].split()) <= _ENOUGH:
            written = " ".join(sentence.split()).rstrip(".")
            message = f"“{written}” does not say how; add the command, the log or the panel to look at"
            yield spot(document, located, start, end, message)
            return
