"""Fixes that bring a page in the template to its full shape, with a gap for each fact that nobody gave."""

from __future__ import annotations

from pipeline.drafting.gaps import gap
from pipeline.models.document import Document, DocumentStep
from pipeline.models.finding import Fix

_SECTIONS = ("Scope", "Prerequisites", "Procedure", "Escalation", "Post-Incident")


def header_line(document: Document, key: str, topic: str, question: str, ask: str) -> Fix:
    """Return a fix that writes the header line with a gap as its value, over the old line or in its place."""
    fact = document.fact(key.lower())
    first = fact.line if fact else _after_header(document)
    last = first if fact else first - 1
    text = f"{key}: {gap(topic, question, ask)}"
    return Fix(description=f"ask for it in the line “{key}”", first=first, last=last, text=text, safe=False)


def section(document: Document, title: str, lines: tuple[str, ...]) -> Fix | None:
    """Return a fix that adds the section in its place, or None where no later section of the template marks it."""
    later = _SECTIONS[_SECTIONS.index(title) + 1 :]
    first = next((s.first for s in document.sections if s.title in later), 0)
    if not first:
        return None
    text = "\n".join((f"## {title}", *lines, "", ""))
    return Fix(description=f"add the section “{title}”", first=first, last=first - 1, text=text, safe=False)


def verification(document: Document, step: DocumentStep) -> Fix:
    """Return a fix that adds a verification with a gap at the end of the step, before a comment on its sources."""
    last = step.last
    while last > step.line and (not document.lines[last - 1].strip() or document.lines[last - 1].startswith("<!--")):
        last -= 1
    question = gap("verification", "What shows that this step worked?", "whoever follows it first")
    text = f"\nVerification:\n- [ ] {question}"
    return Fix(description="add a verification to fill in", first=last + 1, last=last, text=text, safe=False)


def _after_header(document: Document) -> int:
    """Return the line after the trigger, or after the last header line there is."""
    trigger = document.fact("trigger")
    if trigger:
        return trigger.line + 1
    head = [fact.line for _, fact in document.facts if fact.line < next((s.first for s in document.sections), 1)]
    return max(head, default=1) + 1
