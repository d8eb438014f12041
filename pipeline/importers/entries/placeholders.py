"""Values of a template that nobody filled in: "{Metric Name}", "[Team]", "YYYY-MM-DD", "Active | Deprecated"."""

from __future__ import annotations

import re

from pipeline.importers.entries.ids import references

_BRACED = re.compile(r"\{[A-Za-z][^{}=\"]{0,200}\}")
_BRACKETED = re.compile(r"\[[^\[\]]{1,300}\]")
_ANGLED = re.compile(r"<[A-Za-z][^<>@/:=]{0,100}>")
_DATE = re.compile(r"YYYY-MM-DD|MM/DD/YYYY|DD\.MM\.YYYY", re.IGNORECASE)
_CHOICE = re.compile(
    r"[A-Za-z][\w&-]{0,24}(?: [\w&-]{1,20}){0,3}(?: \| [A-Za-z][\w&-]{0,24}(?: [\w&-]{1,20}){0,3}){1,12}"
)
_TIGHT_CHOICE = re.compile(r"[A-Z][a-z]{1,20}(?:\|[A-Z][a-z]{1,20}){2,8}")
_SINGLE = frozenset({"status", "blocker", "state"})
_LABEL = re.compile(r"(?:warning|critical|info|high|medium|low)\s*[:=]\s*", re.IGNORECASE)
_TOKEN_LIST = re.compile(r"\[[\w.-]+(?:,\s?[\w.-]+)+\]")
_LENGTH_LIMIT = 400


def is_placeholder(value: str, key: str = "") -> bool:
    """Whether a whole value is a placeholder; text with anything more in it is not.

    A choice of two is one only under a key that has a single value, given in its normal form.
    """
    text = value.strip().strip("`").strip()
    if not text or len(text) > _LENGTH_LIMIT:
        return False
    choice = _CHOICE.fullmatch(text) and (text.count("|") > 1 or key in _SINGLE)
    if choice or _TIGHT_CHOICE.fullmatch(text) or _is_one(text):
        return True
    parts = [_LABEL.sub("", part).strip() for part in re.split(r"\s\|\s|\n", text)]
    return all(_is_one(part) for part in parts)


def _is_one(text: str) -> bool:
    text = text.removeprefix("- ").strip()
    if _BRACKETED.fullmatch(text):
        return not _TOKEN_LIST.fullmatch(text) and not any(True for _ in references(text, listed=True))
    head = text.split(" — ")[0].strip()
    if head != text and _BRACKETED.fullmatch(head):
        return True
    return any(pattern.fullmatch(text) for pattern in (_BRACED, _ANGLED, _DATE))
