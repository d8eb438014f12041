"""Effort: revisions that a draft took, wall time, and what a model took for it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.sample import Kind
from pipeline.evaluation.subject import Subject

KINDS = frozenset({Kind.DRAFTED, Kind.JUDGED})
MEASURES = (
    Measure(name="rounds", says="revisions tried in the loop", better=Better.LOWER, unit="rounds"),
    Measure(name="seconds", says="wall time of a draft", better=Better.LOWER, unit="seconds", timed=True),
    Measure(name="by-model", says="share of drafts that are the model's own, no worse than the library's"),
    Measure(name="replies", says="replies of the model that were used", better=Better.LOWER, unit="replies"),
    Measure(name="tokens", says="tokens in and out", better=Better.LOWER, unit="tokens"),
    Measure(name="usd", says="US dollars for these tokens", better=Better.LOWER, unit="US dollars"),
    Measure(name="model-seconds", says="time that the model worked", better=Better.LOWER, unit="seconds", timed=True),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Report the loop's own figures; wall time only of drafts by this machine alone."""
    answer, spent = subject.answer, subject.answer.spent
    found: dict[str, float] = {}
    if subject.sample.kind is Kind.DRAFTED:
        found["rounds"] = float(answer.rounds)
        if spent is None:
            found["seconds"] = answer.seconds
        else:
            found["by-model"] = float(answer.engine != "library")
    if spent is not None:
        found |= {"replies": spent.replies, "tokens": spent.tokens_in + spent.tokens_out}
        found |= {} if spent.usd is None else {"usd": spent.usd}
        found |= {"model-seconds": spent.seconds} if spent.seconds else {}
    return found
