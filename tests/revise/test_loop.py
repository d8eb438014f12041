"""The loop keeps the best, stops, and never makes a runbook worse."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from pipeline.models.evidence import Evidence
from pipeline.models.finding import Defect, Finding, Level
from pipeline.models.runbook import Category, Runbook, Step
from pipeline.models.scenario import Scenario, Tier
from pipeline.revise import loop
from pipeline.revise.loop import MAX_ROUNDS, Outcome, Tools

EVIDENCE = Evidence(
    scenario=Scenario(key="k", title="t", category=Category.INCIDENT, tier=Tier.SHARED, why="w", number="RUN-001"),
    entries=(),
)
FIRST = Runbook(
    id="RUN-001",
    title="draft 0",
    category=Category.INCIDENT,
    trigger="",
    owner="",
    last_tested="",
    scope=(),
    prerequisites=(),
    steps=(Step(title="s", sources=("MON-001 expr",)),),
    escalation=(),
    post_incident=(),
    linked="",
)


def finding(level: Level) -> Finding:
    return Finding(rule="r", defect=Defect.VAGUE, level=level, path="p", line=1, message="m")


def tools(weights: Sequence[tuple[int, int]], drop_sources: bool = False) -> Tools:
    """Tools whose n-th draft has the n-th number of errors and warnings."""
    versions = iter(range(1, 99))

    async def critic(runbook: Runbook) -> tuple[Finding, ...]:
        errors, warnings = weights[int(runbook.title.removeprefix("draft "))]
        return (*[finding(Level.ERROR)] * errors, *[finding(Level.WARNING)] * warnings)

    async def drafter(evidence: Evidence) -> Runbook:
        return FIRST

    async def reviser(runbook: Runbook, findings: tuple[Finding, ...]) -> Runbook:
        steps = (Step(title="s"),) if drop_sources else runbook.steps
        return runbook.model_copy(update={"title": f"draft {next(versions)}", "steps": steps})

    return Tools(drafter=drafter, critic=critic, reviser=reviser)


def run(evidence: Evidence, given: Tools) -> Outcome:
    return asyncio.run(loop.run(evidence, given))


def test_a_clean_draft_is_not_revised() -> None:
    outcome = run(EVIDENCE, tools([(0, 0)]))
    assert (outcome.runbook.title, outcome.rounds) == ("draft 0", 0)


def test_a_better_revision_replaces_the_draft_and_ends_when_clean() -> None:
    outcome = run(EVIDENCE, tools([(2, 0), (0, 3), (0, 0)]))
    assert (outcome.runbook.title, outcome.rounds, outcome.findings) == ("draft 2", 2, ())


@pytest.mark.parametrize("second", [(2, 0), (3, 0), (2, 5)])
def test_a_revision_that_is_not_better_is_dropped_and_ends_the_loop(second: tuple[int, int]) -> None:
    outcome = run(EVIDENCE, tools([(2, 0), second]))
    assert (outcome.runbook.title, outcome.rounds) == ("draft 0", 1)
    assert len(outcome.findings) == 2


def test_fewer_errors_outweigh_more_warnings() -> None:
    outcome = run(EVIDENCE, tools([(2, 0), (1, 9), (1, 9)]))
    assert outcome.runbook.title == "draft 1"


def test_a_revision_that_loses_a_source_is_dropped() -> None:
    outcome = run(EVIDENCE, tools([(2, 0), (0, 0)], drop_sources=True))
    assert outcome.runbook.title == "draft 0"


def test_the_loop_is_bounded_and_reports_what_is_left() -> None:
    outcome = run(EVIDENCE, tools([(9 - n, 0) for n in range(9)]))
    assert outcome.rounds == MAX_ROUNDS
    assert len(outcome.findings) == 9 - MAX_ROUNDS
