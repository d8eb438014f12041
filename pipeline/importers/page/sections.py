"""Headings → sections with their roles, whatever words the author chose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.importers.page.pieces import Kind, Piece
from pipeline.models.document import Role, Section

_ROLES: tuple[tuple[Role, str], ...] = (
    (
        Role.FOLLOW_UP,
        r"post[- ]?(incident|mortem|deploy\w*)|follow[- ]?ups?|after(wards|math|[- ]care)|lessons|prevent\w*"
        r"|clean[- ]?up|long[- ]term|retrospective|closing|close[- ]?out",
    ),
    (Role.ROLLBACK, r"roll(ing)?[- ]?back|back[- ]?out|revert\w*|undo"),
    (
        Role.ESCALATION,
        r"escalat\w+|contacts?( information| info| list)?|who to (call|contact|page)|support|on[- ]?call|getting help"
        r"|need help|points? of contact",
    ),
    (
        Role.VERIFICATION,
        r"verif\w+|validat\w+|confirm\w*|post[- ]?checks?|success criteria|how to know it worked|health checks?"
        r"|smoke tests?|is it (fixed|resolved)",
    ),
    (
        Role.PREREQUISITES,
        r"pre-?\s?requisites?|pre-?conditions?|before (you|we) (begin|start)|requirements?|access( required| needed)?"
        r"|permissions?|preparations?|required (access|tools|permissions)|what you need|tools( needed| required)?"
        r"|pre-?checks?",
    ),
    (Role.SCOPE, r"scope|when to use|applicab\w+|applies to|coverage|out of scope|not covered|use cases?|limitations?"),
    (
        Role.REFERENCES,
        r"references?|links?|see also|(additional |related |external )?(resources|documents?|documentation|links"
        r"|runbooks)"
        r"|further reading|read more|useful links|dashboards?|appendix|glossary",
    ),
    (
        Role.BACKGROUND,
        r"meaning|impact|overview|summary|description|alert description|background|context|introduction|about( .*)?"
        r"|(possible |likely |common |probable |potential )?(root )?causes?|symptoms?|severity|details?|purpose"
        r"|metadata|architecture"
        r"|what (is|does|this|happened).*|why .*|abstract|trigger|alert( details| definition| rule)?|service"
        r"( overview)?|ownership|owners?"
        r"|change ?log|history|revision history|document control|notes?|full context|detection|business impact"
        r"|user impact|definitions?",
    ),
    (
        Role.DIAGNOSIS,
        r"diagnos\w+|triage|investigat\w+|troubleshoot\w*|debug\w*|analysis|identif\w+|checks?( .*)?|assess\w*"
        r"|initial (response|steps|checks)|first (response|steps)|quick checks?|review .*|find .*",
    ),
    (
        Role.PROCEDURE,
        r"(the )?procedures?|steps?( to .*)?|mitigat\w+|resol(utions?|ve|ving)|remediat\w+|fix(es|ing)?|recover\w*"
        r"|solutions?|(recommended |immediate |corrective )?actions?|instructions?|workarounds?|response|playbook"
        r"|runbook|how[- ]to.*"
        r"|deploy\w*|execution|restor\w+|process|workflow|what to do.*|release|maintenance|implementation|operations?"
        r"|tasks?"
        r"|(restart|scale|repair|renew|rotate|replace|increase|reduce|delete|remove|add|update|upgrade)\w* .*",
    ),
)
_WHOLE = tuple((role, re.compile(rf"(?:the |your )?(?:{words})", re.IGNORECASE)) for role, words in _ROLES)
_PART = tuple((role, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for role, words in _ROLES)
_MARKS = re.compile(r"^(?:step\s*)?[\dIVX]*[.):\s–—-]+|[*_`#:]|\[([^\]]*)\]\([^)]*\)", re.IGNORECASE)
_STEP = re.compile(r"^(?:\*\*)?(?:step|phase|stage|part)\s*#?\d+\b|^\d{1,2}(?:[.)]|\s+[-–—:])\s", re.IGNORECASE)
ACTIVE = frozenset({Role.DIAGNOSIS, Role.PROCEDURE, Role.ROLLBACK, Role.VERIFICATION})
"""The roles of sections that tell the operator what to do."""
_OPEN = frozenset({Role.OTHER, Role.BACKGROUND})


def sections(pieces: Sequence[Piece], last_line: int) -> tuple[Section, ...]:
    """Return a section for each heading, in order; one without a role of its own takes its parent's."""
    headings = [piece for piece in pieces if piece.kind is Kind.HEADING]
    found: list[Section] = []
    parents: list[Section] = []
    for index, heading in enumerate(headings):
        closing = (h.line - 1 for h in headings[index + 1 :] if h.depth <= heading.depth)
        parents = [s for s in parents if s.depth < heading.depth]
        above = parents[-1].role if parents else Role.OTHER
        is_title = index == 0 and heading.depth == 1
        role = Role.OTHER if is_title else _role_below(heading.text, above)
        section = Section(
            title=plain(heading.text),
            role=role,
            depth=heading.depth,
            first=heading.line,
            last=next(closing, last_line),
        )
        found.append(section)
        parents.append(section)
    return tuple(found)


def _role_below(title: str, above: Role) -> Role:
    """Return what a section is for, given what the one around it is for: a step of a procedure stays one."""
    role = role_of(title)
    if is_step_heading(title):
        if above in ACTIVE:
            return above
        return role if role in ACTIVE else Role.PROCEDURE if above in _OPEN else above
    if role is Role.OTHER or (above in ACTIVE and role not in ACTIVE and not _is_exact(title, role)):
        return above
    return role


def _is_exact(title: str, role: Role) -> bool:
    return any(known is role and pattern.fullmatch(plain(title)) for known, pattern in _WHOLE)


def role_of(title: str) -> Role:
    """Return what a section of that heading is for, as far as its words say."""
    words = plain(title)
    for role, pattern in _WHOLE:
        if pattern.fullmatch(words):
            return role
    for role, pattern in _PART:
        if role not in (Role.BACKGROUND, Role.REFERENCES) and len(words) <= 60 and pattern.search(words):
            return role
    return Role.OTHER


def is_step_heading(title: str) -> bool:
    """Tell whether a heading numbers a step: "Step 3: …", "3. …"."""
    return _STEP.match(title) is not None


def plain(title: str) -> str:
    """Return a heading's text without numbers, marks and link targets."""
    return _MARKS.sub(lambda match: match[1] or "", title).strip()
