"""Which part of a runbook a finding is about, so that a model gets and returns only that part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipeline.drafting.model import LABELS, Objection
from pipeline.models.finding import Finding, Level

_STEP = re.compile(r"### Step (\d+): ")
_PAIR = re.compile(r"- \*\*(.+?)\*\*: ")
_PARTS = {label: part for part, label in LABELS.items()}


def objections(text: str, findings: Iterable[Finding], steps: Collection[int]) -> tuple[Objection, ...]:
    """Return what the findings object to in the parts that a model writes: those steps, and the texts of `LABELS`.

    Notes are left out, and so is whatever sources own.
    """
    places = _places(text)
    told = []
    for finding in findings:
        part = places[min(finding.line, len(places)) - 1]
        number = int(part.removeprefix("step ")) if part.startswith("step ") else 0
        if finding.level is not Level.NOTE and part and (not number or number in steps):
            told.append(Objection(part=part, message=finding.message))
    return tuple(dict.fromkeys(told))


def _places(text: str) -> list[str]:
    """Return the part that each line belongs to, "" for those that no model writes."""
    places, section, part, fence = [], "", "", ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line == fence else fence
        elif line.startswith("```"):
            fence = line[: len(line) - len(line.lstrip("`"))]
        elif line.startswith("## "):
            section = line.removeprefix("## ")
            part = "prerequisites" if section == "Prerequisites" else ""
        elif section == "Procedure" and (step := _STEP.match(line)):
            part = f"step {step[1]}"
        elif section in ("Scope", "Escalation") and (pair := _PAIR.match(line)):
            part = _PARTS.get(pair[1], "")
        places.append(part)
    return places
