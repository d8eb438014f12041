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
from pipeline.critics.invocations import commands
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
_CONDITION = re.compile(
    r"^\W*(?:(?:if|when|once|after)\s[^,.;:]{3,70},\s*(?:then\s+)?|(?:then|now|next|finally)\s+)", re.IGNORECASE
)
_OPERATION = re.compile(
    r"(?:restart|reload|rebalance|defragment|defrag|enable|disable|unseal|mount|unmount|remount|resize|extend|expand"
    r"|migrate|evict|remove"
    r"|delete|recreate|rebuild|reset|resync|re-?sync|reassign|compact|upgrade|downgrade|uninstall|patch|pause|resume"
    r"|suspend|clear"
    r"|unlock|rejoin|replay|rerun|promote|demote|detach|attach|raise|lower|increase|decrease|shrink|drain|cordon"
    r"|uncordon|kill|stop|start"
    r"|purge|flush|truncate|vacuum|reindex|rotate|renew|restore|terminate|redeploy|re-?apply|re-?import|re-?create"
    r"|reprovision|unregister"
    r"|deregister|get\s+rid\s+of|(?:turn|switch)\s+(?:on|off|over)|take\s+a\s+(?:backup|snapshot|dump)|add\s+(?:a|an"
    r"|another|one|more|two|new)"
    r"|scale\s+(?:up|down|out|in)|fail\s+over|roll\s+back|back\s+up)\s+(?!(?:(?:it|them|this|that|to|from)$|here\b"
    r"|again\b|over\b|at\b|now\b|with\b|if\b))\w",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"(?:run|execute|start|launch|use|call)\s+(?:the|our|a|your|that)\s+(?:[\w-]+\s+){0,3}(?:tool|scripts?|commands?"
    r"|quer(?:y|ies)|job"
    r"|program|utility|playbook|wrapper|helper)\b",
    re.IGNORECASE,
)
_LOOK = re.compile(
    r"(?:check|verify|inspect|examine|list|query|count|measure|test|compare)\s+(?:the|all|each|every|both)\s",
    re.IGNORECASE,
)
_PHYSICAL = re.compile(
    r"\b(?:cables?|racks?|drives?|fans?|batter(?:y|ies)|cards?|doors?|bays?|chassis|sleds?|dimms?|psus?|badge|laptop"
    r"|phone|silence|alert"
    r"|ticket|incident|meeting|call|team|people|timer|clock|discussion|notification|banner|severity|priority"
    r"|conversation|timeline)\b",
    re.IGNORECASE,
)
"""What is done by hand, on a page or between people."""
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
    if any(_takes_command(order, stepped, is_strict(document), stepped or len(whole) < 160) for order in orders):
        return True
    return any(_operates(document, step, order) for order in orders if len(step.prose) < 2 + is_strict(document))


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


def _operates(document: Document, step: DocumentStep, order: str) -> bool:
    """Tell whether a short order of one sentence names an operation, on a page that gives commands for the others."""
    words = _CONDITION.sub("", order).rstrip(".! ").split()
    if (
        not 1 < len(words) <= 8
        or _PHYSICAL.search(order)
        or re.search(r"[.:;]\s", order)
        or not _has_commands(document)
    ):
        return False
    operation = " ".join(words)
    if _OPERATION.match(operation) or _RUNS.match(operation):
        return is_strict(document) or step.number > 0 or _CONDITION.match(order) is not None
    return len(words) < 7 and step.number > 0 and _LOOK.match(operation) is not None and _mostly_commands(document)


def _has_commands(document: Document) -> bool:
    return any(any(commands(step)) for step in document.steps)


def _mostly_commands(document: Document) -> bool:
    """Tell whether most of three or more numbered steps have a command, so that one without it is an oversight."""
    numbered = [step for step in document.steps if step.number]
    given = sum(bool(step.blocks or own_code(step)) for step in numbered)
    return given > 2 and 3 * given >= 2 * len(numbered)


def _rolls_back(phrase: str) -> bool:
    return (
        re.match(r"(?:roll\s+back|fail\s+over|scale\s+(?:up|down|out))\s+(?:the\s+)?[\w-]+", phrase, re.IGNORECASE)
        is not None
    )
