"""The page orders checks and changes, and holds not one command.

“Check the logs of the operator. Check the tokens. Fix the configuration.” Each line costs minutes of remembering at
night, and
one command each would save them. One finding a page; pages that click through a console, that link to where it is
said, or that
hold any command are left alone.

Bad:

````markdown
# Operator not ready

## Diagnosis

- Check the logs of the operator pod.
- Check its service account token.

## Mitigation

- Adjust the memory of its pods.
````

Good:

````markdown
# Operator not ready

## Diagnosis

- Check the logs of the operator pod: `kubectl logs -n ops deployment/operator --tail=200`.
- Check its service account token.

## Mitigation

- Adjust the memory of its pods.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands.output import is_tool
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.manual import is_by_hand, is_technical
from pipeline.critics.reading import GAP, is_strict, sentences
from pipeline.critics.rules import missing_command
from pipeline.importers.page.imperatives import is_order
from pipeline.importers.page.sections import ACTIVE
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "no-commands"
defect = Defect.INCOMPLETE
level = Level.WARNING

_ENOUGH = 3
_QUOTED = re.compile(r"[\"“]([a-z][\w-]+) [^\"”\n]{1,80}[\"”]")
"""A command that is written in quotes instead of code: "ceph health"."""


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page with three technical orders or more and no command at all."""
    if is_strict(document) or document.blocks or any(" " in code.text for code in document.inline):
        return
    if any(is_tool(match[1]) for match in _QUOTED.finditer(document.text)):
        return
    if GAP.search(document.text) or any(missing_command.check(document, context)):
        return
    orders = [
        p.line for p in document.prose if _is_active(document, p.line) for s, *_ in sentences(p) if _wants_command(s)
    ]
    if len(orders) >= _ENOUGH:
        yield Hit(
            orders[0], f"{len(orders)} orders from here on, and no command on the page; write at least the first ones"
        )


def _is_active(document: Document, line: int) -> bool:
    section = next((s for s in reversed(document.sections) if s.first <= line <= s.last), None)
    return section is not None and section.role in ACTIVE


def _wants_command(sentence: str) -> bool:
    return is_order(sentence) and is_technical(sentence) and not is_by_hand(sentence)
