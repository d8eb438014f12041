"""The order of a runbook's steps: those of the library among those that entries give, and their new numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pipeline.commands.analysis import analyse
from pipeline.drafting.renumber import renumber
from pipeline.models.runbook import Effect, Step

_WAY_BACK = re.compile(r"(?:stop|abort|undo|halt|take .* back|(?:go|roll) back|switch it off)\b", re.IGNORECASE)


class Outline(NamedTuple):
    """Steps in order, and for each number that a step has in its procedure the number that it has here.

    A step that was left out has words in the place of a number.
    """

    steps: tuple[Step, ...]
    numbers: Mapping[int, int | str]


def around(before: Sequence[Step], library: Sequence[Step], after: Sequence[Step] = ()) -> Outline:
    """Put steps before and after those of the library."""
    numbers = {old: old + len(before) for old in range(1, len(library) + 1)}
    return Outline((*before, *(renumber(step, numbers) for step in library), *after), numbers)


def replacing(library: Sequence[Step], own: Sequence[Step], after: Sequence[Step] = ()) -> Outline:
    """Put the team's own steps in the place of the library's steps that change something.

    Two ways to make the same change in one runbook would make it twice; the library's checks before and after it stay,
    and so does its way back.
    """
    changing = [old for old, step in enumerate(library, start=1) if _changes(step) and not _WAY_BACK.match(step.title)]
    first = changing[0] if changing else len(library) + 1
    kept = [old for old in range(1, len(library) + 1) if old not in changing]
    before, later = [old for old in kept if old < first], [old for old in kept if old > first]
    numbers = {old: new for new, old in enumerate(before, start=1)}
    numbers |= {old: len(before) + 1 for old in changing}
    numbers |= {old: new for new, old in enumerate(later, start=len(before) + len(own) + 1)}
    moved = {old: renumber(library[old - 1], numbers) for old in kept}
    return Outline((*(moved[old] for old in before), *own, *(moved[old] for old in later), *after), numbers)


def without(outline: Outline, titles: Collection[str]) -> Outline:
    """Leave the steps of these titles, case folded, out; what refers to them says so."""
    kept = [n for n, step in enumerate(outline.steps, start=1) if step.title.casefold() not in titles]
    if len(kept) == len(outline.steps):
        return outline
    names = {n: f"“{step.title.casefold()}” (left out)" for n, step in enumerate(outline.steps, start=1)}
    numbers: dict[int, int | str] = {**names, **{old: new for new, old in enumerate(kept, start=1)}}
    moved = {old: numbers.get(here, here) if isinstance(here, int) else here for old, here in outline.numbers.items()}
    return Outline(tuple(renumber(outline.steps[n - 1], numbers) for n in kept), moved)


def _changes(step: Step) -> bool:
    """Tell whether a command of the step changes something."""
    return any(analyse(block).effect is not Effect.READ for block in step.commands)
