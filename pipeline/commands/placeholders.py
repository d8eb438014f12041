"""Values that an operator has to fill in: `<name>`, `{name}`, `{{name}}`, `[name]`, `YOUR_NAME`, `NODE_NAME`, `xxx`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.commands.vocabulary import words


@dataclass(frozen=True, slots=True)
class Mark:
    """A placeholder in a text: its name without marks, and its span."""

    name: str
    start: int
    end: int


_SUFFIXES = (
    "NAME ID IP HOST HOSTNAME PORT NAMESPACE NODE POD REGION USER USERNAME PASSWORD TOKEN URL PATH CLUSTER SERVICE "
    "ADDRESS VERSION NUMBER PROJECT BUCKET TOPIC GROUP INSTANCE VOLUME DEPLOYMENT ZONE ACCOUNT HERE"
).replace(" ", "|")

_ANGLE = re.compile(r"(?<![<\\?&\d])<(?P<angle>[A-Za-z][^<>\n`|;&$]{0,78}[^<>\s`|;&$=-]|[A-Za-z])>(?!>)")
_SHELL = re.compile(
    r"\{\{\s*(?:\$labels\.|\$)?(?P<double>[A-Za-z_][\w.-]*)\s*\}\}"
    r"|\$\{(?P<dashed>[a-z]+(?:-[a-z]+)+)\}"
    r"|(?<![$%@#\\}\w{'.^])\{(?P<single>[A-Za-z][\w.-]*)\}(?!\})"
    r"|(?<=[\s=/:])\[(?P<square>[a-z][a-z_-]*[_-][a-z_-]*[a-z]|(?:name|pod|node|namespace|host|hostname|service|container|"
    r"deployment|user|password|database|port|cluster|version|region|topic|id|release|command))\](?=[\s/:,'\"]|$)"
    r"|(?<=[\s=/:])[\[<](?P<choice>[\w.-]+(?:\|[\w.-]+)+)[\]>](?=[\s/:,'\"]|$)"
    r"|(?<![\w<{$-])(?P<your>(?:YOUR|your)[-_][\w-]*\w)"
    r"|(?<![\w.${-])(?P<upper>(?:[A-Z][A-Z0-9]*_)+(?:" + _SUFFIXES + r"))(?![\w=\]])"
    r"|(?<![\w.:/])(?P<dots>[xX]{1,3}(?:\.[xX]{1,3}){3}|A\.B\.C\.D)(?![\w.])"
    r"|(?<![\w.*-])(?P<crosses>(?:[\w]+-)*[xX]{3,})(?![\w.(])"
)
_MARKUP = re.compile(r"</[A-Za-z][\w:-]*>")


def find(text: str, language: str) -> tuple[Mark, ...]:
    """Return the placeholders of a text in the order written; `language` is bash, sql, promql or "" ."""
    marks = list(_angles(text, language))
    if language == "bash":
        marks.extend(mark for mark in _shell(text) if not any(m.start < mark.end and mark.start < m.end for m in marks))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def mask(text: str, marks: tuple[Mark, ...]) -> str:
    """Return the text with each placeholder as one plain word of the same length."""
    parts: list[str] = []
    at = 0
    for mark in marks:
        parts.append(text[at : mark.start])
        parts.append(plain(text[mark.start : mark.end]))
        at = mark.end
    return "".join([*parts, text[at:]])


def plain(written: str) -> str:
    """Return the word of the same length that stands for a placeholder in masked text."""
    return re.sub(r"[^A-Za-z0-9]", "_", written).replace("_", "x", 1) if not written[0].isalnum() else written


def _angles(text: str, language: str) -> Iterator[Mark]:
    if "<" not in text or _MARKUP.search(text):
        return
    for match in _ANGLE.finditer(text):
        name = match["angle"]
        if name.lower() in words("literal") or "@" in name or re.search(r"[\"'][^\"']*$", name):
            continue
        if language != "bash" and re.search(r"\s(and|or|AND|OR)\s", name):
            continue
        yield Mark(name, match.start(), match.end())


def _shell(text: str) -> Iterator[Mark]:
    for match in _SHELL.finditer(text):
        kind = match.lastgroup or ""
        name = match[kind]
        if name in words("braces") or (kind == "upper" and _is_set(text, match.start(), match.end())):
            continue
        if kind == "crosses" and "mktemp" in text:
            continue
        yield Mark(name, match.start(), match.end())


def _is_set(text: str, start: int, end: int) -> bool:
    """Whether an upper-case name stands where one names a variable or a setting rather than a value."""
    before = text[max(0, start - 40) : start]
    if re.search(
        r"(\b(export|unset|printenv|env|local|read|declare)\s+|\s-e\s|--env[ =]|=[\"']?\w+_?|[{(\[\"']|%)$", before
    ):
        return True
    line_start = text.rfind("\n", 0, start) + 1
    return text[line_start:start].lstrip().startswith("#") or text[end : end + 1] in ("(", ")", '"', "'", "}")
