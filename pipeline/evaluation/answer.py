"""What an engine answered to one sample: all that scoring needs, so that it can be scored again without the engine."""

from __future__ import annotations

from datetime import date

from pipeline.critics.context import Context
from pipeline.critics.judge import Said
from pipeline.evaluation.sample import TODAY
from pipeline.models.base import Frozen


class Variants(Frozen):
    """The drafts of one scenario from the same inputs again, from its entries reordered, and with a threshold changed.

    None where that was not tried; `threshold` are the old and the new value as they stand in the inputs.
    """

    again: str | None = None
    reordered: str | None = None
    changed: str | None = None
    threshold: tuple[str, str] | None = None


class Spent(Frozen):
    """What one draft took of a model: replies, tokens, seconds that the model worked, US dollars (None: no price)."""

    replies: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    usd: float | None = None


class Answer(Frozen):
    """A runbook's text with what the critics may know.

    `grounds` is the text of its evidence, `trusted` what of it was written to be run, `known` all IDs of its plan.
    `procedure` is the library's answer to the scenario, `accepted` the text that people accepted in the end (None where
    nobody did). `today` is the day it is judged as of, `rounds` counts revisions, `seconds` is wall time.
    `engine` wrote the text, `note` says why that is not the engine that was asked, `prompts` are those used, `spent` is
    what a model took, and `judged` what judges said.
    """

    number: str = ""
    title: str = ""
    text: str
    grounds: str = ""
    trusted: tuple[str, ...] | None = None
    known: tuple[str, ...] = ()
    today: date = TODAY
    procedure: str = ""
    entries: tuple[str, ...] = ()
    rounds: int = 0
    seconds: float = 0.0
    variants: Variants = Variants()
    accepted: str | None = None
    engine: str = "library"
    note: str = ""
    prompts: tuple[str, ...] = ()
    spent: Spent | None = None
    judged: tuple[Said, ...] = ()

    @property
    def context(self) -> Context:
        """What the critics may know when they judge the text."""
        known = frozenset(self.known) or None
        return Context(today=self.today, known=known, grounds=self.grounds, trusted=self.trusted)
