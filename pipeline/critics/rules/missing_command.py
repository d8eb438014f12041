"""A step orders something that takes a command, and gives none.

“Restart the database.” With what, where, as whom? At 3 a.m. every remembered command is a guess. A step that clicks
through a
console, asks a person, or links the page that says how, needs none.

Bad:

````markdown
# Queue too long

## Steps

1. Drain the broker node.
2. Restart the consumer deployment.
````

````markdown
# Queue too long

## Steps

1. Run the following command to purge the queue:

2. Wait until the queue is empty.
````

Good:

````markdown
# Queue too long

## Steps

1. Restart the consumer deployment:

   ```bash
   kubectl rollout restart deployment/orders-consumer -n shop
   ```

2. In the console, open **Queues** and delete the queue `orders-dead`.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands.output import is_tool
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.manual import is_by_hand, names_thing_first
from pipeline.critics.reading import GAP, is_strict, own_code, step_name
from pipeline.critics.vagueness import is_vague
from pipeline.importers.page.imperatives import first_verb
from pipeline.models.document import Document, DocumentStep, Layout
from pipeline.models.finding import Defect, Level

name = "missing-command"
defect = Defect.INCOMPLETE
level = Level.WARNING

_ANNOUNCED = re.compile(
    r"\b(?:run(?:ning)?|execut\w+|us(?:e|ing)|with|enter(?:ing)?|issu\w+|type)\s+(?:the\s+|these\s+|this\s+)?"
    r"(?:following|below|next)\s+(?:\w+\s+){0,2}?(?:commands?|script|query|queries)\b[^.]*:\s*$"
    r"|\b(?:run|execute)\s+(?:this|these)(?:\s+commands?)?\s*:\s*$",
    re.IGNORECASE,
)
_ACTS = frozenset(
    re.findall(
        r"\S+",
        """restart reboot drain cordon uncordon scale rollback failover promote kill truncate redeploy delete purge
        flush
    terminate stop rebuild restore rotate renew execute run deploy apply revert vacuum reindex
    resize expand extend increase decrease reduce clear empty unmount mount evict rebalance resync reload""",
    )
)
_LOOKS = frozenset(
    re.findall(
        r"\S+",
        """check verify list count query inspect examine review identify find show get measure confirm determine locate
    monitor""",
    )
)
_SETS = frozenset({"set", "change", "copy", "deploy", "lower", "raise"})
_NAME = re.compile(r"`([\w.-]+)`")
_FILE = re.compile(r"\b(?:files?|retention|dns\s+records?|quota|replicas|permissions)\b", re.IGNORECASE)
_STATE = re.compile(
    r"\b(?:replication\s+lag|disk\s+(?:usage|space)|free\s+space|memory\s+usage|cpu\s+usage|queue\s+(?:depth|length"
    r"|size)|pod\s+status|node\s+status|(?:consumer|replica)\s+lag|inodes?|open\s+(?:files|connections)"
    r"|connection\s+(?:count|pool)|process(?:es)?\s+list|slow\s+quer(?:y|ies)|service\s+status|status\s+of\s+the\s+"
    r"(?:\w+\s+){0,2}(?:pods?|nodes?|service|cluster|database|deployment)|load\s+average|swap\s+usage)\b",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report announced commands that do not come, and orders that take one."""
    for step in document.steps:
        if step.blocks:
            continue
        if announced := next((p for p in step.prose if _is_announcement(p.text)), None):
            last = announced.line + announced.text.count("\n")
            yield Hit(last, "a command is announced here, and none follows; write it", level=Level.ERROR)
        elif _needs_command(document, step):
            yield Hit(step.line, f"{step_name(step)} takes a command and gives none; write the exact command")


def _is_announcement(text: str) -> bool:
    return _ANNOUNCED.search(text) is not None and "`" not in text and "](" not in text


def _needs_command(document: Document, step: DocumentStep) -> bool:
    text = " ".join(p.text for p in step.prose)
    whole = f"{step.title}. {text}"
    if is_strict(document):
        whole = _NAME.sub(lambda m: m[0] if is_tool(m[1]) else m[1], whole)
    elif own_code(step):
        return False
    if is_by_hand(whole) or GAP.search(text) or is_vague(step.title):
        return False
    stepped = is_strict(document) or (document.layout is Layout.STEPS and step.number > 0)
    orders = [line for line in (step.title, *(p.text for p in step.prose[:1])) if first_verb(line)]
    return any(_takes_command(order, stepped, is_strict(document), stepped or len(whole) < 160) for order in orders)


def _takes_command(order: str, stepped: bool, strict: bool, short: bool) -> bool:
    """Tell whether an order is carried out by a command; `short` says that no long text explains it instead."""
    verb = first_verb(order)
    if _rolls_back(order):
        return True
    if verb in _SETS and _FILE.search(order):
        return stepped
    if verb in _ACTS:
        return names_thing_first(order) and short
    if verb in _LOOKS and stepped:
        return _STATE.search(order) is not None or (strict and names_thing_first(order))
    return False


def _rolls_back(phrase: str) -> bool:
    return (
        re.match(r"(?:roll\s+back|fail\s+over|scale\s+(?:up|down|out))\s+(?:the\s+)?[\w-]+", phrase, re.IGNORECASE)
        is not None
    )
