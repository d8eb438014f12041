"""What a rule reports: a line, a message, and a column or a fix where there is one."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.models.document import Document, Located
from pipeline.models.finding import Fix, Level


class Hit(NamedTuple):
    """One thing that a rule found; the engine adds the rule's name, its class and the path.

    `level` is None where the rule's own level fits. Lines and columns count from 1; `end_column` 0 means the whole
    line.
    """

    line: int
    message: str
    column: int = 1
    end_column: int = 0
    level: Level | None = None
    fix: Fix | None = None


def spot(document: Document, located: Located, start: int, end: int, message: str, level: Level | None = None) -> Hit:
    """Return a hit on the characters `start` to `end` of a located text; the caret never leaves the first line."""
    before = located.text[:start]
    number = located.line + before.count("\n")
    inside = start - (before.rfind("\n") + 1)
    written = located.text.split("\n")[before.count("\n")]
    source = document.lines[number - 1] if number <= len(document.lines) else ""
    offset = max(source.find(written), 0)
    length = min(end - start, len(written) - inside)
    return Hit(number, message, offset + inside + 1, offset + inside + 1 + max(length, 1), level)
