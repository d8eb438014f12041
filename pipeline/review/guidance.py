"""What people's rejections say to the next draft of a scenario."""

from __future__ import annotations

from pipeline.models.decision import Decision, Rejection
from pipeline.models.evidence import Evidence
from pipeline.review.content import parts, step_key


def guided(evidence: Evidence, decision: Decision, text: str) -> Evidence:
    """Return the evidence with the reasons of all rejections, and the steps that were left out of the present text.

    They stay after an acceptance: a draft made later would otherwise bring back what was rejected.
    """
    if not decision.rejections:
        return evidence
    steps = {part.key for part in parts(text)}
    keys = dict.fromkeys(step_key(rejection.part) for rejection in decision.rejections)
    gone = tuple(key.removeprefix("step ") for key in keys if key and key not in steps)
    return evidence.model_copy(update={"guidance": tuple(map(_told, decision.rejections)), "left_out": gone})


def _told(rejection: Rejection) -> str:
    return f"{rejection.part}: {rejection.reason}" if rejection.part else rejection.reason
