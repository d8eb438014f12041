"""Raw DEP- entries → typed ones."""

from __future__ import annotations

import re

from pipeline.importers.entries.reading import Reading, common, not_one, word_type
from pipeline.importers.entries.values import items, yes_or_no
from pipeline.models.entry import DepEntry, DepType

_DEP_TYPES = {
    DepType.ENVIRONMENT: "environment env environments",
    DepType.CRITERIA: "criteria criterion gate gates requirement checklist",
    DepType.ROLLBACK: "rollback revert",
    DepType.VALIDATION: "validation verification smoke check test validate",
    DepType.STEP: "step steps deploy deployment release hotfix migration procedure infrastructure application database",
}
_STEP_KEY = re.compile(r"(?:step|stage|phase) [0-9]+")


def dep_entry(reading: Reading) -> DepEntry | None:
    """Return the entry; None where its fields are not those of a deployment entry, with a note that says so."""
    kind = _dep_type(reading)
    if kind is None:
        return None
    environment = reading.text("environment")
    if kind is DepType.ENVIRONMENT and not environment:
        environment = reading.text("title") or reading.raw.title
    return DepEntry.model_validate(
        common(reading)
        | {name: reading.text(name) for name in _DEP_TEXTS}
        | {
            "type": kind,
            "environment": environment,
            "blocker": yes_or_no(reading.text("blocker")),
            "procedure": _procedure(reading, kind),
        }
    )


_DEP_TEXTS = (
    "stage",
    "strategy",
    "requirement",
    "verification",
    "trigger",
    "threshold",
    "notification",
    "check",
    "method",
    "success",
    "escalation",
)


def _procedure(reading: Reading, kind: DepType) -> tuple[str, ...]:
    """Return what is to be done: the list under its key, or those of all "Step 1", "Step 2" keys in a row."""
    order = ("steps", "procedure") if kind is DepType.STEP else ("procedure", "steps")
    for field in (*order, "configuration"):
        if field == "steps" and not reading.raw_text(field):
            numbered = tuple(item for step in reading.matching(_STEP_KEY) for item in items(step.value))
            if numbered:
                return numbered
        if found := items(reading.raw_text(field)):
            return found
    return ()


def _dep_type(reading: Reading) -> DepType | None:
    written = reading.text("type")
    kind = word_type(written, _DEP_TYPES)
    if kind is not None and (reading.convincing or reading.text("description") or written):
        return kind
    if not reading.convincing:
        not_one(reading, "a deployment entry", "“Type: Rollback” (or Environment, Criteria, Validation, Step)")
        return None
    guess = _guess_dep_type(reading)
    if written:
        cure = "use Environment, Criteria, Rollback, Validation or Step"
        reading.note(reading.line("type"), f"has the type “{written[:60]}”, read as {guess}", cure)
    return guess


def _guess_dep_type(reading: Reading) -> DepType:
    for kind, fields in (
        (DepType.CRITERIA, ("requirement", "blocker")),
        (DepType.VALIDATION, ("check",)),
        (DepType.STEP, ("strategy", "steps")),
        (DepType.ROLLBACK, ("trigger", "threshold")),
        (DepType.ENVIRONMENT, ("infrastructure", "configuration")),
    ):
        if any(reading.raw_text(field) for field in fields):
            return kind
    return DepType.STEP
