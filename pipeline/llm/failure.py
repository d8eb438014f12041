"""Why a question got no usable answer: one kind for each thing that a person would do something else about."""

from __future__ import annotations

from enum import StrEnum

from pipeline.errors import UserError


class Failure(StrEnum):
    """The kinds of failure."""

    REFUSED = "refused"
    FILTERED = "filtered"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    MALFORMED = "malformed"
    REJECTED = "rejected"  # the server says that the request is wrong
    BAD_KEY = "bad-key"
    WRONG_MODEL = "wrong-model"
    RATE_LIMITED = "rate-limited"
    TIMED_OUT = "timed-out"
    UNREACHABLE = "unreachable"
    SERVER_FAULT = "server-fault"
    OVER_BUDGET = "over-budget"
    NOT_RECORDED = "not-recorded"


TRANSIENT = frozenset(
    {Failure.EMPTY, Failure.RATE_LIMITED, Failure.TIMED_OUT, Failure.UNREACHABLE, Failure.SERVER_FAULT}
)
"""Failures that asking again may cure."""

HOPELESS = frozenset({Failure.BAD_KEY, Failure.WRONG_MODEL, Failure.OVER_BUDGET})
"""Failures that every later question of the same run would meet too."""

ANSWERED = frozenset({Failure.REFUSED, Failure.FILTERED, Failure.TRUNCATED, Failure.MALFORMED})
"""Failures that are the model's own answer: it is kept, so that the same question gets the same answer again."""

_CURES = {
    Failure.REFUSED: "use another model, or keep the library's draft",
    Failure.FILTERED: "look for text in the entries that a content filter may object to",
    Failure.TRUNCATED: "the model wrote more than the schema allows; use another model",
    Failure.EMPTY: "run it again; if it stays so, look at the server's log",
    Failure.MALFORMED: "use a model that can write JSON to a schema",
    Failure.REJECTED: "see whether the model's context is long enough; --context-tokens makes prompts shorter",
    Failure.BAD_KEY: "set OPENAI_API_KEY to a key that the endpoint accepts",
    Failure.WRONG_MODEL: "name a model that the endpoint serves with --model, and see OPENAI_BASE_URL",
    Failure.RATE_LIMITED: "lower --max-in-flight, or set --requests-per-minute and --tokens-per-minute",
    Failure.TIMED_OUT: "raise --timeout, or lower --max-in-flight",
    Failure.UNREACHABLE: "see OPENAI_BASE_URL, and whether the server runs",
    Failure.SERVER_FAULT: "run it again later",
    Failure.OVER_BUDGET: "raise --budget-tokens or --budget-usd and run it again; answers so far are kept",
    Failure.NOT_RECORDED: "record it first with --record",
}


class ModelError(UserError):
    """A question without a usable answer.

    `retry_after` is the number of seconds that the server asked to wait, or None; `status` its HTTP status, or 0.
    """

    def __init__(self, failure: Failure, what: str, *, retry_after: float | None = None, status: int = 0) -> None:
        super().__init__(what, "", _CURES[failure])
        self.failure = failure
        self.retry_after = retry_after
        self.status = status

    @property
    def transient(self) -> bool:
        """Whether asking again may help."""
        return self.failure in TRANSIENT

    @property
    def hopeless(self) -> bool:
        """Whether every later question would fail alike."""
        return self.failure in HOPELESS
