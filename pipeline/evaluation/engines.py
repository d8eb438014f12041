"""The engines that an evaluation can run, by name: each drafts and revises one scenario."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from pipeline.critics.context import Context
from pipeline.errors import UserError
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Runbook


class Drafted(Protocol):
    """What is asked of an engine's outcome: the runbook, and how many revisions were tried."""

    @property
    def runbook(self) -> Runbook:
        """The best runbook of the loop."""

    @property
    def rounds(self) -> int:
        """How many revisions were tried."""


Engine = Callable[[Evidence, Context], Awaitable[Drafted]]
"""Raises UserError where a scenario cannot be drafted."""


def engine_named(name: str) -> Engine:
    """Return the engine of that name. Raises UserError for one that is not known."""
    engines = {"library": library}
    if name not in engines:
        raise UserError(f"no engine is called {name!r}", "--engine", f"known are {', '.join(engines)}")
    return engines[name]


async def library(evidence: Evidence, context: Context) -> Drafted:
    """Draft with the embedded engine, in the same loop as `generate`."""
    from pipeline.revise.loop import run
    from pipeline.revise.tools import library_tools

    return await run(evidence, library_tools(context))
