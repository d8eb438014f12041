"""A command destroys something, and nothing stands before it.

What is dropped, deleted or overwritten is gone. Before such a command the page says what must be true (“only if …”),
has it
confirmed, saves a copy, or says how to get back. In a draft the step has its “Before” and “Undo” lines.

Bad:

````markdown
# Disk full

## Mitigation

Free some space:

```bash
rm -rf /var/lib/orders/archive
```
````

Good:

````markdown
# Disk full

## Mitigation

Make sure that the archive was copied to the bucket (`s3://orders-archive`), then free the space:

```bash
rm -rf /var/lib/orders/archive
```
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context, Kind
from pipeline.critics.guards import is_guarded, is_guarded_before, is_saved_before
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import commands, inline_commands, line_hit
from pipeline.critics.reading import is_strict, sentences
from pipeline.importers.page.imperatives import is_order
from pipeline.models.document import Document, DocumentStep, Located, LocatedBlock
from pipeline.models.finding import Defect, Level
from pipeline.models.runbook import Effect

name = "unguarded-destruction"
defect = Defect.UNSAFE_COMMAND
level = Level.ERROR

_DRAIN = re.compile(r"(?:kubectl|oc)\b.*\bdrain\b(?!.*--(?:force|disable-eviction))")
"""Emptying a node is undone by uncordon, and an emptyDir volume never outlives its pod."""
_NEVER = re.compile(r"\b(?:not|never|avoid|instead of|don['’]t)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the first destructive call of each step that has no guard."""
    for step in document.steps:
        found = _destruction(step)
        if found is None or _DRAIN.search(found[2]):
            continue
        located, line, text = found
        at = located.line + line - 1
        saved = context.kind is not Kind.DRAFT and is_saved_before(document, at, text)
        if not saved and not _is_guarded(document, step, at, context):
            shown = text if len(text) <= 60 else f"{text[:57]}…"
            message = f"“{shown}” cannot be undone; say before it what must hold, and how to recover"
            yield line_hit(document, located, line, message)
    yield from _inline(document, context)


def _destruction(step: DocumentStep) -> tuple[LocatedBlock, int, str] | None:
    """Return the step's first destructive call: its block, its line in it, and its first line of text."""
    for located, found in commands(step):
        if found.effect is Effect.DESTRUCTIVE:
            call = next((c for c in found.invocations if c.effect is Effect.DESTRUCTIVE), None)
            text = call.text if call else located.block.text
            return located, call.line if call else 1, text.strip().split("\n")[0]
    return None


def _is_guarded(document: Document, step: DocumentStep, line: int, context: Context) -> bool:
    """A step of a page is also guarded by the text above it; one in the template stands for itself."""
    if is_guarded(step, line):
        return True
    return context.kind is not Kind.DRAFT and not is_strict(document) and is_guarded_before(document, step)


def _inline(document: Document, context: Context) -> Iterator[Hit]:
    """Yield destructive inline commands that a sentence orders to run, without a guard in their text."""
    for located, found in inline_commands(document):
        prose = next((p for p in document.prose if p.line <= located.line <= p.line + p.text.count("\n")), None)
        if (
            found.effect is not Effect.DESTRUCTIVE
            or _DRAIN.search(located.text)
            or prose is None
            or not _orders(prose, located.text)
        ):
            continue
        step = next((s for s in document.steps if s.line <= located.line <= s.last), None)
        if step is not None and not _is_guarded(document, step, located.line, context):
            start = document.lines[located.line - 1].find(located.text) + 1
            message = f"“{located.text}” cannot be undone; say before it what must hold, and how to recover"
            yield Hit(located.line, message, max(start, 1), start + len(located.text) if start else 0)


def _orders(prose: Located, command: str) -> bool:
    """Tell whether the sentence that holds the command tells the reader to run it."""
    sentence = next((s for s, *_ in sentences(prose) if command in s), "")
    return is_order(sentence) and _NEVER.search(sentence) is None
