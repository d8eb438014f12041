"""What one draft asks of a model, counted apart from all others, and which attempt at the same question it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from pipeline.llm.failure import Failure
from pipeline.llm.reply import Reply


@dataclass
class Meter:
    """Counts of the replies that were used, paid for now or kept before; `seconds` is the time that the model took.

    `epoch` counts from 1: each gets replies of its own to the same questions. `failures` are those of single requests.
    """

    epoch: int = 1
    replies: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    failures: set[Failure] = field(default_factory=set)

    def note(self, reply: Reply) -> None:
        """Count a reply."""
        self.replies += 1
        self.tokens_in += reply.tokens_in
        self.tokens_out += reply.tokens_out
        self.seconds += reply.seconds


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


def current() -> Meter:
    """Return the meter of the draft that is being written; one that nobody reads where there is none."""
    return _METER.get() or Meter()


@contextmanager
def metered(epoch: int = 1) -> Iterator[Meter]:
    """Count all that is asked inside, also by tasks that are started there."""
    meter = Meter(epoch)
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)
