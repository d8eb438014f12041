"""The engines that an evaluation can run, by name: each drafts and revises one scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.critics.context import Context
from pipeline.errors import UserError
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Finding
from pipeline.models.runbook import Runbook


class Drafted(NamedTuple):
    """An engine's outcome: the runbook, what is still open in it, and how many revisions were tried."""

    runbook: Runbook
    findings: tuple[Finding, ...]
    rounds: int


Engine = Callable[[Evidence, Context], Drafted]
"""Raises UserError where a scenario cannot be drafted."""


def engine_named(name: str) -> Engine:
    """Return the engine of that name. Raises UserError for one that is not known."""
    engines = {"library": library}
    if name not in engines:
        raise UserError(f"no engine is called {name!r}", "--engine", f"known are {', '.join(engines)}")
    return engines[name]


def library(evidence: Evidence, context: Context) -> Drafted:
    """Draft with the embedded engine, in the same loop as `generate`."""
    from pipeline.revise.loop import run
    from pipeline.revise.tools import library_tools

    outcome = run(evidence, library_tools(context))
    return Drafted(outcome.runbook, outcome.findings, outcome.rounds)
