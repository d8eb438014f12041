"""The record of a run: all that says what was drafted, from what, and with which findings."""

from __future__ import annotations

from pipeline.models.base import Frozen
from pipeline.models.finding import Finding


class EntryRecord(Frozen):
    """An entry that went in: where it stood, and the digest of what it said."""

    id: str
    source: str
    sha256: str


class StepRecord(Frozen):
    """A step and its sources."""

    title: str
    sources: tuple[str, ...]


class RoundRecord(Frozen):
    """One round of a model's loop: its text's errors and warnings by rule, and whether the text was taken over."""

    findings: dict[str, int]
    taken: bool


class DraftRecord(Frozen):
    """One scenario's outcome: `sha256` begins the digest of the text, `error` is "" unless the draft failed.

    `engine` wrote the draft, with `prompts`; `note` says why another than the run's did, and `retry` whether the next
    run tries again. `history` is what became of each text that a model wrote. `rejections` counts those of whole drafts
    that people had made by then.
    """

    number: str
    key: str
    title: str
    category: str
    tier: str
    why: str
    procedure: str
    entries: tuple[str, ...]
    supporting: tuple[str, ...] = ()
    sha256: str = ""
    rounds: int = 0
    steps: tuple[StepRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: int = 0
    error: str = ""
    evidence: str = ""
    sources: tuple[str, ...] = ()
    engine: str = ""
    prompts: tuple[str, ...] = ()
    note: str = ""
    retry: bool = False
    history: tuple[RoundRecord, ...] = ()
    rejections: int = 0


class UncoveredRecord(Frozen):
    """An entry that got no runbook, and the reason."""

    entry: str
    reason: str


class RunRecord(Frozen):
    """A run. `seconds` is the wall time of the run that wrote it.

    `maker` identifies the engine and its code; `facts` holds values by source ("MON-014") and field ("expr").
    """

    version: int = 1
    engine: str
    library: str
    entries: tuple[EntryRecord, ...]
    catalog: str
    drafts: tuple[DraftRecord, ...]
    uncovered: tuple[UncoveredRecord, ...] = ()
    seconds: float = 0.0
    maker: dict[str, str] = {}
    facts: dict[str, dict[str, str]] = {}

    def same_work(self, other: RunRecord) -> bool:
        """Tell whether the two runs differ at most in how long they took."""
        still = {"seconds": 0.0}
        return self.model_copy(update=still) == other.model_copy(update=still)

    def draft(self, number: str) -> DraftRecord | None:
        """Return the draft of that RUN- number, or None."""
        return next((d for d in self.drafts if d.number == number), None)

    def facts_of(self, draft: DraftRecord) -> dict[str, dict[str, str]]:
        """Return the facts that a draft rests on."""
        return {source: self.facts[source] for source in draft.sources if source in self.facts}
