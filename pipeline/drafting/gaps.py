"""Gaps: facts that nobody gave, written into a draft as questions that can be found and counted."""

from __future__ import annotations

import re

from pipeline.drafting.text import bare, line
from pipeline.models.base import Frozen

_GAP = re.compile(r"\[GAP ([a-z][a-z-]*): (.+?\?) Ask: (.+?)\.\]")


class Gap(Frozen):
    """One question: its topic (owner, contact, query, …), the question, and who could answer it."""

    topic: str
    question: str
    ask: str

    def __str__(self) -> str:
        return f"[GAP {self.topic}: {self.question} Ask: {self.ask}.]"


def gap(topic: str, question: str, ask: str) -> str:
    """Return the text of a gap as it stands in a draft."""
    return str(Gap(topic=topic, question=line(question), ask=bare(ask)))


def find_gaps(text: str) -> tuple[Gap, ...]:
    """Return the gaps of a text in order, repeated ones once."""
    found = (Gap(topic=m[1], question=m[2], ask=m[3]) for m in _GAP.finditer(text))
    return tuple(dict.fromkeys(found))
