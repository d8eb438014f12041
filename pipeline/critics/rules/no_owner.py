"""The page names nobody who keeps it right.

A runbook without an owner is wrong within months, and at 3 a.m. nobody knows whom to ask about it. A team or a role
does; a person's name ages faster. An open gap about the owner asks the question already and is not reported again.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: TBD
Last Tested: 2026-01-10

## Procedure

### Step 1: Find what fills the disk
````

Good:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2026-01-10

## Procedure

### Step 1: Find what fills the disk
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.reading import first_line, has_gap, is_nobody, is_runbook, is_strict
from pipeline.critics.repairs import header_line
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "no-owner"
defect = Defect.UNOWNED
level = Level.NOTE

_KEYS = (
    "owner", "owners", "service owner", "runbook owner", "document owner", "page owner", "primary owner", "ownership",
    "maintainer", "maintainers", "maintained by", "owned by", "owning team", "team", "responsible", "responsible team",
    "dri", "author", "authors",
)  # fmt: skip
_GROUP = r"(?:team|group|crew|guild|squad|chapter|desk|department|people|engineering)"
_OWNED = re.compile(
    r"\b(?:owned|maintained|looked\s+after|kept(?:\s+(?:up\s+to\s+date|current|right))?|written\s+and\s+kept"
    r"|cared\s+for)\s+by"
    r"\s+(?!\W*(?:tbd|todo|some|any|every))\S"
    r"|\b(?:owns?|maintains?|keeps?|looks?\s+after)\s+(?:this|the)\s+(?:page|runbook|document|guide|procedure|space)\b"
    r"|\b(?:responsible\s+for|in\s+charge\s+of)\s+(?:this|the)\s+(?:page|runbook|document|guide|procedure)\b"
    r"|\bteam\s+that\s+owns\b|\bowning\s+team\b"
    r"|\b(?:owns?|maintains?|keeps?|looks?\s+after|edits?|updates?)\s+this(?=\W*(?:$|[.,;:)*]|and\b|up\b|right\b))"
    r"|\b(?:edits?|updates?|curates?|writes?)\s+(?:this|the)\s+(?:page|runbook|document|guide|procedure)\b"
    r"|\b(?:maintenance|ownership|upkeep)\s+of\s+(?:this|the)\s+(?:page|runbook|document|guide|procedure)\b"
    r"|(?:^|[.(*_]\s*)(?:page|runbook)\s+of\s+(?:the\s+)?\w"
    rf"|\b{_GROUP}(?:['’]s|s['’])\s+(?:page|runbook|document|guide|procedure)\b"
    rf"|\b{_GROUP}\W+(?:who|which|that|they)\s+(?:own|maintain|keep|run|edit|look\s+after)s?\b"
    r"|(?<![A-Za-z])(?:owners?|maintainers?)\s+(?:is|are)\s+(?!\W*(?:tbd|todo|not\b|no\b|unknown|missing))\w"
    r"|(?<![A-Za-z])responsible\*{0,2}:\*{0,2}[ \t]*(?!tbd|todo|n/?a\b)\[?[\w@]"
    r"|(?<![A-Za-z])owners?\*{0,2}:\*{0,2}[ \t]*\[?[\w@]"
    r"|\b(?:is|are)\s+(?:the\s+)?(?:owners?|maintainers?)\s+of\s+(?:this|the)\s+(?:page|runbook|service)",
    re.IGNORECASE | re.MULTILINE,
)

_HINTS = ("own", "maint", "kept", "keep", "look", "care", "responsible", "charge", "page", "runbook", "upkeep", "who")


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report a page without an owner, or with one that stands for nobody."""
    if not is_runbook(document):
        return
    strict = Level.ERROR if is_strict(document) else None
    fact = document.fact(*_KEYS)
    fix = None
    if is_strict(document):
        fix = header_line(document, "Owner", "owner", "Who keeps this runbook right?", "the team that gets its alerts")
    if fact is None and not _is_owned(document.text):
        line = _empty(document) or first_line(document)
        yield Hit(line, "no owner is named; add “Owner: <team>”", level=strict, fix=fix)
    elif fact is not None and is_nobody(_listed(document, fact)) and not has_gap(fact.text):
        message = f"the owner is “{fact.text}”, which is nobody; name a team or a role"
        yield Hit(fact.line, message, level=strict, fix=fix)


def _is_owned(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in _HINTS) and _OWNED.search(text) is not None


def _listed(document: Document, fact: Located) -> str:
    """Return the fact's text, of a list in front matter (`owners: [storage]`) without its brackets."""
    in_front = (
        document.lines[0] == "---"
        and "---" in document.lines[1:60]
        and fact.line <= document.lines[1:].index("---") + 1
    )
    return fact.text.strip("[]") if in_front else fact.text


def _empty(document: Document) -> int:
    """Return the line that has “Owner:” and no name, or 0."""
    return next((n for n, line in enumerate(document.lines, start=1) if re.fullmatch(r"\W*owner\W*", line, re.I)), 0)
