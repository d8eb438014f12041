"""Headers of tables → which columns hold a step's action, its command and its check."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ACTION = re.compile(
    r"(?:action|task|step|instruction|activity|what(?: to do)?|do|description|procedure)s?", re.IGNORECASE
)
_COMMAND = re.compile(r".*\b(?:commands?|cmd|query|run)\b.*|how", re.IGNORECASE)
_CHECKED = re.compile(
    r".*\b(?:verif\w*|expect\w*|checks?|success|validat\w*|confirm\w*|result|(?:ok|okay|right|good|fine)\s+(?:if|when))\b.*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"#|no\.?|nr\.?|step(?: (?:no\.?|number|#))?|order", re.IGNORECASE)
_ONLY_CODE = re.compile(r"\s*(?:`[^`\n]+`[\s,;&]*)+")


def step_columns(head: Sequence[str]) -> tuple[int, int, int] | None:
    """Return which columns hold the action, the command and the check (-1 for none), or None for another table."""
    cells = [re.sub(r"[*_`]", "", cell).strip() for cell in head]
    action = next(
        (i for i, cell in enumerate(cells) if _ACTION.fullmatch(cell) and not (i == 0 and cell == "Step")), -1
    )
    command = next((i for i, cell in enumerate(cells) if i != action and _COMMAND.fullmatch(cell)), -1)
    check = next((i for i, cell in enumerate(cells) if i not in (action, command) and _CHECKED.fullmatch(cell)), -1)
    numbered = bool(cells) and _NUMBER.fullmatch(cells[0]) is not None
    if action < 0 and numbered and command >= 0:
        action = 0
    return (action, command, check) if action >= 0 and (numbered or command >= 0) else None


def is_only_code(cell: str) -> bool:
    """Tell whether a cell holds nothing but inline code."""
    return _ONLY_CODE.fullmatch(cell) is not None
