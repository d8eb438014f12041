"""The fields of a raw entry by meaning, whatever their keys are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from pipeline.importers.entries.found import RawEntry
from pipeline.importers.entries.ids import kind_of
from pipeline.importers.entries.placeholders import is_placeholder
from pipeline.importers.entries.values import flowing, linked_ids
from pipeline.importers.entries.vocabulary import evidence, names, normal
from pipeline.models.base import Source
from pipeline.models.entry import Field
from pipeline.models.intake import Problem, ProblemLevel

T = TypeVar("T")


class Reading:
    """The fields of one raw entry by meaning, and the problems met in reading them."""

    def __init__(self, raw: RawEntry) -> None:
        self.raw = raw
        self.kind = kind_of(raw.id)
        self.problems: list[Problem] = []
        self.unfilled: list[Field] = []
        self._fields: dict[str, list[Field]] = {}
        for field in raw.fields:
            if is_placeholder(field.value, normal(field.key)):
                self.unfilled.append(field)
            elif field.value:
                self._fields.setdefault(normal(field.key), []).append(field)

    def all(self, field: str) -> Iterator[Field]:
        """Yield the written fields that mean this one, the most telling key first."""
        for name in names(self.kind, field):
            yield from self._fields.get(name, ())

    def raw_text(self, field: str) -> str:
        """Return the value as written, or ""."""
        return next((found.value for found in self.all(field)), "")

    def text(self, field: str) -> str:
        """Return the value with its wrapped lines joined, or ""."""
        return flowing(self.raw_text(field))

    def line(self, field: str) -> int:
        """Return the line of the value, or that of the entry."""
        return next((found.line for found in self.all(field)), self.raw.source.line)

    def own_ids(self) -> Iterator[Field]:
        """Yield the fields that give the entry's own ID once more."""
        for name in ("id", f"{self.kind.casefold()} id"):
            yield from self._fields.get(name, ())

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Field]:
        """Yield the fields whose normal key starts with the pattern."""
        for key, fields in self._fields.items():
            if pattern.match(key):
                yield from fields

    @property
    def keys(self) -> frozenset[str]:
        """The normal keys of the fields that have a value."""
        return frozenset(self._fields)

    @property
    def convincing(self) -> bool:
        """Whether some field is one that only entries of this kind have."""
        return bool(self.keys & evidence(self.kind))

    def note(self, line: int, what: str, what_next: str) -> None:
        """Record a problem that loses nothing."""
        self._problem(ProblemLevel.NOTE, line, what, what_next)

    def error(self, line: int, what: str, what_next: str) -> None:
        """Record a problem that loses the entry."""
        self._problem(ProblemLevel.ERROR, line, what, what_next)

    def _problem(self, level: ProblemLevel, line: int, what: str, what_next: str) -> None:
        source = Source(path=self.raw.source.path, line=line)
        self.problems.append(Problem(source=source, level=level, what=f"{self.raw.id} {what}", what_next=what_next))


def common(reading: Reading) -> dict[str, object]:
    """Return the fields that entries of all kinds have."""
    raw = reading.raw
    status = reading.text("status")
    title = raw.title or reading.text("title")
    description = reading.text("description") or flowing(body(raw))
    return {
        "id": raw.id,
        "title": title or flowing(body(raw))[:120] or raw.id,
        "source": raw.source,
        "owner": reading.text("owner"),
        "description": "" if description == title else description,
        "linked": linked_ids(raw, names(reading.kind, "linked")),
        "deprecated": raw.deprecated or status.casefold().startswith("deprecated"),
        "fields": raw.fields,
    }


def body(raw: RawEntry) -> str:
    """Return the first text that stands under no key, or ""."""
    return next((field.value for field in raw.fields if not field.key), "")


def word_type(written: str, types: dict[T, str]) -> T | None:
    """Return the type that the first known word of a text names; `types` gives the words of each."""
    words = [word for word in re.split(r"[^\w]+", written.casefold()) if word]
    by_word = {word: kind for kind, text in types.items() for word in text.split()}
    return next((by_word[word] for word in words if word in by_word), None)


def not_one(reading: Reading, what: str, cure: str) -> None:
    """Note that an entry has no field of its kind, and which ones would make it one."""
    line = reading.raw.source.line
    reading.note(line, f"has no field that {what} has; it was not imported", f"if it is one, add {cure}")
