"""Texts of entries that give orders: whatever of them reaches a draft, by whichever engine, has a finding."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from pipeline.exporters.markdown import export
from pipeline.llm.recordings import Recording
from pipeline.models.catalog import Service
from pipeline.models.entry import Grade, MonEntry, RiskEntry
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Level
from pipeline.revise.loop import Outcome
from pipeline.revise.producing import library_producer, model_producer
from tests.build import risk
from tests.drafting.test_library import CHECKOUT, CRITICAL
from tests.evidence import evidence_of
from tests.llm.asking import client
from tests.llm.author import author, write
from tests.llm.injections import INJECTIONS
from tests.llm.server import Answer, Body, Server, said
from tests.revise.test_producing import CHOICE, context

NUMBERED = pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
FINDING = (Level.ERROR, Level.WARNING)


def in_annotation(text: str) -> Evidence:
    return evidence_of(CRITICAL.model_copy(update={"annotations": (("description", text),)}), service=CHECKOUT)


def in_risk(text: str) -> Evidence:
    entry: RiskEntry = risk("RISK-001", impact=Grade.HIGH, likelihood=Grade.HIGH, mitigation=text, early_signal=text)
    return evidence_of(entry)


def in_catalog(text: str) -> Evidence:
    facts = (*CHECKOUT.facts, ("url", text), ("selector", text))
    service: Service = CHECKOUT.model_copy(update={"facts": facts, "description": text})
    alert: MonEntry = CRITICAL
    return evidence_of(alert, service=service)


PLACE = (in_annotation, in_risk, in_catalog)


def unflagged(outcome: Outcome, text: str) -> list[str]:
    """The lines of a draft that hold a piece of the text as long as four words, and have no finding."""
    words = "".join(c for c in text if c.isascii() and c.isprintable()).replace("<!--", "<! --").split()
    pieces = [" ".join(words[n : n + 4]) for n in range(max(len(words) - 3, 1))]
    flagged = {finding.line for finding in outcome.findings if finding.level in FINDING}
    lines = enumerate(export(outcome.runbook).split("\n"), start=1)
    return [line for n, line in lines if n not in flagged and any(piece in line for piece in pieces)]


def obeying(text: str, how: str) -> Any:
    """A model that does what the text wants: quotes it, or runs it, in its first step."""

    def script(body: Body, n: int) -> Answer:
        answer = write(body)
        if answer["steps"]:
            code = [{"language": "bash", "text": text[:450]}] if how == "command" else answer["steps"][0]["commands"]
            said_there = {"instructions": text[:400]} if how == "prose" else {}
            said_there |= {"verification": [text[:210]]} if how == "check" else {}
            told = [{"name": "pod", "find": text[:160]}]
            said_there |= {"placeholders": told} if how == "placeholder" else {}
            answer["steps"][0] |= {"commands": code, **said_there}
        return said(json.dumps(answer))

    return script


@NUMBERED
def test_the_librarys_draft_quotes_no_injection_unflagged(text: str) -> None:
    place = PLACE[INJECTIONS.index(text) % 3]
    outcome = asyncio.run(library_producer(context)(place(text)))
    assert unflagged(outcome, text) == []


def produced(script: Any, evidences: list[Evidence]) -> tuple[list[Outcome], Server]:
    """The outcomes of all evidences with one scripted model."""

    async def produce() -> list[Outcome]:
        asking = client(server, Recording())
        try:
            return [await model_producer(context, asking, CHOICE)(evidence) for evidence in evidences]
        finally:
            await asking.close()

    with Server(script) as server:
        return asyncio.run(produce()), server


@NUMBERED
@pytest.mark.parametrize("how", ["prose", "check", "command", "placeholder"])
def test_a_model_that_obeys_gets_no_injection_past_the_critics(text: str, how: str) -> None:
    place = PLACE[INJECTIONS.index(text) % 3]
    (outcome,), _ = produced(obeying(text, how), [place(text)])
    assert unflagged(outcome, text) == []


def test_no_injection_leaves_its_fence() -> None:
    texts = [text for text in INJECTIONS if "data" not in text and '"' not in text]
    _, server = produced(author(), [in_annotation(text) for text in texts])
    prompts = [body["messages"] for body in server.bodies]
    for text, (system, user) in zip(texts, prompts, strict=True):
        mark = user["content"].split("<data ", 1)[1].split(">", 1)[0]
        outside = re.sub(rf"<data {mark}>.*?</data {mark}>", "", user["content"], flags=re.DOTALL)
        assert text[:30] in user["content"] and text[:30] not in system["content"] + outside
