"""The page sends the operator to people whom it does not name.

“Contact the appropriate team” is a search, not a help. Name the team and the channel, or link the rota.

Bad:

````markdown
# Queue too long

## Mitigation

If the queue does not shrink, contact the appropriate team.
````

Good:

````markdown
# Queue too long

## Mitigation

If the queue does not shrink, contact the messaging team in `#messaging`.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.models.document import Document, Located, Role
from pipeline.models.finding import Defect, Level

name = "nameless-contact"
defect = Defect.NO_ESCALATION
level = Level.WARNING

_ACT = (
    r"(?:get\s+help\s+from|contact|call|ask|page|ping|notify|inform|tell|alert|involve|engage|escalate(?:\s+(?:it"
    r"|this|the\s+\w+))?\s+to"
    r"|reach\s+out\s+to|get\s+in\s+touch\s+with|hand\s+(?:it\s+)?(?:over\s+)?to|speak\s+(?:to|with)|talk\s+to"
    r"|check\s+with)"
)
_FITTING = r"(?:relevant|appropriate|responsible|right|correct|concerned|respective|proper|necessary|next|competent)"
_GROUP = (
    r"(?:teams?|person|people|part(?:y|ies)|owners?|contacts?|group|level|stakeholders?|department|engineers?"
    r"|authorit(?:y|ies))"
)
_SOMEONE = (
    r"some(?:one|body)(?:\s+(?:else|senior|who|with|from|more|on\s+the\s+team|in\s+the\s+team"
    r"|knowledgeable)\b[\w\s]{0,30}?)?"
    r"|who(?:m|so)?ever\s+(?:is\s+)?(?:available|around|online|there|on\s+(?:duty|shift)|knows|answers)|any(?:one"
    r"|body)\s+(?:who|available|online|around)\b"
    r"|(?:the\s+)?(?:persons?|people|ones?|guys?|folks|colleagues?|admins?|engineers?)\s+(?:who|that)\s+(?:set|built"
    r"|wrote|made|knows?|installed"
    r"|configured|introduced|understands?|designed|created|maintains?|did\s+(?:it|this))\b"
    r"|an?\s+(?:expert|colleague|senior\s+(?:engineer|colleague|person)|specialist|co-?worker|team\s?mate)"
    r"|the\s+usual\s+(?:people|person|suspects|contacts?)"
)
_WHOM = rf"(?:{_SOMEONE}|(?:the\s+|an?\s+|your\s+)?{_FITTING}\s+(?:\w+\s+)?{_GROUP})"
_NAMELESS = re.compile(rf"\b{_ACT}\s+{_WHOM}\b(?!\s*[(\[:@#])", re.IGNORECASE)
_ROLE = (
    r"(?:team(?:\s+leads?)?|(?:tech(?:nical)?\s+|senior\s+|shift\s+)?leads?|(?:lead\s+|senior\s+)?(?:developers?"
    r"|engineers?)|devs?|admins?"
    r"|administrators?|sys\s?admins?|dbas?|ops|operations|managers?|boss|experts?|specialists?|owners?|maintainers?"
    r"|authors?|architects?"
    r"|colleagues?|vendor|support|help\s?desk)"
)
_TO_NOBODY = re.compile(
    r"(?:^|(?<=[,;]\s)|(?<=\.\s)|(?<=please\s)|(?<=then\s))escalate(?:\s+(?:it|the\s+(?:issue|incident|problem)"
    r"|immediately))?(?=\s*(?:[.!;]|\Z))"
    r"|\b(?:contact|call|ask|page|notify|reach\s+out\s+to|inform|tell|ping|talk\s+to|get|wake)\s+(?:the|your|our|an?"
    r"|one\s+of\s+the)\s+"
    rf"{_ROLE}(?:\s+(?:in\s+charge|for\s+help|for\s+support|about\s+it))?(?=\s*(?:[.!;]|\Z))"
    rf"|(?:^|\n)\W*(?:contacts?|questions|help|ask|call)\s*:\s*(?:the\s+)?(?:\w+\s+)?{_ROLE}(?=\s*(?:[.!;]|\Z|\n))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<![\w/&(])[#@][a-z][\w-]{2,}|\b[\w.+-]+@[\w-]+\.\w|\+\d[\d ()-]{6,}\d", re.IGNORECASE)
_CALLS = re.compile(r"\b(?:team|on[- ]?call|page[rd]?|call|contact|escalat\w*|help|duty|ask|support)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report such a contact, unless the same text names one right after, and an escalation to nobody at all."""
    escalates = bool(document.having(Role.ESCALATION)) or any(map(_names_somebody, document.prose))
    for located in document.prose:
        for match in _NAMELESS.finditer(located.text):
            rest = located.text[match.end() :]
            if not re.match(r"[^.\n]{0,40}(?:[@#`\[]|\bvia\b|\bin\s+the\b)", rest):
                written = " ".join(match[0].split())
                message = f"“{written}” names nobody; say which team or role, and how to reach them"
                yield spot(document, located, match.start(), match.end(), message)
        for match in () if escalates else _TO_NOBODY.finditer(located.text):
            message = (
                f"“{' '.join(match[0].split())}” does not say to whom; name a team or a role, and how to reach them"
            )
            yield spot(document, located, match.start(), match.end(), message)


def _names_somebody(located: Located) -> bool:
    """Tell whether a text names a channel, an address or a number to call."""
    return _NAMED.search(located.text) is not None and _CALLS.search(located.text) is not None
