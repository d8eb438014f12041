"""RISK- entries → the step that tells whether the risk has come true, and the response that was planned for it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.drafting.derived import values_now
from pipeline.drafting.gaps import gap
from pipeline.drafting.text import bare, sentence
from pipeline.models.entry import MonEntry, RiskEntry
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Step


def risk_step(evidence: Evidence) -> Step:
    """Return the first step of a response runbook: has the risk come true, and what was planned for it."""
    signals = _signals(evidence.risks)
    said = [f"{r.id}: {sentence(r.description or r.title)}" for r in evidence.risks]
    said += (
        [] if signals else [gap("signal", f"How would we notice {evidence.risks[0].title}?", _owner(evidence.risks))]
    )
    response = planned_response(evidence.risks)
    return Step(
        title="Check whether the risk has come true",
        instructions="\n\n".join((*said, *([response] if response else []))),
        commands=values_now(e for e in evidence.supporting if isinstance(e, MonEntry)),
        verification=(
            *(f"Seen or ruled out: {bare(signal)}" for signal in signals),
            "If it has not come true, write down what you checked in the risk register and stop here",
        ),
        sources=tuple(f"{r.id} description, trigger, early signal, mitigation" for r in evidence.risks),
    )


def risk_over_step(evidence: Evidence) -> Step:
    """Return the last step of a response runbook: is what told of the risk gone."""
    signals = _signals(evidence.risks)
    gone = [f"No longer seen: {bare(signal)}" for signal in signals]
    names = ", ".join(r.id for r in evidence.risks)
    return Step(
        title="Prove that it is over",
        instructions="Look again where step 1 looked, once now and once more after an hour.",
        commands=values_now(e for e in evidence.supporting if isinstance(e, MonEntry)),
        verification=(
            *(gone or [f"What showed in step 1 that {names} had come true is gone"]),
            f"The risk register says of {names} what happened, what was done, and what is still open",
        ),
        sources=tuple(f"{r.id} trigger, early signal" for r in evidence.risks),
    )


def planned_response(risks: Sequence[RiskEntry]) -> str:
    """Return what the register plans for the risks, as a list, or ""."""
    lines = []
    for risk in risks:
        parts = [("mitigation", risk.mitigation), ("contingency", risk.contingency)]
        told = "; ".join(f"{name}: {bare(text)}" for name, text in parts if text)
        lines += [f"- Planned for {risk.id} ({bare(risk.title)}): {told}"] if told else []
    return "\n".join(lines)


def _signals(risks: Sequence[RiskEntry]) -> list[str]:
    return [signal for r in risks for signal in (r.early_signal, r.trigger) if signal]


def _owner(risks: Sequence[RiskEntry]) -> str:
    return next((r.owner for r in risks if r.owner), "whoever keeps the risk register")
