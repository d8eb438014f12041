"""The tables beside this file (effects.txt, endless.txt, root.txt): lines that a call fits, and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline.commands.reading import Reading
from pipeline.commands.specifications import ALIASES

_SAME = {"oc": "kubectl", "terragrunt": "terraform"}

Alternatives = tuple[str, ...]
FlagAlternatives = tuple[tuple[str, Alternatives | None], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it says, and what a call must have for it.

    `words` are alternatives by place, `anywhere` those that may stand at any place; `bare` wants no further word.
    """

    says: str
    words: tuple[Alternatives, ...]
    anywhere: tuple[Alternatives, ...]
    flags: tuple[FlagAlternatives, ...]
    without: Alternatives
    bare: bool

    @property
    def weight(self) -> int:
        """How much the line asks for: the line that asks for most is the one that is meant."""
        return len(self.words) + len(self.anywhere) + len(self.flags) + bool(self.without) + self.bare


def holds(table: str, tool: str) -> bool:
    """Whether a table has lines for the tool."""
    return _name(tool) in _lines(table)


def fitting(table: str, tool: str, reading: Reading) -> Iterator[Line]:
    """Yield the lines of a table that a call fits, in the table's order, those for any tool first."""
    name = _name(tool)
    words = _spoken(name, reading)
    for line in (*_lines(table).get("*", ()), *_lines(table).get(name, ())):
        if _fits(line, words, reading):
            yield line


def _name(tool: str) -> str:
    return _SAME.get(tool, ALIASES.get(tool, tool))


def _spoken(name: str, reading: Reading) -> list[str]:
    """Return sub-commands and arguments, a Kubernetes object by its kind and a Redis command in lower case."""
    arguments = [word.text for word in (*reading.arguments, *(reading.rest if name == "redis-cli" else ()))]
    if name == "kubectl":
        arguments = [re.split(r"[/,.]", text, maxsplit=1)[0] for text in arguments]
    elif name == "redis-cli":
        arguments = [text.lower() for text in arguments]
    return [*reading.path, *arguments]


def _fits(line: Line, words: list[str], reading: Reading) -> bool:
    if len(words) < len(line.words) or (line.bare and len(words) > len(line.words)):
        return False
    if not all(_one_of(word, wanted) for word, wanted in zip(words, line.words, strict=False)):
        return False
    if any(not any(_one_of(word, wanted) for word in words) for wanted in line.anywhere):
        return False
    if line.without and reading.has(*line.without):
        return False
    return all(_flagged(alternatives, reading) for alternatives in line.flags)


def _one_of(word: str, alternatives: Alternatives) -> bool:
    return any(_like(word, wanted) for wanted in alternatives)


def _like(word: str, wanted: str) -> bool:
    if not wanted.endswith("*"):
        return word == wanted
    return wanted[1:-1] in word if wanted[0] == "*" and len(wanted) > 1 else word.startswith(wanted[:-1])


def _flagged(alternatives: FlagAlternatives, reading: Reading) -> bool:
    return any(
        given == name and (values is None or _one_of(value, values))
        for name, values in alternatives
        for given, value, _ in reading.flags
    )


@cache
def _lines(table: str) -> dict[str, tuple[Line, ...]]:
    text = (resources.files("pipeline.commands") / table).read_text(encoding="utf-8")
    found: dict[str, list[Line]] = {}
    for written in text.splitlines():
        if written.strip() and not written.startswith("#"):
            condition, _, says = written.partition(" :: ")
            tools, *tokens = condition.split()
            line = _line(says.strip(), tokens)
            for tool in tools.split("|"):
                found.setdefault(tool, []).append(line)
    return {tool: tuple(lines) for tool, lines in found.items()}


def _line(says: str, tokens: list[str]) -> Line:
    return Line(
        says=says,
        words=tuple(tuple(t.split("|")) for t in tokens if t[0] not in "-~!."),
        anywhere=tuple(tuple(t[1:].split("|")) for t in tokens if t[0] == "~"),
        flags=tuple(_flag_alternatives(t) for t in tokens if t[0] == "-"),
        without=tuple(f.lstrip("-") for t in tokens if t[0] == "!" for f in t[1:].split("|")),
        bare="." in tokens,
    )


def _flag_alternatives(token: str) -> FlagAlternatives:
    """Read "-X=POST|PUT" as one flag with values, and "-f|--force" as two flags; "--dry-run=" wants no value."""
    found: list[tuple[str, Alternatives | None]] = []
    for part in token.split("|"):
        name, equals, value = part.lstrip("-").partition("=")
        if part.startswith("-"):
            found.append((name, (value,) if equals else None))
        else:
            last, values = found[-1]
            found[-1] = (last, (*(values or ()), part))
    return tuple(found)
