"""Questions that several rules ask about a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.importers.page.sections import ACTIVE
from pipeline.models.document import Document, DocumentStep, Layout, Located, Role, Section

GAP = re.compile(r"\[GAP (?P<topic>[^:\]]+): (?P<question>[^\]]*?)\s*(?:Ask: (?P<who>[^\]]*?)\.?)?\]")
_NOBODY = re.compile(
    r"\W*(?:tbd|todo|tba|n/?a|none|unknown|nobody|no one|everyone|anyone|someone|somebody|xxx+|\?+|to be (?:decided"
    r"|defined|determined)"
    r"|<[^>]*>|\[(?!GAP)[^\]]*\](?!\()|your[- ]team|team[- ]name|not (?:set|assigned|defined|known))?\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs)\.|[^.!?;\n]|[.!?;](?=\S)|\n(?!\s*\n))+[.!?;]?")


def has_gap(text: str, *topics: str) -> bool:
    """Tell whether a gap about one of the topics is open in the text: the question is asked already."""
    return (
        any(match["topic"].strip().casefold() in topics for match in GAP.finditer(text))
        if topics
        else bool(GAP.search(text))
    )


def is_nobody(value: str) -> bool:
    """Tell whether a value stands for no value: empty, "TBD", a placeholder, "everyone"."""
    return _NOBODY.fullmatch(value.strip()) is not None


def text_of(document: Document, section: Section) -> str:
    """Return the lines of a section below its heading."""
    return "\n".join(document.lines[section.first : section.last])


def text_of_role(document: Document, role: Role) -> str:
    """Return the text of all sections of that role."""
    return "\n".join(text_of(document, section) for section in document.having(role))


def first_line(document: Document) -> int:
    """Return the line of the page's title: where a finding about the whole page stands."""
    return next((s.first for s in document.sections), 1) if document.layout is not Layout.TEMPLATE else 1


def around_steps(document: Document) -> Iterator[str]:
    """Yield the texts above the first step's command and the last one: where a page speaks of itself."""
    start = min((b.line for step in document.steps for b in step.blocks), default=0)
    start = start or min((step.line for step in document.steps), default=len(document.lines) + 1)
    yield from (p.text for p in document.prose if p.line < start)
    yield from (p.text for p in document.prose[-1:] if p.line >= start)


def role_at(document: Document, line: int) -> Role:
    """Return the role of the innermost section that holds the line."""
    return next((s.role for s in reversed(document.sections) if s.first <= line <= s.last), Role.OTHER)


def section_at(document: Document, line: int) -> Section | None:
    """Return the innermost section that holds the line."""
    return next((s for s in reversed(document.sections) if s.first <= line <= s.last), None)


def tells_what_to_do(document: Document, line: int) -> bool:
    """Tell whether the line stands where the page gives orders: an active section, or any if the page has none."""
    role = role_at(document, line)
    return role in ACTIVE or (role is Role.OTHER and not any(s.role in ACTIVE for s in document.sections))


def is_strict(document: Document) -> bool:
    """Tell whether the page is in the spec's template, whose every part can be asked for."""
    return document.layout is Layout.TEMPLATE


def is_runbook(document: Document) -> bool:
    """Tell whether the page tells an operator to do something; an index or a license does not."""
    return is_strict(document) or document.layout is Layout.ALERT_PAGE or bool(document.steps)


def sentences(located: Located) -> Iterator[tuple[str, int, int]]:
    """Yield each sentence of a text with its start and end in it."""
    for match in _SENTENCE.finditer(located.text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped[0])
            yield stripped, start, start + len(stripped)


def step_name(step: DocumentStep) -> str:
    """Return what a message calls the step: "step 3" or its shortened title in quotes."""
    title = step.title if len(step.title) <= 60 else f"{step.title[:57].rstrip()}…"
    return f"step {step.number}" if step.number else f"“{title}”"


def own_code(step: DocumentStep) -> bool:
    """Tell whether the step's own text, and not only its verification, holds inline code."""
    checked = {line for check in step.checks for line in range(check.line, check.line + check.text.count("\n") + 1)}
    return any(code.line not in checked for code in step.inline)
