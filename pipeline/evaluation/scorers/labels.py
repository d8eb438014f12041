"""The critics on labelled runbooks: how many of the known defects they find, and how much of what they say is right.

A label is met by a finding of its rule, or of its class of defects, at most two lines away; a label without a line by
one anywhere. A finding that meets no label is a false alarm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.critics.registry import all_rules
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.sample import Expected, Kind
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Defect, Finding

KINDS = frozenset({Kind.LABELLED})
_NEAR = 2
MEASURES = (
    Measure(name="recall", says="share of the labelled or planted defects that the critics find"),
    Measure(name="precision", says="share of the findings on labelled runbooks that meet a label"),
    Measure(name="false-alarms", says="findings that meet no label", better=Better.LOWER, unit="findings"),
    Measure(
        name="also-found",
        says="findings of other rules that came with a planted defect",
        better=Better.NEITHER,
        unit="findings",
    ),
    *(Measure(name=f"recall/{defect}", says=f"the same, of the class {defect}") for defect in Defect),
    *(Measure(name=f"precision/{defect}", says=f"the same, of the class {defect}") for defect in Defect),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Score recall, precision and false alarms, in all and by class."""
    labels, findings = subject.sample.expected, subject.findings
    scores = _shares("recall", [(_class(label), _is_found(label, findings)) for label in labels])
    meant = [(finding.defect, any(_meets(label, finding) for label in labels)) for finding in findings]
    return {**scores, **_shares("precision", meant), "false-alarms": float(sum(not right for _, right in meant))}


def _shares(name: str, judged: Sequence[tuple[Defect, bool]]) -> dict[str, float]:
    """Return the share of what was judged right, in all and by class; nothing where there was nothing to judge."""
    found: dict[str, list[bool]] = defaultdict(list)
    for defect, right in judged:
        found[name].append(right)
        found[f"{name}/{defect}"].append(right)
    return {key: sum(values) / len(values) for key, values in found.items()}


def _is_found(label: Expected, findings: Sequence[Finding]) -> bool:
    return any(_meets(label, finding) for finding in findings)


def _meets(label: Expected, finding: Finding) -> bool:
    same = finding.rule == label.rule if label.rule else finding.defect is label.defect
    return same and (label.line == 0 or abs(label.line - finding.line) <= _NEAR)


def _class(label: Expected) -> Defect:
    return label.defect or next((r.defect for r in all_rules() if r.name == label.rule), Defect.INCOMPLETE)
