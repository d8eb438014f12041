"""The escalation leaves out when, who or what.

“Contact the lead” at minute two or at hour two, by which number, saying what? All three are decided in daylight, or
argued
about at night. Only sections that are called an escalation are read, not plain lists of contacts. An open gap asks
already.

Bad:

````markdown
# Queue too long

## Mitigation

Run `rabbitmqctl purge_queue orders-dead`.

## Escalation

Messaging team, `#messaging`
````

Good:

````markdown
# Queue too long

## Mitigation

Run `rabbitmqctl purge_queue orders-dead`.

## Escalation

- **When to escalate**: The queue is above 1000 for 15 minutes
- **Who to contact**: Messaging team, `#messaging`
- **What to provide**: The output of step 1
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import GAP, is_nobody, is_strict, text_of
from pipeline.models.document import Document, Role, Section
from pipeline.models.finding import Defect, Level

name = "incomplete-escalation"
defect = Defect.NO_ESCALATION
level = Level.WARNING

_PARTS = {
    "when to escalate": re.compile(
        r"\b(?:when|if|after|unless|within|once|as soon as|immediately|right away|persists?|still|fails?|cannot"
        r"|minutes?|mins?|hours?|hrs?"
        r"|sev(?:erity)?[ -]?\d|p[0-4]\b|\d+\s*[mh]\b|exceeds?|longer than|(?:more|less|fewer) than|days?"
        r"|in case|should|during|time|first"
        r"|then|other\s+than|otherwise|above|below|over|under|any(?:thing)?|until|every|each|stays?|remains?|not"
        r"|without|red|lost"
        r"|full|at\s+\d|exit\s+code|on\s+(?:an?|any)|no\s+\w+)\b|[<>≥]|\bT\+\d",
        re.IGNORECASE,
    ),
    "whom to contact": re.compile(
        r"\b(?:contact|call|page[rd]?|team|lead|engineers?|slack|teams|e-?mail|phone|on[- ]?call|manager|owner"
        r"|support|vendor|admins?|dbas?"
        r"|sres?|director|cto|head|group|channel|ticket|case|ops|developers?|commander|duty|specialist|architect"
        r"|provider|role)\b|[@#]\w",
        re.IGNORECASE,
    ),
    "what to tell them": re.compile(
        r"\b(?:provid\w+|includ\w+|attach\w*|information|info|send|shar(?:e|ing)|logs?|outputs?|timeline|hand[- ]?off"
        r"|hand[- ]?over|details?|report|tell|say|saying|mention|quote|names?|which|link|copy|paste|message|numbers?"
        r"|version"
        r"|summary|screenshots?|evidence|findings|context|with the|what|give|describe|collect\w*|bundle|must-gather"
        r"|results?|state|dumps?|steps taken|actions taken|id\b|ids\b)",
        re.IGNORECASE,
    ),
}
_CALL = re.compile(r"\b(?:escalat\w+|contact|call|ask|ping|notify|page\s+(?:the|an?|your|our|[@#]))\b", re.IGNORECASE)
_UNNAMED = re.compile(
    r"\W*(?:the\s+)?(?:appropriate|relevant|responsible|right|proper)\s+(?:teams?|people|persons?|groups?|owners?)\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*[-*]\s+(?:\*\*(?P<label>When|Who|What)[^*\n]*\*\*:?|(?P<plain>When|Who|What)(?: to \w+)?:)"
    r"[ \t]*(?P<value>.*)$",
    re.MULTILINE,
)
_LABELS = {"When": "when to escalate", "Who": "whom to contact", "What": "what to tell them"}


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report once what the escalation sections leave out."""
    called = [s for s in document.having(Role.ESCALATION) if re.search("escalat", s.title, re.IGNORECASE)]
    sections = called or list(document.having(Role.ESCALATION))
    text = "\n".join(text_of(document, section) for section in sections)
    if not sections or is_nobody(text) or (not called and _says_when_elsewhere(document, sections)):
        return
    labelled = {_LABELS[m["label"] or m["plain"]]: m["value"] for m in _LABEL.finditer(text)}
    missing = [part for part, pattern in _PARTS.items() if _is_missing(part, pattern, text, labelled)]
    if missing:
        level = Level.ERROR if is_strict(document) else None if called else Level.NOTE
        line = _line(document, sections[0], missing) or sections[0].first
        yield Hit(line, f"the escalation does not say {' or '.join(missing)}; add it", level=level)


def _says_when_elsewhere(document: Document, sections: Sequence[Section]) -> bool:
    """Tell whether a text outside these sections orders to call somebody, as “if it goes on, page the storage team”."""
    listed = {line for section in sections for line in range(section.first, section.last + 1)}
    return any(_CALL.search(p.text) for p in document.prose if p.line not in listed)


def _is_missing(part: str, pattern: re.Pattern[str], text: str, labelled: dict[str, str]) -> bool:
    if labelled:
        value = labelled.get(part, "")
        return (is_nobody(value) or _UNNAMED.fullmatch(value) is not None) and not GAP.search(value)
    return not pattern.search(text) and not GAP.search(text)


def _line(document: Document, section: Section, missing: list[str]) -> int:
    """Return the line of the label whose value is missing, or 0 where the label is missing, too."""
    for number in range(section.first, section.last + 1):
        match = _LABEL.match(document.lines[number - 1])
        if match and _LABELS[match["label"] or match["plain"]] == missing[0]:
            return number
    return 0
