"""The spec's quality gates, one a file: each says what is missing over all entries and runbooks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.models.base import Frozen
from pipeline.models.document import Document
from pipeline.models.entry import AnyEntry
from pipeline.models.finding import Defect, Finding
from pipeline.models.scenario import Plan


class Missing(Frozen):
    """One thing that a gate misses: the ID it is about, and what to do about it."""

    id: str
    what: str


@dataclass(frozen=True)
class Reviewed:
    """A runbook that counts for the gates, with what the critics say of it."""

    document: Document
    findings: tuple[Finding, ...]

    def has(self, defect: Defect) -> bool:
        """Tell whether a finding of that class is open."""
        return any(finding.defect is defect for finding in self.findings)


@dataclass(frozen=True)
class Subject:
    """What gates look at: the entries, the plan, the runbooks that count by number, and the numbers still pending."""

    entries: tuple[AnyEntry, ...]
    plan: Plan
    runbooks: dict[str, Reviewed]
    pending: frozenset[str] = frozenset()

    def absent(self, number: str) -> str:
        """Return why a runbook does not count, or "" where it does."""
        if number in self.runbooks:
            return ""
        return f"{number} waits for review" if number in self.pending else f"{number} does not exist"

    def uncovered(self, entry: str) -> str:
        """Return why an entry has no runbook that counts, or "" where it has one."""
        numbers = [s.number for s in self.plan.scenarios if entry in s.entries]
        if not numbers:
            return "no runbook answers it"
        reasons = [self.absent(number) for number in numbers]
        return "" if "" in reasons else "; ".join(reasons)


@dataclass(frozen=True)
class Gate:
    """One gate: its name, its sentence in the spec, its place in the list, and its check."""

    name: str
    title: str
    order: int
    page: str
    missing: Callable[[Subject], Iterator[Missing]]


class Verdict(Frozen):
    """A gate's outcome; it is passed when nothing is missing."""

    gate: str
    title: str
    missing: tuple[Missing, ...]

    @property
    def passed(self) -> bool:
        """Tell whether the gate is open."""
        return not self.missing


@cache
def all_gates() -> tuple[Gate, ...]:
    """Return every gate of this package in the spec's order."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]
    gates = (Gate(m.NAME, m.TITLE, m.ORDER, m.__doc__ or "", m.missing) for m in modules)
    return tuple(sorted(gates, key=lambda gate: gate.order))


def judge(subject: Subject) -> tuple[Verdict, ...]:
    """Return the verdict of every gate."""
    return tuple(Verdict(gate=g.name, title=g.title, missing=tuple(g.missing(subject))) for g in all_gates())
