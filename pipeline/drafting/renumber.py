"""References to steps, kept true when steps are put before them."""

from __future__ import annotations

import re

from pipeline.models.runbook import Step

_REFERENCE = re.compile(r"\b([Ss]teps?) (\d+(?:(?:, | to | and | or )\d+)*)")


def shift(step: Step, by: int) -> Step:
    """Return the step with every "step N" in its prose and checks moved by that many."""
    if not by:
        return step
    return step.model_copy(
        update={
            "instructions": shift_text(step.instructions, by),
            "verification": tuple(shift_text(check, by) for check in step.verification),
        }
    )


def shift_text(text: str, by: int) -> str:
    """Return the text with every "step N" moved by that many."""

    def moved(match: re.Match[str]) -> str:
        return f"{match[1]} " + re.sub(r"\d+", lambda number: str(int(number[0]) + by), match[2])

    return _REFERENCE.sub(moved, text)
