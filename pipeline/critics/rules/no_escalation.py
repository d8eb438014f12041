"""The page has no way out: nobody to call when it does not help.

Every runbook fails one night. Then the operator needs three things from it: when to stop trying, whom to call and how,
and
what to tell them.

Bad:

````markdown
# Queue too long

## Mitigation

Run `rabbitmqctl purge_queue orders-dead`.
````

Good:

````markdown
# Queue too long

## Mitigation

Run `rabbitmqctl purge_queue orders-dead`.

## Escalation

If the queue is still above 1000 after 15 minutes, page the messaging team in `#messaging` with the output of the
command.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import first_line, has_gap, is_nobody, is_runbook, is_strict, text_of
from pipeline.critics.repairs import section
from pipeline.drafting.gaps import gap
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Level

name = "no-escalation"
defect = Defect.NO_ESCALATION
level = Level.WARNING

_HELPER = (
    r"(?:teams?|support|leads?|engineers?|admin\w*|owners?|vendors?|sres?|dbas?|maintainers?|developers?|channel"
    r"|group|provider"
    r"|responsible)"
)
_ASK = r"(?:contact|call|ask|ping|notify|reach out to|get in touch with|hand (?:it )?over to|consult|engage)"
_REQUEST = r"(?:cases?|tickets?|issues?|bugs?|bug reports?|incidents?|requests?)"
_WAYS = (
    r"escalat\w+|on[- ]?call|pager\s?duty|opsgenie|victorops|paging|must-gather|bugzilla",
    r"page (?:the|an?|your|our|@|#)",
    rf"{_ASK}\s+(?:with\s+)?(?:the|your|our|an?|@|#|\[|[a-z])[\w@#\['’-]*(?:\s+[\w&/()'’-]+){{0,4}}?\s*{_HELPER}\b",
    r"(?-i:(?:[Cc]ontact|[Cc]all|[Ee]ngage)\s+[A-Z@#]\w+)",
    rf"(?:open|file|raise|create|submit|log)\s+(?:an?|the)\s+(?:\w+\s+){{0,3}}?{_REQUEST}\b",
    r"(?:support|customer)\s+(?:cases?|tickets?|teams?|portal|requests?)",
    r"(?:red hat|vendor|customer|technical|dedicated|aws|azure|google)\s+support",
    r"(?:contact|call|ask|ping|notify|ring|phone|tell|message|write\s+to)\s+(?:(?:in|on)\s+)?[`*_]{0,2}[@#]\w",
    r"(?:help|desk|operations|support|crew|team|guild|chapter|group)\b[^.\n]{0,20}(?:[ `(][@#][a-z]|\+\d[\d -]{6,}\d)",
    r"refer to the `?\w+`? team|network team|infrastructure team",
)
_PATH = re.compile(rf"\b(?:{'|'.join(_WAYS)})", re.IGNORECASE)
_KEYS = ("escalation", "on-call", "contact", "contacts")
_OWNER = re.compile(r"owner|owned|maintain|author|^team$")
_CALLS = re.compile(r"escalat|\b(?:call|page|contact|ask)\b", re.IGNORECASE)
_EMPTY = re.compile(r"^\W*escalation\W*(?:tbd|todo|n/?a|none)\W*$", re.IGNORECASE | re.MULTILINE)
_LINES = (
    f"- **When to escalate**: {gap('escalation', 'After how long, or on what sign?', 'the owner')}",
    f"- **Who to contact**: {gap('contact', 'Who is called, and how?', 'the owner')}",
    f"- **What to provide**: {gap('escalation', 'What does the next person need to know?', 'the owner')}",
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page that names no path; one in the template has to have the section, filled."""
    if not is_runbook(document):
        return
    sections = document.having(Role.ESCALATION)
    filled = [s for s in sections if not is_nobody(text_of(document, s))]
    if filled:
        return
    message = "nobody to call is named; add when to escalate, to whom, and with what"
    if sections:
        yield Hit(sections[0].first, f"the section “{sections[0].title}” is empty: {message}", level=_level(document))
    elif not _is_mentioned(document) and not has_gap(document.text, "escalation"):
        fix = section(document, "Escalation", _LINES) if is_strict(document) else None
        yield Hit(first_line(document), message, level=_level(document), fix=fix)


def _is_mentioned(document: Document) -> bool:
    """Tell whether a page that has no section for it names a way out somewhere; the template asks for the section."""
    if is_strict(document):
        return False
    owned = {fact.line for key, fact in document.facts if _OWNER.search(key) and not _CALLS.search(fact.text)}
    lines = "\n".join(line for number, line in enumerate(document.lines, start=1) if number not in owned)
    return _PATH.search(_EMPTY.sub("", lines)) is not None or any(
        not is_nobody(fact.text) for key in _KEYS if (fact := document.fact(key))
    )


def _level(document: Document) -> Level | None:
    return Level.ERROR if is_strict(document) else None
