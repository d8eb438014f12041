"""Raw entries → typed ones: each field's words are read, and what cannot be read is a problem with its place."""

from __future__ import annotations

from pipeline.importers.entries.dep import dep_entry
from pipeline.importers.entries.found import RawEntry
from pipeline.importers.entries.ids import declared
from pipeline.importers.entries.mon import mon_entry
from pipeline.importers.entries.placeholders import is_placeholder
from pipeline.importers.entries.reading import Reading
from pipeline.importers.entries.risk import risk_entry
from pipeline.importers.entries.vocabulary import normal
from pipeline.models.entry import AnyEntry
from pipeline.models.intake import Problem

_BUILDERS = {"MON": mon_entry, "DEP": dep_entry, "RISK": risk_entry}
_UNTOLD = ("id", "created", "last updated", "")  # a template's author may fill these in


def typed(raw: RawEntry) -> tuple[AnyEntry | None, list[Problem]]:
    """Give an entry its types. None where it is an unfilled template, or no entry of its kind, with the reason."""
    reading = Reading(raw)
    if is_unfilled(raw, reading):
        reading.note(raw.source.line, "is an unfilled template; it was not imported", "fill it in, or delete it")
        return None, reading.problems
    for name in reading.own_ids():
        if declared(name.value)[1] != raw.id:
            reading.note(
                name.line, f"has the ID “{name.value[:60]}” in its fields, which was not used", "correct one of them"
            )
    entry = _BUILDERS[reading.kind](reading)
    if entry is not None and reading.unfilled:
        named = ", ".join(f"“{field.key}”" for field in reading.unfilled if field.key) or "a value"
        line = reading.unfilled[0].line
        reading.note(line, f"still has the template's text in {named}; read as empty", "fill it in")
    return entry, reading.problems


def is_unfilled(raw: RawEntry, reading: Reading) -> bool:
    """Whether an entry is a template: its title is a placeholder, or most of its values are."""
    own, unfilled = (sum(normal(one.key) not in _UNTOLD for one in all_) for all_ in (raw.fields, reading.unfilled))
    return is_placeholder(raw.title) or (unfilled >= 2 and 2 * unfilled > own)
