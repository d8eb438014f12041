"""A plan as text for an 80-column screen."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pipeline.models.scenario import Plan, Scenario, Tier

_WIDTH = 80
_CHANGES_SHOWN = 15


def plan_text(plan: Plan) -> str:
    """Return the plan's runbooks by tier, the entries that get none, and what changed since the last run."""
    parts = [_tier(tier, [s for s in plan.scenarios if s.tier is tier]) for tier in Tier]
    return "\n".join(filter(None, (*parts, _uncovered(plan), _changes(plan))))


def _tier(tier: Tier, scenarios: list[Scenario]) -> str:
    if not scenarios:
        return ""
    time = f", respond: {scenarios[0].response_time}" if scenarios[0].response_time else ""
    head = f"{tier.value.capitalize()} ({len(scenarios)}{time})"
    return "\n".join([head, *(line for s in scenarios for line in _scenario(s))]) + "\n"


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield from _wrapped(f"{scenario.title} [{scenario.category}]", f"  {scenario.number}  ", "           ")
    if scenario.entries:
        yield from _wrapped(f"from {', '.join(scenario.entries)}", "           ", "             ")
    yield from _wrapped(f"why  {scenario.why}", "           ", "             ")


def _uncovered(plan: Plan) -> str:
    if not plan.uncovered:
        return ""
    lines = [line for u in plan.uncovered for line in _wrapped(f"{u.entry}: {u.reason}", "  ", "    ")]
    return "\n".join([f"No runbook of their own ({len(plan.uncovered)})", *lines]) + "\n"


def _changes(plan: Plan) -> str:
    if not plan.changes:
        return "Since the last run: nothing changed."
    if all(change.kind == "new" for change in plan.changes) and len(plan.changes) == len(plan.scenarios):
        return "Since the last run: all of these are new."
    shown = plan.changes[:_CHANGES_SHOWN]
    lines = [line for c in shown for line in _wrapped(f"{c.kind}  {c.number}  {c.what}", "  ", "    ")]
    more = len(plan.changes) - len(shown)
    return "\n".join(["Since the last run", *lines, *([f"  and {more} more"] if more else [])])


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
