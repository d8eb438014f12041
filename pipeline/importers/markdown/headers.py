"""How an entry starts in Markdown: a heading, a bare line, a list item, or a line that gives its ID."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.importers.entries.ids import Declared, declared

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\s]{0,500}\)")
_TAG = re.compile(r"</?(?:a|span|b|i|code|sub|sup|strong|em|br)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_ANCHOR = re.compile(r"\{#[\w-]{1,80}\}")
_LABEL = r"(?:[A-Z]{2,12}[ _-]?ID|ID|RISK|ALERT|METRIC|MONITOR|DEPLOYMENT|DASHBOARD|SLO|ENTRY|EXAMPLE)"
_HEAD = re.compile(
    r"[^\w\s\[({<$/.\\-]{0,4}\s?(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,4}[.)]?\s{1,3})?"
    rf"(?:{_LABEL}\s?[:#]\s{{0,3}})?[\[(]?"
    r"(?P<word>(?:MON|DEP|RISK|RUN)-(?:[{<\[][^\s]{1,40}|[^\s:：|—–·•*()\[\]{},;]{1,90}))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(r"[\])]?\s{0,4}(?:[:：|·•—–]|-(?=\s))\s{0,4}")
_MORE_IDS = re.compile(
    r"\s{0,3}(?:(?:to|and|or|through|[&+,/→]|\.\.|-{1,2}>)\s{0,3}(?:(?:MON|DEP|RISK|RUN)-|[0-9])|[—–-][0-9]|[—–-]\s?(?:MON|DEP|RISK|RUN)-[0-9])",
    re.IGNORECASE,
)
_DEPRECATED = re.compile(r"\s*[\[(]\s?deprecated[^\])]{0,80}[\])]", re.IGNORECASE)
_ID_LINE = re.compile(
    r"(?:[-*+]\s{1,3})?[*_]{0,2}(?:(?:risk|mon|dep|alert|metric|entry|unique|deployment)[ _-]?)?id[*_]{0,2}\s?[:：]"
    r"[*_]{0,2}\s{0,3}`?(?P<word>(?:MON|DEP|RISK)-[^\s`]{1,90})`?\s{0,3}",
    re.IGNORECASE,
)
_REACH = 600  # no header is longer; a longer line is cut here before it is searched


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an entry: what its word declares, its ID and title; `sure` is false where no separator is between."""

    declared: Declared
    id: str
    title: str
    sure: bool = True
    deprecated: bool = False


def heading_depth(text: str) -> int:
    """Return the depth of an ATX heading, or 0."""
    depth = len(text) - len(text.lstrip("#"))
    return depth if 1 <= depth <= 6 and text[depth : depth + 1] in (" ", "\t", "") else 0


def plain(text: str) -> str:
    """Return a line without links, anchors, emphasis and backticks."""
    text = _ANCHOR.sub("", _TAG.sub("", _LINK.sub(r"\1", text)))
    return text.replace("**", "").replace("__", "").replace("`", "").replace("~~", "").strip()


def head(text: str) -> Head | None:
    """Read the text of a heading as the head of an entry, or return None."""
    match = _HEAD.fullmatch(plain(text[:_REACH]).rstrip("#").strip())
    if match is None or _MORE_IDS.match(match["rest"]):
        return None
    verdict, name = declared(match["word"].rstrip("."))
    if verdict is Declared.OTHER:
        return None
    rest = match["rest"]
    separator = _SEPARATOR.match(rest)
    title = rest[separator.end() :] if separator else rest.lstrip("])").strip()
    deprecated = bool(_DEPRECATED.search(title)) or "~~" in text
    title = _DEPRECATED.sub("", title).strip().strip("*").strip()
    return Head(verdict, name, title, sure=bool(separator) or not title, deprecated=deprecated)


def bare_head(text: str) -> Head | None:
    """Read a line that is no heading as the head of an entry: the ID at its very start, a separator, a title."""
    if not text[:10].lstrip("*_`[").upper().startswith(("MON-", "DEP-", "RISK-", "RUN-")):
        return None
    found = head(text)
    return found if found and found.sure and found.title else None


def id_line(text: str) -> Head | None:
    """Read a line that gives an ID and nothing else: "**ID**: MON-004"."""
    match = _ID_LINE.fullmatch(text[:_REACH].strip())
    if match is None:
        return None
    verdict, name = declared(match["word"])
    return None if verdict is Declared.OTHER else Head(verdict, name, "")
