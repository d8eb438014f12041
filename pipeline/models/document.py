"""A runbook as its author wrote it, in whichever layout, with line numbers: what critics read."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pipeline.models.base import Frozen
from pipeline.models.runbook import Block


class Layout(StrEnum):
    """The layouts that are told apart."""

    TEMPLATE = "template"  # the spec's RUN- template
    ALERT_PAGE = "alert-page"  # Meaning, Impact, Diagnosis, Mitigation
    STEPS = "steps"  # a page with numbered steps or step headings
    FREE = "free"  # anything else


class Role(StrEnum):
    """What a section is for, whatever its heading says."""

    SCOPE = "scope"
    PREREQUISITES = "prerequisites"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    VERIFICATION = "verification"
    ROLLBACK = "rollback"
    ESCALATION = "escalation"
    FOLLOW_UP = "follow-up"
    BACKGROUND = "background"  # meaning, impact, overview
    REFERENCES = "references"
    OTHER = "other"


class Located(Frozen):
    """A piece of text and the line it starts at, counted from 1."""

    text: str
    line: int


class LocatedBlock(Frozen):
    """A fenced or indented block; `line` is that of its first line of code, not of the fence."""

    block: Block
    line: int


class Section(Frozen):
    """A heading and what stands under it, sub-sections included: up to the next heading of its level or a higher
    one."""

    title: str
    role: Role
    depth: int
    first: int
    last: int


class DocumentStep(Frozen):
    """One thing to do: `line` is where it starts, `last` where it ends.

    `prose` is its text outside code, one item a paragraph or list item; `checks` are its verification items,
    whatever marks them; `blocks` its code; `inline` the inline code spans in its prose.
    """

    title: str
    line: int
    last: int
    number: int = 0
    role: Role = Role.PROCEDURE
    prose: tuple[Located, ...] = ()
    checks: tuple[Located, ...] = ()
    blocks: tuple[LocatedBlock, ...] = ()
    inline: tuple[Located, ...] = ()


class Document(Frozen):
    """A runbook file as read. `facts` are header lines and front matter by lower-case key ("owner", "last tested").

    `prose` holds every paragraph, list item and table row, `blocks` and `inline` all code, in a step or not; `links`
    the
    targets of its links, `anchors` what a link within the page may point to.
    """

    path: str
    text: str
    layout: Layout
    id: str = ""
    title: str = ""
    facts: tuple[tuple[str, Located], ...] = ()
    sections: tuple[Section, ...] = ()
    steps: tuple[DocumentStep, ...] = ()
    prose: tuple[Located, ...] = ()
    blocks: tuple[LocatedBlock, ...] = ()
    inline: tuple[Located, ...] = ()
    links: tuple[Located, ...] = ()
    anchors: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return self.text.replace("\r\n", "\n").split("\n")

    def fact(self, *keys: str) -> Located | None:
        """Return the first fact that has one of these keys (lower case), or None."""
        known = dict(self.facts)
        return next((known[key] for key in keys if key in known), None)

    def having(self, role: Role) -> tuple[Section, ...]:
        """Return the sections of that role."""
        return tuple(s for s in self.sections if s.role is role)
