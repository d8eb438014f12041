"""The spec's quality gates that a runbook itself can close: owned and tested, escalation defined.

The other gates are about coverage, which `runwright gate` checks over a whole workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.critics.gates import Gate, Reviewed, all_gates
from pipeline.critics.gates import Subject as Gated
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.sample import TODAY
from pipeline.evaluation.subject import Subject
from pipeline.importers.document import read_document
from pipeline.models.scenario import Plan

_BLANK = "RUN-000: Blank\nCategory: Incident\n\n## Procedure\n\n### Step 1: Look\nRun `uptime`.\n"
MEASURES = (Measure(name="gates", says="share of the quality gates about single runbooks that are open"),)


def score(subject: Subject) -> Mapping[str, float]:
    """Score the share of gates that miss nothing in this runbook."""
    reviewed = Reviewed(subject.document, subject.findings)
    gates = _about_runbooks()
    return {"gates": sum(_open(gate, reviewed) for gate in gates) / len(gates)}


@cache
def _about_runbooks() -> tuple[Gate, ...]:
    """Return the gates that a page without owner, date and escalation does not pass."""
    blank = read_document(_BLANK, "RUN-000.md")
    reviewed = Reviewed(blank, criticize(blank, Context(today=TODAY)))
    return tuple(gate for gate in all_gates() if not _open(gate, reviewed))


def _open(gate: Gate, reviewed: Reviewed) -> bool:
    subject = Gated(entries=(), plan=Plan(scenarios=()), runbooks={reviewed.document.id or "RUN-000": reviewed})
    return not any(gate.missing(subject))
