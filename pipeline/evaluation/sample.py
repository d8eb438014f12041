"""Data sets and their samples: what is drafted or judged, and what the result is held against."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pipeline.models.base import Frozen


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
    """One defect that a labelled runbook is known to have: the rule that should find it, and where (0: anywhere)."""

    rule: str
    line: int = 0


class Kind(StrEnum):
    """What happens to a sample: its entries are drafted, or its text is judged as it is."""

    DRAFTED = "drafted"
    LABELLED = "labelled"


class Sample(Frozen):
    """One sample.

    `answers` is the ID of the entry whose runbook is scored, "" for that of the sample's only situation.

    `files` are its inputs by name. `text` is a runbook to judge, with the `expected` findings, where nothing is drafted.
    `tags` are what results are broken down by, such as {"technology": "redis"}.
    """

    name: str
    kind: Kind = Kind.DRAFTED
    answers: str = ""
    files: dict[str, str] = {}
    text: str = ""
    expected: tuple[Expected, ...] = ()
    reference: Reference = Reference()
    tags: dict[str, str] = {}


class Dataset(Frozen):
    """A data set: samples under one name and version. `digest()` tells whether two runs saw the same samples."""

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    version: int = Field(ge=1)
    provenance: Provenance
    samples: tuple[Sample, ...]

