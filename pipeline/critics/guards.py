"""What stands between an operator and a dangerous command."""

from __future__ import annotations

import re

from pipeline.importers.page.sections import ACTIVE
from pipeline.models.document import Document, DocumentStep

_SAFETY = re.compile(r"\s*(?:[-*]\s+)?\*\*(?P<label>Effect|Before|Undo)\*\*:\s*(?P<text>\S.*)", re.DOTALL)
_GUARD = re.compile(
    r"\b(?:only|unless|except|if|when|once|after|before|until|otherwise|in\s+case|make\s+sure|ensure|verify"
    r"|confirm\w*|check\w*|be\s+(?:sure|certain|careful|aware)|careful\w*|caution|warning|danger\w*"
    r"|note\s+that|attention|back(?:ed)?[- ]?up|backups?|snapshots?|copy|export|dump|undo|roll\s?back|revert\w*"
    r"|restor\w+|recover\w*|recreat\w+|re-creat\w+|data\s+loss|los[et]|irreversibl\w*|permanent\w*|safe\w*|dry[- ]run"
    r"|approv\w+|permission|sign[- ]?off|provided|last\s+resort|at\s+your\s+own\s+risk|precondition|unused"
    r"|dangling|stale|orphan\w*|completed|finished|no\s+longer|obsolete)\b",
    re.IGNORECASE,
)
_LAST_TRY = re.compile(
    r"\bif\s+nothing\s+(?:else\s+)?(?:helps|works)|^(?:\W*as\s+a\s+last\s+resort\W*)+$", re.IGNORECASE
)
"""Words that sound like a condition, and draw none."""
_SAFE_BLOCK = re.compile(
    r"--dry-run|\bread\s+-r?p|-i\b.*\brm\b|\brm\s+-\w*i|\b(?:pg_dump|mysqldump|snapshot\s+save|tar\s+-?c|cp\s+-"
    r"|velero\s+backup|BEGIN)\b",
    re.IGNORECASE,
)


def safety_lines(step: DocumentStep) -> dict[str, str]:
    """Return the step's "Effect", "Before" and "Undo" lines by label."""
    matches = (_SAFETY.match(p.text) for p in (*step.prose, *step.checks))
    return {m["label"]: m["text"].strip() for m in matches if m}


def is_guarded(step: DocumentStep) -> bool:
    """Tell whether the step itself names a condition, a confirmation, a copy or a way back."""
    lines = safety_lines(step)
    if "Before" in lines or "Undo" in lines:
        return True
    prose = _LAST_TRY.sub(" ", " ".join((step.title, *(p.text for p in step.prose))))
    return _GUARD.search(prose) is not None or any(_SAFE_BLOCK.search(b.block.text) for b in step.blocks)


def is_guarded_before(document: Document, step: DocumentStep) -> bool:
    """Tell whether the heading of the step's section, or a text in it that is no step, draws the condition."""
    section = next((s for s in reversed(document.sections) if s.first <= step.line <= s.last), None)
    if section is None or section.role not in ACTIVE:
        return False
    inside = {line for s in document.steps for line in range(s.line, s.last + 1)}
    above = (p.text for p in document.prose if section.first <= p.line < step.line and p.line not in inside)
    return _GUARD.search(_LAST_TRY.sub(" ", section.title)) is not None or any(
        _GUARD.search(_LAST_TRY.sub(" ", text)) for text in above
    )
