"""Runbook → Markdown in the spec's exact template."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.models.runbook import Runbook, Step

_BACKTICKS = re.compile(r"`{3,}")


def export(runbook: Runbook) -> str:
    """Return the runbook's text, ending in one newline; the importer's `parse_runbook` reads it back unchanged."""
    return "\n".join(_lines(runbook)) + "\n"


def _lines(runbook: Runbook) -> Iterator[str]:
    yield f"{runbook.id}: {runbook.title}"
    yield f"Category: {runbook.category}"
    yield f"Trigger: {runbook.trigger}"
    yield f"Owner: {runbook.owner}"
    yield f"Last Tested: {runbook.last_tested}"
    yield from _section("Scope", (f"- **{label}**: {text}" for label, text in runbook.scope))
    yield from _section("Prerequisites", (f"- [ ] {text}" for text in runbook.prerequisites))
    yield from _section("Procedure", ())
    for number, step in enumerate(runbook.steps, start=1):
        yield from _step(number, step)
    yield from _section("Escalation", (f"- **{label}**: {text}" for label, text in runbook.escalation))
    yield from _section("Post-Incident", (f"- [ ] {text}" for text in runbook.post_incident))
    yield ""
    yield f"Linked IDs: {runbook.linked}"


def _section(title: str, items: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield from items


def _step(number: int, step: Step) -> Iterator[str]:
    yield ""
    yield f"### Step {number}: {step.title}"
    if step.instructions:
        yield step.instructions
    if step.commands:
        yield ""
        yield "Commands:"
        for block in step.commands:
            fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(block.text)), default=0))
            yield f"{fence}{block.language}"
            yield block.text
            yield fence
    if step.verification:
        yield ""
        yield "Verification:"
        yield from (f"- [ ] {check}" for check in step.verification)
    if step.sources:
        yield ""
        yield f"<!-- sources: {'; '.join(step.sources)} -->"
