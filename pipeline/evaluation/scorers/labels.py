"""The critics on labelled runbooks: how many of the known defects they find, and what they find beyond.

A label without a line is met by any finding of its rule. Notes beyond the labels are no false alarms.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.sample import Kind
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Level

MEASURES = (
    Measure(name="recall", says="share of the labelled or planted defects that the rule meant for them finds"),
    Measure(name="false-alarms", says="findings (not notes) beyond the labels", better=Better.LOWER, unit="findings"),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score recall and false alarms; nothing for drafts."""
    if subject.sample.kind is not Kind.LABELLED:
        return {}
    found = list(subject.findings)
    met = 0
    for label in subject.sample.expected:
        match = next((f for f in found if f.rule == label.rule and label.line in (0, f.line)), None)
        if match is not None:
            met += 1
            found.remove(match)
    scores = {"false-alarms": float(sum(f.level is not Level.NOTE for f in found))}
    if subject.sample.expected:
        scores["recall"] = met / len(subject.sample.expected)
    return scores
