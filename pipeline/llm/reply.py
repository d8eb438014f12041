"""What a model answered, and what it cost in tokens."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen


class Finish(StrEnum):
    """Why the model stopped."""

    DONE = "done"
    REFUSED = "refused"  # it declined
    FILTERED = "filtered"  # the server's content filter cut in
    TRUNCATED = "truncated"  # out of tokens


class Reply(Frozen):
    """An answer. `text` is the message, or the reason of a refusal; `model` is what the server says it ran.

    `seconds` is how long the server took, 0 where that was not measured.
    """

    text: str
    finish: Finish = Finish.DONE
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    seconds: float = 0.0
