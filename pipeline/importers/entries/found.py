"""What an importer is, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from pipeline.importers.text.input_file import InputFile
from pipeline.models.base import Frozen, Source
from pipeline.models.catalog import Catalog
from pipeline.models.entry import AnyEntry, Field
from pipeline.models.intake import Problem


class RawEntry(Frozen):
    """An entry as written, before its fields are given types. `id` is in upper case and was checked."""

    id: str
    title: str
    source: Source
    fields: tuple[Field, ...] = ()
    deprecated: bool = False


class Found(Frozen):
    """What one file holds.

    `summaries` are entries given in short, such as a row of a table in a page: they stand for themselves, or fill up
    the full entry of the same ID where there is one.
    """

    entries: tuple[AnyEntry, ...] = ()
    summaries: tuple[AnyEntry, ...] = ()
    catalog: Catalog | None = None
    problems: tuple[Problem, ...] = ()
    path: str = ""

    @property
    def empty(self) -> bool:
        """Whether the file held nothing at all, not even something to report."""
        return not (self.entries or self.summaries or self.catalog or self.problems)


Settled = tuple[list[AnyEntry], list[Problem]]


class Importer(Protocol):
    """A module of this package that reads one format: it is found by having these three names.

    `SUFFIXES` are those of the files it may read, in lower case with a dot. `sniff` says whether a file is one of its
    own. A module may also have `settle`, which gets the entries of all files and returns them with its problems: for
    what can only be decided when every file is known.
    """

    SUFFIXES: tuple[str, ...]
    sniff: Callable[[InputFile], bool]
    read: Callable[[InputFile], Found]


class Settling(Protocol):
    """An importer that also looks at the entries of all files."""

    settle: Callable[[Sequence[AnyEntry]], Settled]
