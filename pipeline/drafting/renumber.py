"""References to steps, kept true when steps are put before them, or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.models.runbook import Block, Step

_REFERENCE = re.compile(r"\b([Ss]teps?) (\d+(?:(?:, | to | and | or )\d+)*)")
_COMMENT = re.compile(r"^\s*(?:#|--) .*", re.MULTILINE)


def renumber(step: Step, numbers: Mapping[int, int | str]) -> Step:
    """Return the step with every "step N" in its prose, checks and comments of commands given its new number."""
    return step.model_copy(
        update={
            "instructions": renumber_text(step.instructions, numbers),
            "commands": tuple(_commented(block, numbers) for block in step.commands),
            "verification": tuple(renumber_text(check, numbers) for check in step.verification),
        }
    )


def renumber_text(text: str, numbers: Mapping[int, int | str]) -> str:
    """Return the text with every "step N" given its new number; unknown numbers stay."""

    def moved(match: re.Match[str]) -> str:
        new = re.sub(r"\d+", lambda number: str(numbers.get(int(number[0]), int(number[0]))), match[2])
        return f"{match[1]} {new}"

    return _REFERENCE.sub(moved, text)


def _commented(block: Block, numbers: Mapping[int, int | str]) -> Block:
    text = _COMMENT.sub(lambda comment: renumber_text(comment[0], numbers), block.text)
    return block.model_copy(update={"text": text})
