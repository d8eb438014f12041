"""One runbook under review: what is accepted, what is proposed, and everything that stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.drafting.gaps import Gap, find_gaps
from pipeline.errors import UserError
from pipeline.models.decision import Decision, Rejection
from pipeline.models.finding import Finding
from pipeline.models.run import DraftRecord
from pipeline.review.content import conflicts
from pipeline.review.references import LEFT_OUT


@dataclass(frozen=True)
class Hints:
    """What was decided elsewhere about steps and questions like those of a case.

    `alike` names the accepted step of the same words, `left_out` says of which runbook a step of that title was left
    out, and why. `answers` holds the last answer by topic, where a team's runbooks share it.
    """

    alike: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Case:
    """A case as it was read.

    `before` is the accepted text, None where there is none; `after` is what accepting writes: the pending text merged
    with edits of the accepted one, its Last Tested line from drills. `pending` is the file's own text, None where
    nothing waits. `stale` names the fields that changed since the acceptance.
    """

    number: str
    title: str
    after: str
    before: str | None = None
    pending: str | None = None
    accepted_file: Path | None = None
    pending_file: Path | None = None
    decision: Decision = field(default_factory=lambda: Decision(number=""))
    draft: DraftRecord | None = None
    find: Callable[[], tuple[Finding, ...]] = tuple
    stale: tuple[str, ...] = ()
    edited: bool = False

    @property
    def is_pending(self) -> bool:
        """Tell whether something waits for review."""
        return self.pending is not None

    def reads_as(self, other: Case) -> bool:
        """Tell whether both were read from the same texts and decisions."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("number", "before", "after", "pending", "accepted_file", "pending_file", "decision")
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the critics say of the proposed text, in order of line; nothing while conflicts stand in it."""
        return () if self.conflicts else self.find()

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The open questions: neither answered in the text nor waived."""
        return tuple(g for g in find_gaps(self.after) if not self.decision.is_waived(g.topic, g.question))

    @cached_property
    def waived(self) -> tuple[Gap, ...]:
        """The questions that somebody waived and that still stand in the text."""
        return tuple(g for g in find_gaps(self.after) if self.decision.is_waived(g.topic, g.question))

    @cached_property
    def conflicts(self) -> int:
        """How many conflicts stand in the text."""
        return conflicts(self.after)

    @property
    def entries(self) -> tuple[str, ...]:
        """The IDs of the entries that the runbook answers."""
        return self.draft.entries if self.draft else ()

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """The rejections since the last acceptance."""
        return self.decision.open_rejections

    @property
    def remarks(self) -> tuple[str, ...]:
        """What reviewers had against it since the last acceptance, and what they left undone, one line each."""
        said = [
            f"{f'{r.part} was left out' if r.part else 'rejected before'} by {r.by.split(' <')[0]}: {r.reason}"
            for r in self.rejections
        ]
        naming = [str(n) for n, line in enumerate(self.after.split("\n"), start=1) if LEFT_OUT in line]
        lines = f"line {naming[0]} still names" if len(naming) == 1 else f"lines {', '.join(naming)} still name"
        return (*said, *([f"{lines} a step that was left out"] if naming else []))

    @property
    def heading(self) -> str:
        """Return "RUN-012 Checkout latency, from MON-014, MON-015"; many entries are counted."""
        shown = ", ".join(self.entries[:3])
        more = f" and {len(self.entries) - 3} more" if len(self.entries) > 3 else ""
        return f"{self.number} {self.title}" + (f", from {shown}{more}" if shown else "")

    def gap(self, topic: str) -> Gap:
        """Return the open gap of a topic; "severity/2" is the second one. Raises UserError where it is not one."""
        name, _, place = topic.partition("/")
        found = [gap for gap in self.gaps if gap.topic == name.strip().lower()]
        if not found:
            open_ones = ", ".join(dict.fromkeys(gap.topic for gap in self.gaps)) or "none"
            raise UserError(f"no open gap is about {name!r}", self.number, f"open: {open_ones}")
        if len(found) > 1 and not place:
            asked = "".join(f"\n  {name}/{n}: {gap.question}" for n, gap in enumerate(found, start=1))
            raise UserError(f"{len(found)} gaps are about {name!r}", self.number, f"say which:{asked}")
        if place and not (place.isdigit() and 0 < int(place) <= len(found)):
            raise UserError(f"there is no {topic!r}", self.number, f"there are {len(found)} gaps about {name!r}")
        return found[int(place or 1) - 1]

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Return what stands between this text and its acceptance; empty where nothing does."""
        found = []
        if self.conflicts:
            found.append(f"{self.conflicts} conflict{'s' if self.conflicts > 1 else ''} to resolve")
        if self.gaps:
            topics = ", ".join(dict.fromkeys(g.topic for g in self.gaps))
            found.append(f"{len(self.gaps)} open gap{'s' if len(self.gaps) > 1 else ''} ({topics})")
        first = self.after.split("\n", 1)[0]
        if not first.startswith(f"{self.number}:"):
            found.append(f"its first line is “{first[:40]}”, not “{self.number}: …”")
        return tuple(found)
