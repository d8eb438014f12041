"""The library's draft split into the steps that follow from entries, which stay, and those that a model may write."""

from __future__ import annotations

from pipeline.drafting.renumber import renumber, renumber_text
from pipeline.models.base import Frozen
from pipeline.models.draft import Draft
from pipeline.models.runbook import Step


class Frame(Frozen):
    """Steps before and after the middle, and the library's own middle."""

    before: tuple[Step, ...]
    middle: tuple[Step, ...]
    after: tuple[Step, ...]

    @property
    def first(self) -> int:
        """The number of the middle's first step."""
        return len(self.before) + 1

    def around(self, middle: tuple[Step, ...]) -> tuple[Step, ...]:
        """Put another middle between the steps that stay; their references to steps after it are moved."""
        numbers = self.numbers(len(middle))
        kept = (tuple(renumber(step, numbers) for step in steps) for steps in (self.before, self.after))
        before, after = kept
        return (*before, *middle, *after)

    def numbers(self, length: int) -> dict[int, int]:
        """Map the numbers of the steps after the middle to those that they have after one of that length."""
        last = len(self.before) + len(self.middle)
        shift = length - len(self.middle)
        return {old: old + shift for old in range(last + 1, last + len(self.after) + 1)}

    def moved(self, text: str, length: int) -> str:
        """Return a text with its references to the steps after the middle moved."""
        return renumber_text(text, self.numbers(length))


def frame(draft: Draft) -> Frame | None:
    """Return the frame, or None where no model may write: no step is the library's, or a team's steps lie between."""
    own = [is_library(step) for step in draft.steps]
    if True not in own:
        return None
    first, last = own.index(True), len(own) - own[::-1].index(True)
    if not all(own[first:last]):
        return None
    return Frame(before=draft.steps[:first], middle=draft.steps[first:last], after=draft.steps[last:])


def is_library(step: Step) -> bool:
    """Tell whether the step comes from a procedure, or stands where none answers."""
    return bool(step.sources) and (
        step.sources[0].startswith("procedure ") or step.sources[0].endswith(": no procedure answers it")
    )
