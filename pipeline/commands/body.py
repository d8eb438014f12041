"""What is gathered from one block while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.commands import effects, secrets
from pipeline.commands.placeholders import Mark
from pipeline.commands.vocabulary import words
from pipeline.models.command import Analysis, Fault, FaultKind, Invocation, Placeholder


@dataclass(slots=True)
class Body:
    """A block's text, the placeholders in it, and what is found bit by bit; offsets count characters of the text."""

    text: str
    marks: tuple[Mark, ...]
    invocations: list[Invocation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)
    uses: list[tuple[str, str, int]] = field(default_factory=list)

    def line(self, offset: int) -> int:
        """Return the line of an offset, counted from 1."""
        return self.text.count("\n", 0, offset) + 1

    def fault(self, kind: FaultKind, start: int, end: int, message: str) -> None:
        """Note a fault from one offset to another, within one line."""
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        stop = min(end, line_end if line_end >= 0 else len(self.text))
        fault = Fault(
            kind=kind,
            line=self.line(start),
            message=message,
            column=start - line_start + 1,
            end_column=stop - line_start + 1 if stop > start else 0,
        )
        self.faults.append(fault)

    def has(self, kind: FaultKind) -> bool:
        """Whether a fault of that kind is noted."""
        return any(fault.kind is kind for fault in self.faults)

    def analysis(self, language: str) -> Analysis:
        """Return all that was gathered, with the secrets of the text."""
        faults = sorted((*self.faults, *secrets.find(self.text)), key=lambda fault: (fault.line, fault.column))
        return Analysis(
            language=language,
            parsed=not self.has(FaultKind.SYNTAX),
            effect=effects.worst([invocation.effect for invocation in self.invocations]),
            invocations=tuple(self.invocations),
            placeholders=tuple(self._placeholders()),
            faults=tuple(faults),
            defines=tuple(dict.fromkeys(self.defines)),
        )

    def _placeholders(self) -> Iterator[Placeholder]:
        """Yield each placeholder once, where it stands first: those that are marked, and variables that nobody sets."""
        found = [(mark.start, mark.name, self.text[mark.start : mark.end]) for mark in self.marks]
        for name, written, start in self.uses:
            marked = any(mark.start <= start < mark.end for mark in self.marks)
            if not marked and name not in self.defines and name not in words("environment"):
                found.append((start, name, written))
        first: dict[str, Placeholder] = {}
        for start, name, written in sorted(found):
            first.setdefault(written, Placeholder(name=name, written=written, line=self.line(start)))
        yield from first.values()
