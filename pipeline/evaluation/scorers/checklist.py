"""The spec's quality checklist: the share of its seven criteria that no finding speaks against.

A new draft was never drilled, so that no draft reaches all seven; and a gap makes a runbook incomplete until a person
fills it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Measure
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Defect

CRITERIA = {
    "actionable": (
        Defect.VAGUE,
        Defect.ASSUMES_KNOWLEDGE,
        Defect.INVALID_COMMAND,
        Defect.UNSAFE_COMMAND,
        Defect.UNDECLARED_PLACEHOLDER,
    ),
    "complete": (Defect.INCOMPLETE, Defect.DANGLING_REFERENCE),
    "verifiable": (Defect.UNVERIFIED,),
    "scoped": (Defect.UNSCOPED,),
    "escalatable": (Defect.NO_ESCALATION,),
    "tested": (Defect.UNTESTED,),
    "maintained": (Defect.UNOWNED, Defect.OUTDATED),
}
MEASURES = (
    Measure(name="checklist", says="share of the spec's seven criteria that no finding speaks against"),
    *(Measure(name=f"checklist/{name}", says=f"runbooks that are {name}") for name in CRITERIA),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score each criterion 0 or 1."""
    met = {f"checklist/{name}": float(not subject.has(*defects)) for name, defects in CRITERIA.items()}
    return {"checklist": sum(met.values()) / len(met), **met}
