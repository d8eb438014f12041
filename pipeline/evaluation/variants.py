"""The same inputs in another shape: entries reordered, thresholds changed."""

from __future__ import annotations

import re

from pipeline.models.entry import AnyEntry, MonEntry
from pipeline.models.intake import Intake

_LIMIT = re.compile(r"(?P<op>[<>]=?\s*)(?P<number>\d+(?:\.\d+)?)(?![\d.]*\s*[*/]|\w)")
_FACTOR = 1.1


def reordered(intake: Intake) -> Intake:
    """Return the intake with its entries the other way around."""
    return intake.model_copy(update={"entries": intake.entries[::-1]})


def thresholds_changed(intake: Intake) -> tuple[Intake, frozenset[str]]:
    """Return the intake with every alert's first limit raised by a tenth, and the IDs of the alerts that have one."""
    entries = tuple(_changed(entry) for entry in intake.entries)
    ids = frozenset(new.id for new, old in zip(entries, intake.entries, strict=True) if new != old)
    return intake.model_copy(update={"entries": entries}), ids


def _changed(entry: AnyEntry) -> AnyEntry:
    if not isinstance(entry, MonEntry):
        return entry
    if entry.expr:
        return entry.model_copy(update={"expr": _LIMIT.sub(_raised, entry.expr, count=1)})
    return entry.model_copy(update={"condition": _LIMIT.sub(_raised, entry.condition, count=1)})


def _raised(match: re.Match[str]) -> str:
    return f"{match['op']}{float(match['number']) * _FACTOR:.12g}"
