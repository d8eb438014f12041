"""What came out of reading a set of input files: the entries, the catalog, and everything that was not understood."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen, Source
from pipeline.models.catalog import Catalog
from pipeline.models.entry import AnyEntry


class ProblemLevel(StrEnum):
    """How bad a problem of an input is: an error loses an entry or a file, a note loses nothing."""

    ERROR = "error"
    NOTE = "note"


class Problem(Frozen):
    """One thing in the inputs that a person should look at: where, what is wrong, and what to do."""

    source: Source
    level: ProblemLevel
    what: str
    what_next: str

    def __str__(self) -> str:
        return f"{self.source}: {self.what}; {self.what_next}" if self.what_next else f"{self.source}: {self.what}"


class Intake(Frozen):
    """The result of an import: entries in order of file and line, one catalog, and the problems of all files."""

    entries: tuple[AnyEntry, ...] = ()
    catalog: Catalog = Catalog()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that lost something."""
        return tuple(p for p in self.problems if p.level is ProblemLevel.ERROR)
