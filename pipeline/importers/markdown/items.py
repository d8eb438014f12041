"""Entries in short: a list item with a bold ID, and the fields that its sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.importers.markdown.headers import Head, head
from pipeline.models.entry import Field

_ITEM = re.compile(
    r"\s{0,3}(?:[-*+]|[0-9]{1,3}[.)])\s{1,3}(?P<text>\*\*\[?(?:MON|DEP|RISK)-.*)", re.IGNORECASE | re.DOTALL
)
_ITEM_HEAD = re.compile(r"\*\*(?P<inner>[^*]{1,200})\*\*(?P<rest>.*)", re.DOTALL)
_INLINE_KEY = re.compile(
    r"(?:(?<=[.;,)—–] )|\A)[*_]{0,2}(?P<key>Impact|Likelihood|Probability|Severity|Mitigation|Contingency|Trigger|"
    r"Owner|Status|Response|Early signal|Review date|Category|Linked IDs)[*_]{0,2}:[*_]{0,2}\s",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\((?P<value>[^\s()]{1,20}) (?P<key>severity|impact|likelihood|probability|priority)\)\s?[:—–-]?\s?", re.I
)


def item_head(text: str) -> tuple[Head, str] | None:
    """Read a list item with a bold ID: the head (whose title may be empty) and the text after it."""
    match = _ITEM.fullmatch(text)
    inner = _ITEM_HEAD.fullmatch(match["text"]) if match else None
    found = head(inner["inner"]) if inner else None
    if inner is None or found is None or not found.sure:
        return None
    return found, inner["rest"].lstrip(" :—–-").strip()


def item_fields(text: str, line: int) -> tuple[Field, ...]:
    """Read "(Low severity) — text. Mitigation: more" as fields."""
    fields: list[Field] = []
    if qualifier := _QUALIFIER.match(text):
        fields.append(Field(key=qualifier["key"].capitalize(), value=qualifier["value"], line=line))
        text = text[qualifier.end() :]
    marks = list(_INLINE_KEY.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    if described := text[: ends[0]].strip(" —–-*_"):
        fields.append(Field(key="Description", value=described, line=line))
    for mark, end in zip(marks, ends[1:], strict=True):
        if value := text[mark.end() : end].strip(" —–-;"):
            fields.append(Field(key=mark["key"], value=value, line=line))
    return tuple(fields)


def first_sentence(fields: Sequence[Field]) -> str:
    """Return the first sentence of what an item describes, as its title."""
    text = next((one.value for one in fields if one.key == "Description"), "")
    return re.split(r"(?<=[^\W\d_])[.;] ", text, maxsplit=1)[0].rstrip(".")[:120]
