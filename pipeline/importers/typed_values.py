"""Values as written → values as meant: joined lines, list items, code, thresholds by level, linked IDs."""

from __future__ import annotations

import re

from pipeline.importers import grades
from pipeline.importers.found import RawEntry
from pipeline.importers.ids import KINDS, kind_of, references
from pipeline.importers.vocabulary import normal
from pipeline.models.entry import Severity

_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•]|[0-9]{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>.*)")
_LEVEL = re.compile(r"\b(critical|warning|warn|info|page|ticket)\b\**\s*[:=]\s*", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[^`]*")
_YES = frozenset("yes y true blocking blocker ja sim sí oui 是 はい نعم".split())
_NO = frozenset("no n false non-blocking nonblocking nein não non 否 いいえ لا".split())


def flowing(value: str) -> str:
    """Join wrapped lines by spaces; the items of a list, and code in fences, keep lines of their own."""
    lines: list[str] = []
    fenced = False
    for line in value.split("\n"):
        marker = bool(_FENCE.fullmatch(line))
        own_line = fenced or marker or bool(_ITEM.fullmatch(line)) or not lines
        fenced = fenced is not marker
        if own_line:
            lines.append(line.rstrip() if fenced or marker else line.strip())
        elif line.strip():
            lines[-1] = f"{lines[-1]} {line.strip()}".strip()
    return "\n".join(line for line in lines if line)


def items(value: str) -> tuple[str, ...]:
    """Return the outermost items of a list without their markers; deeper ones stay under theirs, after a line feed.

    A value that is no list is one item.
    """
    found: list[str] = []
    outer = -1
    for line in value.split("\n"):
        match = _ITEM.fullmatch(line)
        if match and (outer < 0 or len(match["indent"]) <= outer):
            outer = len(match["indent"])
            found.append(match["text"].strip())
        elif match and found:
            found[-1] += f"\n{line.strip()}"
        elif line.strip() and found and outer >= 0:
            found[-1] += f" {line.strip()}"
        elif line.strip() and outer < 0:
            found = [f"{found[0]} {line.strip()}"] if found else [line.strip()]
    return tuple(found)


def code(value: str) -> str:
    """Return the code of a value: what stands in its fence, or all of it without backticks."""
    lines = value.split("\n")
    marks = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if marks:
        lines = lines[marks[0] + 1 : marks[1] if len(marks) > 1 else len(lines)]
        return "\n".join(lines).strip("\n")
    text = value.strip()
    return text.strip("`").strip() if text.startswith("`") and text.endswith("`") else text


def bare_name(value: str) -> str:
    """Return the MON- ID that a metric names, or its bare name."""
    own = next((name for name in references(value) if kind_of(name) == "MON"), "")
    return own or value.strip().strip("`").strip()


def levels(value: str) -> list[tuple[Severity, str]]:
    """Read "Warning: 70% | Critical: 90%", on one line or several, as (severity, threshold) pairs."""
    marks = list(_LEVEL.finditer(value))
    ends = [mark.start() for mark in marks[1:]] + [len(value)]
    pairs = [(grades.severity(mark[1]), value[mark.end() : end].strip(" |;,\n-*")) for mark, end in zip(marks, ends, strict=True)]
    return [(level, text) for level, text in pairs if level is not None]


def yes_or_no(value: str) -> bool | None:
    """Read the first word of a value as yes or no; None where it is neither."""
    words = re.split(r"[\s,;:.—–(]+", value.strip().casefold().strip("*✅❌ "))
    return True if words[0] in _YES else False if words[0] in _NO else None


def linked_ids(raw: RawEntry, link_keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return every ID that an entry's fields refer to, in the order written, once each, without its own."""
    found: dict[str, None] = {}
    for field in raw.fields:
        listed = normal(field.key) in link_keys
        for name in references(f"{field.key}\n{field.value}", listed):
            known = not listed or kind_of(name) not in (*KINDS, "RUN") or any(c.isdigit() for c in name)
            if name != raw.id and known:
                found[name] = None
    return tuple(found)
