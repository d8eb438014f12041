"""The text of everything that a draft may rely on, for the critics that ask where a fact or a command comes from."""

from __future__ import annotations

import re

from pipeline.commands.derive import spoken_window
from pipeline.drafting.derived import condition_text
from pipeline.drafting.slots import fill, known_values
from pipeline.models.entry import DepEntry
from pipeline.models.evidence import Evidence

_CODE = re.compile(r"`([^`\n]+)`")


def grounds(evidence: Evidence) -> str:
    """Return the evidence's values as text: entries, supporting entries, catalog facts, and the procedure, filled."""
    parts = [entry.model_dump_json() for entry in (*evidence.entries, *evidence.supporting)]
    parts += [f"{condition_text(alert)} {spoken_window(alert.window)}" for alert in evidence.alerts]
    parts += [evidence.scenario.model_dump_json(), evidence.scenario.response_time, evidence.catalog.model_dump_json()]
    if procedure := evidence.procedure:
        text = procedure.model_dump_json()
        parts += [text, fill(text, known_values(evidence, procedure.slots))]
    return "\n".join((*parts, *evidence.guidance))


def trusted(evidence: Evidence) -> tuple[str, ...]:
    """Return the texts that somebody wrote to be run: the procedure's, deployment entries' and the catalog's.

    Reviewers' reasons are among them. An alert's description or a risk's text is none: many hands write those, and
    nobody as a command.
    """
    found: list[str] = []
    if procedure := evidence.procedure:
        values = known_values(evidence, procedure.slots)
        for step in procedure.steps:
            found += [block.text for block in step.commands] + [fill(block.text, values) for block in step.commands]
            found += _inline(step.instructions, *step.verification) + _inline(fill(step.instructions, values))
            found += _inline(*(fill(check, values) for check in step.verification))
        found += [code for slot in procedure.slots.values() for code in _inline(slot.find, fill(slot.find, values))]
    for entry in (*evidence.entries, *evidence.supporting):
        if isinstance(entry, DepEntry):
            own = (entry.description, *entry.procedure, entry.verification, entry.check, entry.method, entry.success)
            found += [*entry.procedure, entry.field("Command", "Commands"), *_inline(*own)]
    catalog = evidence.catalog
    scripts = (*catalog.scripts, *(evidence.service.scripts if evidence.service else ()))
    found += [script.command for script in scripts]
    found += [code for access in catalog.access for code in _inline(access.how)]
    return tuple(dict.fromkeys(filter(None, (*found, *_inline(*evidence.guidance)))))


def _inline(*texts: str) -> list[str]:
    return [code for text in texts for code in _CODE.findall(text)]
