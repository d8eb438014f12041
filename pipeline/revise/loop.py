"""The bounded loop: draft, critique, revise; the best runbook so far is kept, and what is left is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph

from pipeline.critics.judge import Said
from pipeline.models.base import Frozen
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Finding, Level
from pipeline.models.run import RoundRecord
from pipeline.models.runbook import Runbook

Drafter = Callable[[Evidence], Awaitable[Runbook]]
Critic = Callable[[Runbook], Awaitable[tuple[Finding, ...]]]
Reviser = Callable[[Runbook, tuple[Finding, ...]], Awaitable[Runbook]]

MAX_ROUNDS = 3
# Draft and critique, then as often revise and critique.
_MOST_NODES = 2 + 2 * MAX_ROUNDS


class Outcome(Frozen):
    """The best runbook of a loop, its findings, and how many revisions were tried.

    `engine` wrote it; `note` says why that is not the engine that was asked for, or "". `prompts` names the prompts
    used, with their versions. `retry` is true where the next run should try that engine again. `history` is what became
    of each text that the loop saw, `said` what judges said of this one.
    """

    runbook: Runbook
    findings: tuple[Finding, ...]
    rounds: int
    engine: str = "library"
    note: str = ""
    retry: bool = False
    prompts: tuple[str, ...] = ()
    history: tuple[RoundRecord, ...] = ()
    said: tuple[Said, ...] = ()


class _State(TypedDict, total=False):
    evidence: Evidence
    tools: Tools
    candidate: Runbook
    best: Outcome
    history: tuple[RoundRecord, ...]
    rounds: int
    stuck: bool


class Tools(Frozen):
    """What a loop works with: who drafts, who judges, who revises."""

    model_config = Frozen.model_config | {"arbitrary_types_allowed": True}

    drafter: Drafter
    critic: Critic
    reviser: Reviser


async def run(evidence: Evidence, tools: Tools) -> Outcome:
    """Draft one scenario and revise it until it is clean, out of rounds, or no revision makes it better."""
    start = {"evidence": evidence, "tools": tools, "rounds": 0, "history": ()}
    final: dict[str, Any] = await _graph().ainvoke(start, {"recursion_limit": _MOST_NODES + 1})
    outcome: Outcome = final["best"]
    return outcome.model_copy(update={"rounds": final["rounds"], "history": final["history"]})


def weight(findings: tuple[Finding, ...]) -> tuple[int, int]:
    """Return how bad a runbook is: its errors, then its warnings; notes weigh nothing."""
    levels = [finding.level for finding in findings]
    return levels.count(Level.ERROR), levels.count(Level.WARNING)


def _sources(runbook: Runbook) -> frozenset[str]:
    return frozenset(source for step in runbook.steps for source in step.sources)


async def _draft(state: _State) -> _State:
    return {"candidate": await state["tools"].drafter(state["evidence"])}


async def _critique(state: _State) -> _State:
    """Judge the candidate; it replaces the best so far only if it is better and lost nothing that was grounded."""
    candidate, best = state["candidate"], state.get("best")
    if best is not None and candidate == best.runbook:
        return {"stuck": True}
    findings = await state["tools"].critic(candidate)
    better = best is None or (
        weight(findings) < weight(best.findings) and _sources(best.runbook) <= _sources(candidate)
    )
    told = Counter(finding.rule for finding in findings if finding.level is not Level.NOTE)
    history = (*state["history"], RoundRecord(findings=dict(sorted(told.items())), taken=better))
    if not better:
        return {"history": history, "stuck": True}
    return {"history": history, "best": Outcome(runbook=candidate, findings=findings, rounds=0), "stuck": False}


async def _revise(state: _State) -> _State:
    best = state["best"]
    revised = await state["tools"].reviser(best.runbook, best.findings)
    return {"candidate": revised, "rounds": state["rounds"] + 1}


def _next(state: _State) -> str:
    clean = weight(state["best"].findings) == (0, 0)
    return END if clean or state["stuck"] or state["rounds"] >= MAX_ROUNDS else "revise"


@cache
def _graph() -> Any:
    graph = StateGraph(_State)
    graph.add_node("draft", _draft)
    graph.add_node("critique", _critique)
    graph.add_node("revise", _revise)
    graph.add_edge(START, "draft")
    graph.add_edge("draft", "critique")
    graph.add_conditional_edges("critique", _next, ["revise", END])
    graph.add_edge("revise", "critique")
    return graph.compile()
