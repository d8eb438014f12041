"""What a model's draft must be at least, before it may stand in the place of the library's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.commands.canonical import ANY, canonicals
from pipeline.critics.judge import JUDGED
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Runbook, Step
from pipeline.revise.loop import Outcome, weight

_KEPT = 0.5
_WORD = re.compile(r"[a-z][a-z0-9]{3,}")
_COMMON = frozenset(
    "with from that this when than over more less alert high rate total count value error errors".split()
)


def objection(model: Outcome, library: Outcome, middle: tuple[Step, ...], evidence: Evidence) -> str:
    """Return why the library's draft is to be kept, in words, or "" where the model's may take its place."""
    own, floor = _ruled(model), _ruled(library)
    if own > floor:
        return f"the model's draft has {_told(own)}, the library's {_told(floor)}"
    known = _forms(middle)
    kept = sum(any(_equal(form, other) for other in _forms(model.runbook.steps)) for form in known)
    if known and kept < _KEPT * len(known):
        return f"the model's draft keeps {kept} of the {len(known)} known-good commands"
    if not known and not _about(model.runbook, evidence):
        return "the model's draft says nothing of what the entry is about"
    return ""


def _ruled(outcome: Outcome) -> tuple[int, int]:
    """Return the errors and warnings of the rules: nobody judged the library's draft."""
    return weight(tuple(finding for finding in outcome.findings if not finding.rule.startswith(JUDGED)))


def _forms(steps: Iterable[Step]) -> frozenset[tuple[str, ...]]:
    """Return the forms of the steps' commands; queries are derived, and so not counted."""
    blocks = (block for step in steps for block in step.commands if block.language != "promql")
    return frozenset(form for block in blocks for form in canonicals(block.text))


def _equal(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(a == b or ANY in (a, b) for a, b in zip(one, other, strict=True))


def _about(runbook: Runbook, evidence: Evidence) -> bool:
    """Tell whether at least half of the model's steps use a word that tells this situation from others."""
    told = " ".join((evidence.scenario.title, evidence.scenario.service, *(a.expr for a in evidence.alerts)))
    words = set(_WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", told).lower())) - _COMMON
    written = [s for s in runbook.steps if any(source.endswith(" entry") for source in s.sources)]
    hits = [bool(words & set(_WORD.findall(_text(step).lower().replace("_", " ")))) for step in written]
    return bool(hits) and sum(hits) * 2 >= len(hits)


def _text(step: Step) -> str:
    return " ".join((step.title, step.instructions, *(b.text for b in step.commands), *step.verification))


def _told(weights: tuple[int, int]) -> str:
    errors, warnings = weights
    return f"{errors} error{'s' * (errors != 1)} and {warnings} warning{'s' * (warnings != 1)}"
