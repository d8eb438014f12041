"""What stands between an operator and a dangerous command."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.invocations import changes
from pipeline.importers.page.sections import ACTIVE
from pipeline.models.document import Document, DocumentStep

_SAFETY = re.compile(r"\s*(?:[-*]\s+)?\*\*(?P<label>Effect|Before|Undo)\*\*:\s*(?P<text>\S.*)", re.DOTALL)
_GUARD = re.compile(
    r"\b(?:only|unless|except|if|when|once|after|before|until|otherwise|in\s+case|make\s+sure|ensure|verify"
    r"|confirm\w*|check\w*|be\s+(?:sure|certain|careful|aware)|careful\w*|caution|warning|danger\w*"
    r"|note\s+that|attention|back(?:ed)?[- ]?up|backups?|snapshots?|copy|export|dump|undo|roll\s?back|revert\w*"
    r"|restor\w+|recover\w*|recreat\w+|re-creat\w+|data\s+loss|los[et]|irreversibl\w*|permanent\w*|safe\w*|dry[- ]run"
    r"|approv\w+|permission|sign[- ]?off|provided|at\s+your\s+own\s+risk|precondition|unused"
    r"|dangling|stale|orphan\w*|completed|finished|no\s+longer|obsolete)\b",
    re.IGNORECASE,
)
_FALLBACK = re.compile(
    r"\b(?:if|when|should)\s+(?:(?:that|this|it|they|neither|nothing(?:\s+else)?|(?:all|everything)\s+else|none\s+of\s+\w+(?:\s+\w+)?"
    r"|(?:re)?\w+ing\s+(?:it|them)|the\s+(?:problem|issue|error|alert|above|command|restart|step|steps)(?:\s+above)?)\s+)"
    r"(?:\w+ly\s+|alone\s+|ever\s+)?(?:fails?|failed|persists?|remains?|continues?|helps?|helped|works?|worked|goes\s+on"
    r"|(?:is|are)\s+(?:still\b|not\s+enough)|still\b|(?:does|do|did|has|have|is)\s*(?:not|n['’]t)\s+\w+)[^,.;:]{0,40}"
    r"|\bif\s+(?:necessary|needed|required|still\b[^,.;:]{0,40})|\b(?:as\s+)?(?:an?\s+|the\s+|our\s+|your\s+)?(?:very\s+)?last\s+resort\b"
    r"|^\W*(?:otherwise|alternatively|or\s+else)\b",
    re.IGNORECASE,
)
"""Words that sound like a condition, and only say that another way failed."""
_MUST = re.compile(
    r"\b(?:must|may\s+(?:not|only)|has\s+to|have\s+to|needs?\s+to)\s+(?:\w+\s+)?(?:not\s+|only\s+|never\s+)?(?:be|have|hold|contain|exist|read|show"
    r"|stand|run)\b|\b(?:is|are)\s+(?:empty|idle|stopped|down|copied|saved|kept|drained)\b",
    re.IGNORECASE,
)
"""A state that must hold: it guards what comes after it, and is a check of what came before."""
_WAY_BACK = re.compile(
    r"\b(?:undo|roll(?:ed|s|ing)?\s?back|revert\w*|restor\w+|recover\w*|recreat\w+|re-creat\w+|rebuil[dt]\w*"
    r"|back(?:ed)?[- ]?up|backups?"
    r"|snapshots?|only\s+(?:if|when|on|after|with|do|use|run)|never|do\s+not|don['’]t|unless|warning|caution|attention|careful\w*|danger\w*"
    r"|irreversibl\w*|permanent\w*|cannot\s+be|can['’]t\s+be|data\s+loss|los[et]|loses|safe\w*|harmless|approv\w+|(?:comes?|brings?)\s+"
    r"(?:it\s+|them\s+|all\s+)?back|anew|note\s+that)\b",
    re.IGNORECASE,
)
"""What still guards a command when it stands below it."""
_CONDITION = re.compile(
    r"\bonly\s+(?:if|when|once|after|then|on|where)|\bmake\s+sure|\bmust\b|\b(?:has|have)\s+to\b"
    r"|\bback(?:ed)?[- ]?ups?\b|\bsnapshots?\b"
    r"|\bcop(?:y|ies|ied)\b|\bbefore\s+(?:you|the|it|this|any)|\bdo\s+not\s+(?:go|continue)|\bstop\s+(?:here|and)|\bcontinue\s+only"
    r"|\bgo\s+on\s+only",
    re.IGNORECASE,
)
_SAFE_BLOCK = re.compile(
    r"--dry-run|\bread\s+-r?p|-i\b.*\brm\b|\brm\s+-\w*i|\b(?:pg_dump|mysqldump|snapshot\s+save|tar\s+-?c|cp\s+-"
    r"|git\s+(?:push|branch|tag)\b.*\b(?:rescue\w*|backup|saved?|old)\b"
    r"|velero\s+backup|BEGIN)\b",
    re.IGNORECASE,
)

_PATH = re.compile(r"(?<=\s)/[\w./*-]+")
_COPIES = re.compile(
    r"\btar\b(?=.*\s-?-?c\w*\b)|\bcp\s+-|\b(?:restic|borg)\s+(?:backup|create)|\baws\s+s3\s+(?:cp|sync)\b"
)


def safety_lines(step: DocumentStep) -> dict[str, str]:
    """Return the step's "Effect", "Before" and "Undo" lines by label."""
    matches = (_SAFETY.match(p.text) for p in (*step.prose, *step.checks))
    return {m["label"]: m["text"].strip() for m in matches if m}


def is_fallback(text: str) -> bool:
    """Tell whether the text begins by saying that what came before it failed."""
    match = _FALLBACK.search(text)
    return match is not None and match.start() < 5


def is_guarded(step: DocumentStep, line: int) -> bool:
    """Tell whether the step draws a condition above the line, or names a copy, a warning or a way back anywhere."""
    lines = safety_lines(step)
    if "Before" in lines or "Undo" in lines:
        return True
    above = [step.title, *(p.text for p in step.prose if p.line <= line), *_comments(step, line)]
    below = [p.text for p in step.prose if p.line > line]
    if any(map(_guards, above)) or any(_WAY_BACK.search(text) for text in below):
        return True
    return any(_SAFE_BLOCK.search(b.block.text) for b in step.blocks)


def _guards(text: str) -> bool:
    bare = _FALLBACK.sub(" ", text)
    return _GUARD.search(bare) is not None or _MUST.search(bare) is not None


def _comments(step: DocumentStep, line: int) -> Iterator[str]:
    for located in step.blocks:
        for at, written in enumerate(located.block.text.split("\n"), start=located.line):
            if at <= line and (match := re.search(r"(?:^|\s)(?:#|--)\s+(.*)", written)):
                yield match[1]


def is_saved_before(document: Document, line: int, command: str) -> bool:
    """Tell whether an earlier block of the page copies what the command deletes: it names the last part of its path."""
    names = [name for path in _PATH.findall(command) if len(name := path.rstrip("/*").rsplit("/", 1)[-1]) > 2]
    earlier = [b.block.text for b in document.blocks if b.line < line and _COPIES.search(b.block.text)]
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in names for text in earlier)


def is_guarded_before(document: Document, step: DocumentStep) -> bool:
    """Tell whether the heading of the step's section, a text in it that is no step, or the look before it does."""
    section = next((s for s in reversed(document.sections) if s.first <= step.line <= s.last), None)
    if section is None or section.role not in ACTIVE:
        return False
    inside = {line for s in document.steps for line in range(s.line, s.last + 1)}
    above = (p.text for p in document.prose if section.first <= p.line < step.line and p.line not in inside)
    looked = (s for s in document.steps if section.first <= s.line < step.line)
    before = max(looked, key=lambda s: s.line, default=None)
    texts = (
        () if before is None or changes(before) else (before.title, *(p.text for p in (*before.prose, *before.checks)))
    )
    return any(map(_guards, (section.title, *above))) or any(map(_sets_condition, texts))


def _sets_condition(text: str) -> bool:
    """Tell whether the text of a step that looks says on what the next one depends."""
    return _CONDITION.search(_FALLBACK.sub(" ", text)) is not None
