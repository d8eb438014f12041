"""Judges: criteria that no rule decides, each asked of a model with its own rubric, and believed only with a quote."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from pipeline.llm.client import Client
from pipeline.llm.failure import ModelError
from pipeline.llm.prompts import load, render
from pipeline.llm.redact import redact
from pipeline.llm.request import Request
from pipeline.llm.schema import most_tokens, schema_text
from pipeline.llm.structured import ask
from pipeline.models.base import Frozen
from pipeline.models.finding import Defect, Finding, Level

CRITERIA = {
    "first-day": Defect.ASSUMES_KNOWLEDGE,
    "right-mitigation": Defect.UNSAFE_COMMAND,
    "safe-order": Defect.UNSAFE_COMMAND,
}
"""The criteria, each with a rubric of that name in prompts/judges, and the class that its findings belong to."""

JUDGED = "judge-"
"""What the name of a judge's finding begins with, before its criterion."""

GOOD, POOR = "good", "poor"


class Verdict(BaseModel):
    """A judge's answer, in the order in which it has to think."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    reason: Annotated[str, StringConstraints(max_length=600)]
    verdict: Annotated[str, StringConstraints(max_length=20)]
    quote: Annotated[str, StringConstraints(max_length=240)]


class Said(Frozen):
    """What one judge said; `verdict` is "" where it gave none that was offered, or a poor one without a true quote."""

    criterion: str
    verdict: str = ""
    reason: str = ""
    quote: str = ""


class Judgement(Frozen):
    """What the judges said: findings with a true quote, how many were dropped for want of one, and what is unscored."""

    findings: tuple[Finding, ...] = ()
    dropped: int = 0
    unscored: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


async def judge(
    text: str,
    path: str,
    evidence: str,
    client: Client,
    model: str,
    key: bytes,
    criteria: Iterable[str] = tuple(CRITERIA),
) -> Judgement:
    """Ask judges about a runbook. A judge that fails leaves its criterion unscored and the others as they are."""
    findings: list[Finding] = []
    dropped = 0
    unscored: list[str] = []
    said: list[Said] = []
    asked = tuple(criteria)
    verdicts = await asyncio.gather(*(_verdict(c, text, evidence, client, model, key) for c in asked))
    for criterion, verdict in zip(asked, verdicts, strict=True):
        word = verdict.verdict.strip().lower() if verdict else ""
        finding = _finding(criterion, verdict, text, path) if verdict and word == POOR else None
        if finding:
            findings.append(finding)
        elif word == POOR:
            dropped += 1
        elif word != GOOD:
            unscored.append(criterion)
        said.append(_said(criterion, verdict, word if finding or word == GOOD else ""))
    client.usage.dropped += dropped
    client.usage.unscored += len(unscored)
    return Judgement(findings=tuple(findings), dropped=dropped, unscored=tuple(unscored), said=tuple(said))


def _said(criterion: str, verdict: Verdict | None, word: str) -> Said:
    if verdict is None:
        return Said(criterion=criterion)
    return Said(criterion=criterion, verdict=word, reason=verdict.reason, quote=verdict.quote)


async def _verdict(criterion: str, text: str, evidence: str, client: Client, model: str, key: bytes) -> Verdict | None:
    rendered = render(load(f"judges/{criterion}"), {"runbook": redact(text), "evidence": redact(evidence)}, key)
    request = Request(
        prompt=rendered.label,
        model=model,
        system=rendered.system,
        user=rendered.user,
        schema_name="verdict",
        schema_text=schema_text(Verdict),
        max_tokens=most_tokens(Verdict),
        fence=rendered.fence,
    )
    try:
        return await ask(client, request, Verdict)
    except ModelError:
        return None


def _finding(criterion: str, verdict: Verdict, text: str, path: str) -> Finding | None:
    """Return the finding where its quote stands in the runbook, to the letter and on one line, else None."""
    quote = " ".join(verdict.quote.split())
    if len(quote) < 4:
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        start = line.find(quote)
        if start >= 0:
            return Finding(
                rule=f"{JUDGED}{criterion}",
                defect=CRITERIA[criterion],
                level=Level.WARNING,
                path=path,
                line=number,
                message=f"“{quote}”: {' '.join(verdict.reason.split())}",
                column=start + 1,
                end_column=start + 1 + len(quote),
            )
    return None
