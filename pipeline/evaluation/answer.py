"""What an engine answered to one sample: all that scoring needs, so that it can be scored again without the engine."""

from __future__ import annotations

from pipeline.models.base import Frozen


class Variants(Frozen):
    """The drafts of one scenario from the same inputs again, from its entries reordered, and with a threshold changed.

    None where that was not tried; `threshold` are the old and the new value as they stand in the inputs.
    """

    again: str | None = None
    reordered: str | None = None
    changed: str | None = None
    threshold: tuple[str, str] | None = None


class Answer(Frozen):
    """A runbook's text with what the critics may know.

    `grounds` is the text of its evidence, `known` all IDs of its plan, `procedure` the library's answer to the
    scenario, `accepted` the text that people accepted in the end (None where nobody did). `rounds` counts revisions,
    `seconds` is wall time, `first` the text before any revision ("" where it is the same).
    """

    number: str = ""
    title: str = ""
    text: str
    grounds: str = ""
    known: tuple[str, ...] = ()
    procedure: str = ""
    entries: tuple[str, ...] = ()
    rounds: int = 0
    seconds: float = 0.0
    variants: Variants = Variants()
    accepted: str | None = None
