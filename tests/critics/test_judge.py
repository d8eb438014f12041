"""A judge is believed only with a verdict that was offered and a quote that stands in the runbook."""

from __future__ import annotations

import asyncio
import json

import pytest

from pipeline.critics.judge import CRITERIA, Judgement, Verdict, judge
from pipeline.llm.recordings import Recording
from tests.llm.asking import client
from tests.llm.server import Answer, Body, Server, failed, said

TEXT = "RUN-001: Queue too long\n\nRestart the broker at once.\n"


def judged(answer: Answer) -> tuple[Judgement, list[Body]]:
    async def ask() -> Judgement:
        asking = client(server, Recording())
        try:
            return await judge(TEXT, "RUN-001", "K1: MON-001", asking, "scripted-1", b"k" * 32)
        finally:
            await asking.close()

    with Server(lambda body, n: answer) as server:
        return asyncio.run(ask()), server.bodies


def verdict(verdict: str, quote: str = "") -> Answer:
    return said(json.dumps({"reason": "It kills what it should keep.", "verdict": verdict, "quote": quote}))


def test_a_poor_verdict_with_a_true_quote_is_a_finding_where_the_quote_stands() -> None:
    judgement, bodies = judged(verdict("poor", "Restart the broker"))
    found = judgement.findings[0]
    assert len(judgement.findings) == len(bodies) == len(CRITERIA)
    assert (found.rule, found.line, found.column, found.end_column) == ("judge-first-day", 3, 1, 19)
    assert "It kills what it should keep." in found.message


@pytest.mark.parametrize("quote", ["Restart the database", "", "at once. Then"])
def test_a_poor_verdict_without_a_true_quote_is_dropped_and_counted(quote: str) -> None:
    judgement, _ = judged(verdict("poor", quote))
    assert (judgement.findings, judgement.dropped, judgement.unscored) == ((), 3, ())


@pytest.mark.parametrize(
    "answer", [verdict("excellent"), verdict(""), failed(400), said("no"), said(None, refusal="no")]
)
def test_a_verdict_that_was_not_offered_or_none_at_all_leaves_the_criterion_unscored(answer: Answer) -> None:
    judgement, _ = judged(answer)
    assert (judgement.findings, judgement.dropped, judgement.unscored) == ((), 0, tuple(CRITERIA))


def test_a_good_verdict_is_no_finding() -> None:
    judgement, _ = judged(verdict("Good"))
    assert judgement == Judgement(said=judgement.said)
    assert [(said.criterion, said.verdict) for said in judgement.said] == [(name, "good") for name in CRITERIA]


def test_the_reason_comes_before_the_verdict_and_the_quote_last() -> None:
    assert list(Verdict.model_fields) == ["reason", "verdict", "quote"]
