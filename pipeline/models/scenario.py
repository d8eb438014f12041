"""Distinct situations that each need one runbook, the entries they answer, and the plan of all of them."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen
from pipeline.models.runbook import Category


class Tier(StrEnum):
    """How a runbook serves its entries, from the spec's table of alert types and its other mappings."""

    DEDICATED = "dedicated incident"
    SHARED = "shared investigation"
    REFERENCE = "reference"
    RELEASE = "release"
    ROLLBACK = "rollback"
    RISK = "risk response"
    MUST_HAVE = "must-have"


RESPONSE_TIME = {
    Tier.DEDICATED: "under 5 minutes",
    Tier.SHARED: "under 30 minutes",
    Tier.REFERENCE: "next business day",
}
"""Time to respond by tier of alert, from the spec; other tiers have none."""


class Scenario(Frozen):
    """One situation that needs one runbook.

    `key` identifies it from run to run; `number` is its RUN- ID, "" until numbers are given.
    `entries` are the IDs it answers, `supporting` those it only draws on (metrics, dashboards, criteria).
    `why` says in one sentence why it is a scenario; `procedure` is the ID of the library's answer, or "".
    """

    key: str
    title: str
    category: Category
    tier: Tier
    why: str
    entries: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    service: str = ""
    procedure: str = ""
    number: str = ""

    @property
    def response_time(self) -> str:
        """How soon somebody must respond, or "" where the spec sets no time."""
        return RESPONSE_TIME.get(self.tier, "")


class Uncovered(Frozen):
    """An entry that gets no runbook of its own, and the reason."""

    entry: str
    reason: str


class Change(Frozen):
    """What is different from the last run: the kind (new, changed, removed, orphaned, failed) and a sentence."""

    kind: str
    number: str
    what: str


class Plan(Frozen):
    """Which runbooks there will be, in order of number, and which entries get none."""

    scenarios: tuple[Scenario, ...]
    uncovered: tuple[Uncovered, ...] = ()
    changes: tuple[Change, ...] = ()

    def for_entry(self, entry: str) -> tuple[Scenario, ...]:
        """Return the scenarios that answer or draw on the entry of that ID."""
        return tuple(s for s in self.scenarios if entry in s.entries or entry in s.supporting)
