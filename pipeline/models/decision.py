"""What people decided about a runbook: who, when, against which content and which sources."""

from __future__ import annotations

from datetime import date

from pipeline.models.base import Frozen


class Acceptance(Frozen):
    """An acceptance: `by` is a git identity, `at` an ISO time in UTC.

    `content` is the digest of the accepted text, its Last Tested line left out. `sources` holds the digest of each
    field the text rested on, by source ("MON-014", "catalog", "procedure rollback") and field. `drill_days` is how
    soon the first drill is due, 0 where the runbook does not say.
    """

    by: str
    at: str
    content: str
    sources: dict[str, dict[str, str]] = {}
    drill_days: int = 0


class Rejection(Frozen):
    """A rejection of a whole draft, or of one `part` of it ("Step 3: Restart"); `content` as in an acceptance."""

    by: str
    at: str
    reason: str
    content: str
    part: str = ""


class Answer(Frozen):
    """A person's answer to a gap, or the reason why the question is `waived`; one of the two is ""."""

    by: str
    at: str
    topic: str
    question: str
    answer: str = ""
    waived: str = ""


class Drill(Frozen):
    """A drill or a real use: `on` which day, by whom, which steps `failed` (counted from 1), and notes.

    `steps` holds the digest of each step that was followed, in order, so that a step edited later is untested again.
    """

    by: str
    at: str
    on: date
    steps: tuple[str, ...]
    failed: tuple[int, ...] = ()
    notes: str = ""


class Decision(Frozen):
    """Everything decided about one RUN- number; lists are in the order of time."""

    version: int = 1
    number: str
    accepted: Acceptance | None = None
    rejections: tuple[Rejection, ...] = ()
    answers: tuple[Answer, ...] = ()
    drills: tuple[Drill, ...] = ()

    @property
    def open_rejections(self) -> tuple[Rejection, ...]:
        """The rejections since the last acceptance: what the next draft is looked at with."""
        since = self.accepted.at if self.accepted else ""
        return tuple(r for r in self.rejections if r.at >= since)

    @property
    def whole_rejections(self) -> tuple[Rejection, ...]:
        """The rejections of whole drafts: each starts a new one."""
        return tuple(r for r in self.rejections if not r.part)

    @property
    def only_rejected(self) -> bool:
        """Tell whether people rejected the whole draft and never accepted one: its absence is no deletion."""
        return self.accepted is None and bool(self.whole_rejections)

    def is_waived(self, topic: str, question: str) -> bool:
        """Tell whether somebody waived this question."""
        return any(a.waived and (a.topic, a.question) == (topic, question) for a in self.answers)
