"""Values as written → values as meant: joined lines, list items, code, thresholds by level, linked IDs."""

from __future__ import annotations

import re

from pipeline.importers.entries import grades
from pipeline.importers.entries.found import RawEntry
from pipeline.importers.entries.ids import KINDS, kind_of, references
from pipeline.importers.entries.vocabulary import normal
from pipeline.models.entry import Severity

_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•]|[0-9]{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?P<text>.*)")
_LEVEL = re.compile(r"\b(critical|warning|warn|info|page|ticket)\b\**\s*[:=]\s*", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[^`]*")
_YES = frozenset({"yes", "y", "true", "blocking", "blocker", "ja", "sim", "sí", "oui", "是", "はい", "نعم"})
_NO = frozenset({"no", "n", "false", "non-blocking", "nonblocking", "nein", "não", "non", "否", "いいえ", "لا"})


def flowing(value: str) -> str:
    """Join wrapped lines by spaces; the items of a list, and code in fences, keep lines of their own."""
    if "\n" not in value:
        return value.strip()
    lines: list[list[str]] = []
    fenced, starts = False, True
    for line in value.split("\n"):
        marker = bool(_FENCE.fullmatch(line))
        as_code = fenced or marker
        fenced = fenced is not marker
        if as_code or starts or _ITEM.fullmatch(line):
            lines.append([line.rstrip() if as_code else line.strip()])
        elif line.strip():
            lines[-1].append(line.strip())
        starts = as_code
    joined = (" ".join(parts).strip("\n") for parts in lines)
    return "\n".join(line for line in joined if line.strip())


def items(value: str) -> tuple[str, ...]:
    """Return the outermost items of a list without their markers; deeper ones stay under theirs, after a line feed.

    A value that is no list is one item.
    """
    found: list[list[str]] = []
    outer, fenced = -1, False
    for line in value.split("\n"):
        match = None if fenced else _ITEM.fullmatch(line)
        marker = bool(_FENCE.fullmatch(line))
        if match and (outer < 0 or len(match["indent"]) <= outer):
            outer = len(match["indent"])
            found.append([match["text"].strip()])
        elif line.strip() and found:
            found[-1].append(("\n" if match or fenced or marker else " ") + line.strip())
        elif line.strip():
            found.append([line.strip()])
        fenced = fenced is not marker
    return tuple("".join(parts) for parts in found)


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
    found: list[tuple[Severity, str]] = []
    marks = list(_LEVEL.finditer(value))
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(value)
        level = grades.severity(mark[1])
        if level is not None:
            found.append((level, value[mark.end() : end].strip(" |;,\n-*")))
    return found


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
