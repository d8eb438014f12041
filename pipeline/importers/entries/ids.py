"""The grammar of IDs: which are declared ones, which are placeholders, and which a text refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

KINDS = ("MON", "DEP", "RISK")
RANGE_LIMIT = 500
LENGTH_LIMIT = 64

_ENTRY = re.compile(r"(MON|DEP|RISK)(-[A-Z][A-Z0-9]{0,11}){0,4}-[0-9]{1,9}[A-Z]?(\.[0-9]{1,4}){0,2}")
_RUNBOOK = re.compile(r"RUN(-[A-Z][A-Z0-9]{0,11}){0,4}-[0-9]{1,9}[A-Z]?(\.[0-9]{1,4}){0,2}")
_TEMPLATE = re.compile(r"(MON|DEP|RISK|RUN)-(X{2,}|Y{2,}|Z{2,}|N{2,}|#+|0*[XYZN]{1,3}|[{<\[].*)")
_UNSAFE = re.compile(r"(MON|DEP|RISK|RUN)-.*(?:[/\\%$;&|<>\"'`\x00-\x1f]|\.\.)", re.DOTALL)
_ENDLESS = re.compile(r"(MON|DEP|RISK|RUN)-(?:[0-9]{10}|(?:[A-Z0-9]+-){5})")

# The prefixes that a sentence may mention; in a list of links any upper-case prefix is an ID.
_PREFIXES = (
    "API|ARC|BR|CFD|CON|DBT|DEP|DES|ENV|EPIC|FEA|GTM|INT|KPI|MON|PER|PRD|REL|RISK|RUN|SCR|SEC|SLO|TECH|TEST|UI|UJ"
)
_NUMBER = r"[0-9]{1,9}(?:[a-z](?![a-z]))?(?:\.[0-9]{1,4}(?![0-9.]))?"
_MENTION = re.compile(
    rf"(?<![A-Za-z0-9_$-])(?P<prefix>(?:{_PREFIXES})(?:-[A-Z][A-Z0-9]{{0,11}}){{0,3}})"
    rf"-(?P<number>{_NUMBER})(?![A-Za-z0-9_])"
)
_LISTED = re.compile(
    r"(?<![A-Za-z0-9_$-])(?P<prefix>[A-Z][A-Z0-9]{1,9}(?:(?:-[0-9]{1,9})?-[A-Z][A-Z0-9]{0,11}){0,4})"
    rf"-(?P<number>{_NUMBER}|[A-Z]{{2,12}})(?![A-Za-z0-9_])"
)
_PLACEHOLDER_PART = re.compile(r"(?:^|-)(X{2,}|Y{2,}|Z{2,}|N{2,})(?:-|$)")
_JOIN = re.compile(r"[ \t]{0,3}(?P<join>to|through|thru|until|bis|-{1,2}>|→|–|—|-|~|\.{2,3}|…|/)[ \t]{0,3}")
_DIGITS = re.compile(r"[0-9]{1,9}(?![A-Za-z0-9_])")
_WORDS = frozenset({"to", "through", "thru", "until", "bis"})
_RUN_IN_ADDRESS = re.compile(r"(?<![A-Za-z0-9_$-])RUN-([0-9]{1,9})(?![A-Za-z0-9])", re.IGNORECASE)


class Declared(StrEnum):
    """What a word at the head of an entry turns out to be."""

    ENTRY = "entry"
    RUNBOOK = "runbook"  # never imported, so that its ID may look as it likes
    TEMPLATE = "template"  # MON-XXX
    INVALID = "invalid"  # has a prefix of ours, and characters that no ID may have
    OTHER = "other"  # no ID at all, such as RISK-based


def declared(word: str) -> tuple[Declared, str]:
    """Return what a word declares, and the ID in upper case."""
    name = word.strip().upper()
    if len(name) <= LENGTH_LIMIT and _ENTRY.fullmatch(name):
        return Declared.ENTRY, name
    if len(name) <= LENGTH_LIMIT and _RUNBOOK.fullmatch(name):
        return Declared.RUNBOOK, name
    if _TEMPLATE.fullmatch(name):
        return Declared.TEMPLATE, name
    if _UNSAFE.match(name) or _ENDLESS.match(name):
        return (Declared.RUNBOOK if name.startswith("RUN-") else Declared.INVALID), name
    return Declared.OTHER, name


def kind_of(name: str) -> str:
    """Return the prefix of an ID: "MON" for "MON-002"."""
    return name.partition("-")[0]


def references(text: str, listed: bool = False) -> Iterator[str]:
    """Yield each ID a text refers to, ranges expanded, in the order written (an ID may come more than once).

    `listed` says that the text is a list of links, where IDs of any prefix count.
    """
    end = 0
    for match in (_LISTED if listed else _MENTION).finditer(text):
        if match.start() < end:
            continue
        if listed and _PLACEHOLDER_PART.search(match[0]):
            continue
        name = f"{match['prefix']}-{match['number']}"
        if listed and not any(c.isdigit() for c in name) and name.count("-") < 2:
            continue
        yield name
        end = match.end()
        while following := _following(text, end, match["prefix"], name):
            names, end, name = following
            yield from names


def runbooks_in_address(text: str) -> list[str]:
    """Return the RUN- IDs in an address or a label, in any case: "…/run-005-pool.md" names RUN-005."""
    return [f"RUN-{number}" for number in _RUN_IN_ADDRESS.findall(text)]


def _following(text: str, end: int, prefix: str, first: str) -> tuple[list[str], int, str] | None:
    """Read what follows an ID: the rest of a range ("to API-020", "–020"), or one more of a list ("/002")."""
    join = _JOIN.match(text, end)
    if join is None:
        return None
    full = text.startswith(f"{prefix}-", join.end())
    digits = _DIGITS.match(text, join.end() + (len(prefix) + 1 if full else 0))
    start = first.rpartition("-")[2]
    spaced = join[0] != join["join"]
    if digits is None or not start.isdigit() or (join["join"] == "-" and spaced):
        return None
    if not full and (join["join"] in _WORDS or spaced or len(digits[0]) != len(start)):
        return None
    last = f"{prefix}-{digits[0]}"
    names = [last] if join["join"] == "/" else _expand(prefix, start, digits[0])
    return names, digits.end(), last


def _expand(prefix: str, start: str, last: str) -> list[str]:
    """Return the IDs after the first one of a range; only the last one of a range that is too long or backwards."""
    low, high = int(start), int(last)
    if not low < high <= low + RANGE_LIMIT:
        return [f"{prefix}-{last}"]
    return [f"{prefix}-{number:0{len(start)}d}" for number in range(low + 1, high + 1)]
