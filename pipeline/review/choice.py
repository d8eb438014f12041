"""Accepting a draft in parts: each changed section or step is taken, left out, or left waiting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from pipeline.models.base import Frozen
from pipeline.review.content import Part, parts
from pipeline.review.references import loose, tied


class Choice(StrEnum):
    """What becomes of one part."""

    TAKE = "take"
    LEAVE_OUT = "leave out"
    LATER = "later"


class PartChange(Frozen):
    """A part that differs: `old` is "" where it is new, `new` is "" where the draft drops it."""

    key: str
    name: str
    old: str
    new: str


class Settled(Frozen):
    """The outcome: the new accepted text (None where nothing is accepted yet), the new pending text, the names of the
    parts left out, and whether everything was chosen."""

    accepted: str | None
    pending: str | None
    rejected: tuple[str, ...]
    complete: bool


def changed_parts(before: str | None, after: str) -> tuple[PartChange, ...]:
    """Return the parts in which two texts differ, in the order of the new one; dropped ones follow."""
    olds = {part.key: part for part in parts(before or "")} if before else {}
    news = {part.key: part for part in parts(after)}
    found = []
    for key, part in news.items():
        old = olds.get(key)
        if old is None or _unnumbered(old) != _unnumbered(part):
            found.append(PartChange(key=key, name=part.name, old=old.text if old else "", new=part.text))
    gone = (part for key, part in olds.items() if key not in news)
    return (*found, *(PartChange(key=p.key, name=p.name, old=p.text, new="") for p in gone))


def apply(before: str | None, after: str, choices: Mapping[str, Choice]) -> Settled:
    """Carry the choices out; parts without a choice are left for later."""
    changed = changed_parts(before, after)
    chosen = {c.key: choices.get(c.key, Choice.LATER) for c in changed}
    rejected = {key for key, choice in chosen.items() if choice is Choice.LEAVE_OUT}
    later = {key for key, choice in chosen.items() if choice is Choice.LATER}
    pending = _without(before, after, rejected)
    accepted = _without(before, after, rejected | later) if before is not None else None
    names = tuple(c.name for c in changed if c.key in rejected)
    return Settled(accepted=accepted, pending=pending, rejected=names, complete=not later)


def _without(before: str | None, after: str, undone: set[str]) -> str:
    """Return the new text with these parts as they were before: old text back, new parts away, dropped ones kept."""
    if not undone:
        return after
    olds = tied(before) if before else ()
    old = {part.key: part for part in olds}
    news = tied(after)
    kept: list[Part] = []
    for part in news:
        if part.key not in undone:
            kept.append(part)
        elif part.key in old:
            kept.append(old[part.key])
    present = {part.key for part in news}
    for index, part in enumerate(olds):
        if part.key in undone and part.key not in present:
            kept.insert(_place(kept, olds[:index]), part)
    return loose(kept)


def _place(kept: list[Part], earlier: tuple[Part, ...]) -> int:
    """Return the place behind the nearest earlier part that is still there."""
    keys = [part.key for part in kept]
    return next((keys.index(part.key) + 1 for part in reversed(earlier) if part.key in keys), len(kept))


def _unnumbered(part: Part) -> str:
    return re.sub(r"^### Step \d+:", "### Step:", part.text, count=1)
