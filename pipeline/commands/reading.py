"""What a call says once its tool's specification is laid over it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from string import ascii_lowercase

from pipeline.commands.words import Word
from pipeline.models.command import FaultKind

Wrong = tuple[FaultKind, Word, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A call as its specification reads it.

    `flags` holds every flag without its dashes, its value ("" for none) and its word. `rest` is what follows "--", or
    the first argument of a tool that runs another one. `fault` is the first thing that does not exist: its kind, its
    word, and a sentence.
    """

    known: bool
    path: tuple[str, ...] = ()
    arguments: tuple[Word, ...] = ()
    flags: tuple[tuple[str, str, Word], ...] = ()
    rest: tuple[Word, ...] = ()
    fault: Wrong | None = None

    def has(self, *names: str) -> bool:
        """Whether one of these flags is given (names without dashes)."""
        return any(name in names for name, _, _ in self.flags)

    def value(self, *names: str) -> str:
        """Return the value of the last of these flags, or ""."""
        return next((value for name, value, _ in reversed(self.flags) if name in names), "")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is meant by a misspelt one, "" where none is near enough."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75) if len(name) > 1 else []
    return near[0] if near else ""


def misspelt(name: str, known: Collection[str]) -> str:
    """Return the known name that is one letter away from one that is not known (in lower case), or ""."""
    if name in known:
        return ""
    halves = [(name[:i], name[i:]) for i in range(len(name) + 1)]
    near = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    near |= {a + b[1:] for a, b in halves if b}
    near |= {a + letter + b[cut:] for a, b in halves for letter in ascii_lowercase for cut in (0, 1)}
    meant = sorted(other for other in near if other in known and len(other) >= 4)
    return min(meant, key=lambda other: abs(len(other) - len(name)), default="")


def no_such(tool: str, what: str, name: str, known: Iterable[str], dash: str = "") -> str:
    """Return the sentence for a name that does not exist, with the nearest one that does."""
    near = nearest(name, known)
    hint = f'; did you mean "{dash}{near}"?' if near else ""
    return f'{tool} has no {what} "{dash}{name}"{hint}'
