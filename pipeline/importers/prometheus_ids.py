"""IDs of alerts that have none of their own: derived from their names, unique, whatever the order of files."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.importers.entries.found import Settled
from pipeline.models.entry import AnyEntry, MonEntry
from pipeline.models.intake import Problem, ProblemLevel

_NAME_LIMIT = 100


def tell_apart(entries: Sequence[AnyEntry]) -> Settled:
    """Drop exact duplicates among the rules of all files, and tell apart those that share a name.

    Rules of one name get their severity added to their ID where that is enough, or else their group, or else a digest;
    the outcome does not depend on the order of files.
    """
    kept: list[AnyEntry] = []
    problems: list[Problem] = []
    first: dict[tuple[object, ...], MonEntry] = {}
    sharing: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, MonEntry) and entry.alert:
            key = _identity(entry)
            if key in first:
                problems.append(_repeated(entry, first[key]))
                continue
            first[key] = entry
            if entry.id == derived_id(entry.alert):
                sharing[entry.id].append(len(kept))
        kept.append(entry)
    for positions in sharing.values():
        if len(positions) > 1:
            rules = [one for position in positions if isinstance(one := kept[position], MonEntry)]
            for position, suffix in zip(positions, _suffixes(rules), strict=True):
                kept[position] = kept[position].model_copy(update={"id": f"{kept[position].id}-{suffix}"})
    return kept, problems


def _identity(entry: MonEntry) -> tuple[object, ...]:
    return entry.id, entry.alert, " ".join(entry.expr.split()), tuple(sorted(entry.labels)), entry.window


def _repeated(entry: MonEntry, first: MonEntry) -> Problem:
    what = f"the alert {entry.alert} is the same rule as at {first.source}; it is kept once"
    return Problem(source=entry.source, level=ProblemLevel.NOTE, what=what, what_next="remove one of them")


def _suffixes(rules: Sequence[MonEntry]) -> list[str]:
    candidates = (
        [slug(dict(rule.labels).get("severity", "")) for rule in rules],
        [slug(rule.group) for rule in rules],
        [_digest(" ".join(rule.expr.split())) for rule in rules],
    )
    for found in candidates:
        if all(found) and len(set(found)) == len(found):
            return found
    return [_digest(repr(_identity(rule))) for rule in rules]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def slug(text: str) -> str:
    """Return a text as a part of an ID."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text[:_NAME_LIMIT]).strip("-")


def derived_id(alert: str) -> str:
    """Return the ID of an alert by its name; of a very long one its start and a digest."""
    name = re.sub(r"[^A-Za-z0-9_]+", "-", alert).strip("-")
    return f"MON-{name}" if len(name) <= _NAME_LIMIT else f"MON-{name[: _NAME_LIMIT - 7]}-{_digest(alert)}"
