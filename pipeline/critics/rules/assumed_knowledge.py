"""The page relies on what only its author knows.

“As usual”, “the standard procedure”, “you know which one”: somebody on their first night does not. Write the words
out, or
link the page that does.

Bad:

````markdown
# Queue too long

## Mitigation

1. Restart the consumer the usual way.
2. Follow the standard capacity planning procedures.
````

````markdown
# Queue too long

## Mitigation

1. Log in to the server.
2. Run `rabbitmqctl list_queues`.
````

Good:

````markdown
# Queue too long

## Mitigation

1. Restart the consumer: `systemctl restart orders-consumer`. It usually takes 10 seconds.
2. Continue with the [standard procedure for capacity](capacity.md).
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.assumptions import assumption_in, is_bare_login, may_assume
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.reading import role_at, sentences
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Level

name = "assumed-knowledge"
defect = Defect.ASSUMES_KNOWLEDGE
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report such words, and steps that only say “log in to the server”."""
    for located in document.prose:
        if role_at(document, located.line) is Role.ESCALATION or located.text.startswith(("[ ]", "[x]")):
            continue  # whom an escalation names is told elsewhere; a box says what the reader knows after the step
        if may_assume(located.text) and not located.text.rstrip().endswith(":"):
            for sentence, start, _ in sentences(located):
                if match := assumption_in(sentence):
                    message = (
                        f"“{' '.join(match[0].split())}” helps only who knows it already; write it out, or link it"
                    )
                    yield spot(document, located, start + match.start(), start + match.end(), message)
    yield from _logins(document)


def _logins(document: Document) -> Iterator[Hit]:
    for step in document.steps:
        if not step.blocks and not step.inline and len(step.prose) == 1 and is_bare_login(step.prose[0].text):
            yield Hit(step.line, f"“{step.title}” does not say which one, nor how; write the command")
