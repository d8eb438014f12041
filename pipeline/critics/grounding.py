"""The facts that a page states: addresses, hosts, contacts, metrics and thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.critics.invocations import analysis
from pipeline.models.document import Document

_TOP = r"(?:com|net|org|io|dev|cloud|internal|local|test|example|svc|corp)"
_SORTS = (
    ("address", re.compile(r"https?://[^\s<>\"'`)\]}|,]+[^\s<>\"'`)\]}|,.;:]")),
    (
        "contact",
        re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w|(?<![\w&/#(\[])[@#][a-z][\w-]{2,}(?![\w(])|\+\d[\d ()-]{7,}\d"),
    ),
    (
        "host",
        re.compile(
            rf"(?<![\w./@-])(?:[a-z0-9-]+\.){{2,}}{_TOP}\b(?!\()|(?<![\d.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?![\d.])"
        ),
    ),
)
_NUMBER = re.compile(
    r"(?<![\w.<-])\d+(?:\.\d+)?\s?(?:%|ms\b|minutes?\b|min\b|seconds?\b|hours?\b|GB\b|MB\b|GiB\b|MiB\b|connections\b"
    r"|requests/s\b|rps\b)"
)
# What one of a unit is in the numbers that expressions compare with.
_UNITS = {
    "%": (1.0, 0.01),
    "ms": (1.0, 0.001),
    "second": (1.0, 1000.0),
    "minute": (60.0,),
    "min": (60.0,),
    "hour": (3600.0,),
    "GB": (1e9, 2.0**30),
    "GiB": (2.0**30,),
    "MB": (1e6, 2.0**20),
    "MiB": (2.0**20,),
}
_COMPARED = re.compile(r"[<>=]=?\s*(?:bool\s+)?(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.])")
_METRIC = re.compile(r"\b[a-z][a-z0-9]*(?:[_:][a-z0-9]+){2,}\b(?!\s*\()")
_LABEL_LISTS = re.compile(r"\{[^{}]*\}|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)")
_HARMLESS = frozenset({"127.0.0.1", "0.0.0.0", "kubernetes.default.svc"})  # noqa: S104 - no address is bound here
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Fact(NamedTuple):
    """One fact: what sort it is of, its text, and where it stands."""

    sort: str
    text: str
    line: int
    column: int


def stated_facts(document: Document) -> Iterator[Fact]:
    """Yield the page's facts in order of line; those of comments are left out."""
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), document.text)
    prose = {line for p in document.prose for line in range(p.line, p.line + p.text.count("\n") + 1)}
    queried = dict(_metrics(document))
    for number, line in enumerate(text.split("\n"), start=1):
        taken: list[tuple[int, int]] = []
        for sort, pattern in _SORTS:
            for match in pattern.finditer(line):
                if match[0] not in _HARMLESS and not any(a <= match.start() < b for a, b in taken):
                    taken.append(match.span())
                    yield Fact(sort, match[0], number, match.start() + 1)
        if number in prose:
            yield from (Fact("number", m[0], number, m.start() + 1) for m in _NUMBER.finditer(line))
        for name in queried.get(number, ()):
            yield Fact("metric", name, number, line.find(name) + 1)


def is_threshold(fact: Fact, grounds: str) -> bool:
    """Tell whether an expression of the evidence compares with that number, as with 15 or 0.15 for "15%"."""
    if fact.sort != "number":
        return False
    number, unit = re.split(r"(?<=\d)\s*(?=[^\d.])", fact.text, maxsplit=1)
    factors = _UNITS.get(unit.removesuffix("s") if unit != "ms" else unit, (1.0,))
    return any(round(float(number) * factor, 9) in _compared(grounds) for factor in factors)


@lru_cache(maxsize=16)
def _compared(grounds: str) -> frozenset[float]:
    return frozenset(round(float(found), 9) for found in _COMPARED.findall(grounds))


def _metrics(document: Document) -> Iterator[tuple[int, list[str]]]:
    """Yield the metric names of PromQL blocks by line of the page."""
    for located in document.blocks:
        if analysis(located.block).language == "promql":
            for offset, line in enumerate(located.block.text.split("\n")):
                yield located.line + offset, _METRIC.findall(_LABEL_LISTS.sub(" ", line))
