"""Data sets and their samples: what is drafted or judged, and what the result is held against."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from pipeline.evaluation.maker import Recorded
from pipeline.models.base import Frozen
from pipeline.models.finding import Defect

TODAY = date(2026, 1, 1)
"""The day on which texts are judged where a sample names none, so that a record scores the same for ever."""


class Provenance(Frozen):
    """Where a data set comes from: who made it or which files it is, and its license."""

    source: str
    license: str = ""


class Reference(Frozen):
    """What a draft is held against; empty parts are not scored.

    `facts` are texts it must hold, `actions` commands and queries it should contain, `never` texts it must not say,
    `gaps` topics that it must name as open questions, `runbook` a page that a person wrote for the same situation.
    """

    facts: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    runbook: str = ""


class Expected(Frozen):
    """One defect that a labelled runbook is known to have, and where (0: anywhere).

    It names the `rule` that should find it, or the class of the `defect` where any rule of it will do.
    """

    rule: str = ""
    defect: Defect | None = None
    line: int = 0


class Kind(StrEnum):
    """What a sample is: entries to draft from, a runbook with known defects, a draft that people accepted, or a
    runbook that a judge is asked about.
    """

    DRAFTED = "drafted"
    LABELLED = "labelled"
    KEPT = "kept"
    JUDGED = "judged"


class Sample(Frozen):
    """One sample.

    `name` is the key of its scenario where the data set's own `files` are its inputs. Where it has `files` by name,
    `answers` is the ID of the entry whose runbook is scored, "" for that of its only situation. `entries` are the IDs
    that its scenario answers, as far as they are known.
    `text` is a runbook to judge where nothing is drafted, with the `expected` findings, or the text that people
    `accepted` in its place. Beside it the critics are told the `known` IDs, the `evidence`, what of it are `commands`,
    and the day that is `today`. A judge is asked for the `criterion`, and people's `verdict` is good or poor.
    `tags` are what results are broken down by, such as {"technology": "redis"}.
    """

    name: str = Field(min_length=1)
    kind: Kind = Kind.DRAFTED
    answers: str = ""
    entries: tuple[str, ...] = ()
    files: dict[str, str] = {}
    text: str = ""
    expected: tuple[Expected, ...] = ()
    accepted: str | None = None
    known: tuple[str, ...] = ()
    evidence: str = ""
    commands: tuple[str, ...] | None = None
    today: date = TODAY
    criterion: str = ""
    verdict: str = ""
    reference: Reference = Reference()
    tags: dict[str, str] = {}


class Dataset(Frozen):
    """A data set: samples under one name and version. `digest()` tells whether two runs saw the same samples.

    `files` are the inputs that all samples share. With `stability`, each scenario is drafted again from the same
    inputs, from reordered entries and with changed thresholds; defects are planted into `mutate` of the drafts.
    With `unforeseen`, each alert is drafted without the procedures that list it by name.
    `recorded` names a model's kept replies, from which the samples are drafted beside the embedded engine.
    """

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    version: int = Field(ge=1)
    provenance: Provenance
    files: dict[str, str] = {}
    samples: tuple[Sample, ...]
    stability: bool = False
    mutate: int = Field(default=0, ge=0)
    unforeseen: bool = False
    recorded: Recorded | None = None

    @property
    def drafts(self) -> bool:
        """Whether there is anything that the embedded engine answers; all else is for judges."""
        return any(sample.kind is not Kind.JUDGED for sample in self.samples)
