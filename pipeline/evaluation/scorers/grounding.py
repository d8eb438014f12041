"""Grounding: what share of a draft's facts, and of its steps, has a source.

Facts are addresses, contacts, hosts, numbers with a unit, and metrics; a fact is grounded when the evidence (entries,
catalog, procedure) holds it. Pages that people wrote name no sources and are not scored.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.critics.grounding import stated_facts
from pipeline.critics.rules import ungrounded_fact
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Defect

MEASURES = (
    Measure(name="grounding", says="share of a draft's distinct facts that its evidence holds"),
    Measure(name="invented", says="facts and commands that no source holds", better=Better.LOWER, unit="findings"),
    Measure(name="sourced-steps", says="share of steps that name their sources"),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score facts and steps; nothing where no evidence was given."""
    if not subject.answer.grounds:
        return {}
    facts = {fact.text for fact in stated_facts(subject.document)}
    invented = [finding for finding in subject.findings if finding.defect is Defect.UNGROUNDED]
    found = {"invented": float(len(invented))}
    if facts:
        found["grounding"] = 1 - sum(finding.rule == ungrounded_fact.name for finding in invented) / len(facts)
    if subject.document.steps:
        sourced = subject.answer.text.count("\n<!-- sources: ")
        found["sourced-steps"] = min(1.0, sourced / len(subject.document.steps))
    return found
