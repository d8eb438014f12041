"""What a model may write of a draft: procedure, bounded in every string and list, and none of the facts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Bounded

MOST_KEYS = 24
Key = Literal[
    "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "K11", "K12",
    "K13", "K14", "K15", "K16", "K17", "K18", "K19", "K20", "K21", "K22", "K23", "K24",
]  # fmt: skip
"""The keys of offered evidence: a fixed set, so that the schema is one, and servers compile it once."""

# Nearly all of the library's own blocks, checks and safety lines are within these.
_Name = Annotated[str, StringConstraints(max_length=32)]
_Short = Annotated[str, StringConstraints(max_length=80)]
_Find = Annotated[str, StringConstraints(max_length=160)]
_Line = Annotated[str, StringConstraints(max_length=180)]
_Check = Annotated[str, StringConstraints(max_length=210)]
_Prose = Annotated[str, StringConstraints(max_length=400)]
_Code = Annotated[str, StringConstraints(max_length=450)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WrittenBlock(_Closed):
    """Commands or queries in one language, one a line."""

    language: Literal["bash", "sql", "promql"]
    text: _Code


class WrittenPlaceholder(_Closed):
    """A placeholder of the step's commands, without its angle brackets: what it stands for and where its value is."""

    name: _Name
    find: _Find


class WrittenStep(_Closed):
    """One step. `impact`, `before` and `undo` are "" on a step that only reads."""

    title: _Short
    instructions: _Prose
    placeholders: list[WrittenPlaceholder] = Bounded(max_length=4)
    effect: Literal["read", "change", "destructive"]
    impact: _Line
    before: _Check
    undo: _Line
    commands: list[WrittenBlock] = Bounded(max_length=2)
    verification: list[_Check] = Bounded(max_length=4)
    sources: list[Key] = Bounded(max_length=4)


class Written(_Closed):
    """The middle of a runbook."""

    steps: list[WrittenStep] = Bounded(max_length=6)
    excludes: _Line
    prerequisites: list[_Line] = Bounded(max_length=3)
    escalate_when: _Line
    escalate_with: _Line


class RevisedStep(WrittenStep):
    """A step that takes the place of the one of that number."""

    number: Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


class Revised(_Closed):
    """The parts that findings named, mended; a text that is "" stays as it is."""

    steps: list[RevisedStep] = Bounded(max_length=4)
    excludes: _Line
    prerequisites: list[_Line] = Bounded(max_length=6)
    escalate_when: _Line
    escalate_with: _Line
