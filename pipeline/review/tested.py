"""The Last Tested line, written from recorded drills and nothing else, and what drills say about each step."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.models.decision import Decision, Drill
from pipeline.review.content import last_tested, parts, step_digests, with_last_tested

AGAIN_DAYS = 180
_WITHIN = re.compile(r"first drill due within (\d+) days")
_DRAFTED = "Never; first drill due within {} days of acceptance"
_DAYS = 30


def with_drills(text: str, decision: Decision) -> str:
    """Return the text with the Last Tested line that its drills give it."""
    return with_last_tested(text, line(text, decision))


def line(text: str, decision: Decision) -> str:
    """Return the value of Last Tested: a date, with what failed or changed since, or when the first drill is due."""
    drill = decision.drills[-1] if decision.drills else None
    if drill is None:
        return _DRAFTED.format(drill_days(text) or (decision.accepted.drill_days if decision.accepted else 0) or _DAYS)
    changed = untested(text, decision)
    if drill.failed:
        return f"{drill.on}, {_steps(drill.failed)} failed"
    if changed:
        return f"Never in this form; drilled {drill.on}, then {_steps(changed)} changed"
    return str(drill.on)


def drill_days(text: str) -> int:
    """Return how soon the text's first drill is due in days after acceptance, or 0 where it does not say."""
    match = _WITHIN.search(last_tested(text))
    return int(match[1]) if match else 0


def untested(text: str, decision: Decision) -> tuple[int, ...]:
    """Return the steps, counted from 1, that no drill followed as they stand, or that failed in the last one."""
    passed = {step for drill in decision.drills for step in _passed(drill)}
    if decision.drills:
        last = decision.drills[-1]
        passed -= {last.steps[n - 1] for n in last.failed if n <= len(last.steps)}
    return tuple(n for n, step in enumerate(step_digests(text), start=1) if step not in passed)


def due(text: str, decision: Decision) -> date | None:
    """Return the day by which the next drill is due, or None where nothing was accepted."""
    if decision.drills:
        return decision.drills[-1].on + timedelta(days=AGAIN_DAYS)
    if decision.accepted is None:
        return None
    days = decision.accepted.drill_days or drill_days(text) or _DAYS
    return date.fromisoformat(decision.accepted.at[:10]) + timedelta(days=days)


def step_titles(text: str) -> tuple[str, ...]:
    """Return the names of the steps in order: "Step 1: Confirm"."""
    return tuple(part.name for part in parts(text) if part.is_step)


def _passed(drill: Drill) -> set[str]:
    return {step for n, step in enumerate(drill.steps, start=1) if n not in drill.failed}


def _steps(numbers: tuple[int, ...]) -> str:
    told = ", ".join(map(str, numbers))
    return f"step{'s' if len(numbers) > 1 else ''} {told}"
