"""Pieces → the steps of a runbook: numbered headings, list items, table rows, or a paragraph and its block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.importers.page.columns import is_only_code, step_columns
from pipeline.importers.page.imperatives import introduces_output, is_expectation, is_order
from pipeline.importers.page.pieces import PSEUDO_DEPTH, Kind, Piece
from pipeline.importers.page.sections import ACTIVE, is_step_heading, plain, role_of
from pipeline.models.document import DocumentStep, Located, LocatedBlock, Role, Section
from pipeline.models.runbook import Block

_QUIET = frozenset({Role.REFERENCES, Role.ESCALATION, Role.FOLLOW_UP, Role.SCOPE, Role.PREREQUISITES})
_LABEL = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__|_)?(?P<label>commands?|run|verification|verify|validation|checks?|results?|outcomes?|expect(?:ed|ations?)?"
    r"(?: \w+){0,2}|success(?: criteria)?"
    r"|confirmation|sample output|example output|output)(?:\*\*|__|_)?\s*:(?:\*\*|__|_)?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CHECK_LABEL = re.compile(r"verif|valid|check|expect|success|confirm|result|outcome", re.IGNORECASE)
_BOX = re.compile(r"^\[[ xX]\]\s+")
_INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?:;])\s|\n")
_RUN_IN = re.compile(
    r"(?:\*\*|__)?step\s+#?(?P<number>\d{1,3})\s*(?:(?:\*\*|__)\s*[.:)–—-]?|[.:)](?=\s|\*|_)|\s*[–—-]\s*(?!\d))\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A paragraph that begins with the number of its step, such as “**Step 3.** Stop the writer”."""
_WAY_BACK = re.compile(
    r"(?:to\s+)?(?:undo|revert|roll\s+(?:it\s+|this\s+)?back|get\s+\w+\s+back|go\s+back)\b", re.IGNORECASE
)
_STAGE = re.compile(r"\W*(?:phase|stage|part)\b", re.IGNORECASE)
_NOTE = re.compile(r"^[>\s]*[*_]*(?:note|tip|warning|caution|important|hint)[*_]*\s*:[*_]*\s*", re.IGNORECASE)


@dataclass(slots=True)
class _Step:
    """A step while it is read. `mode` says what began it: heading, item, row, paragraph or block."""

    title: str
    line: int
    last: int
    role: Role
    mode: str
    number: int = 0
    depth: int = 0
    item: int = 0
    checking: bool = False
    sample: bool = False
    prose: list[Located] = field(default_factory=list)
    checks: list[Located] = field(default_factory=list)
    blocks: list[LocatedBlock] = field(default_factory=list)
    inline: list[Located] = field(default_factory=list)

    def freeze(self) -> DocumentStep:
        """Return the noun."""
        return DocumentStep(
            title=self.title,
            line=self.line,
            last=self.last,
            number=self.number,
            role=self.role,
            prose=tuple(self.prose),
            checks=tuple(self.checks),
            blocks=tuple(self.blocks),
            inline=tuple(self.inline),
        )


class StepReader:
    """Walks once through the pieces of a page and collects its steps."""

    def __init__(self, pieces: Sequence[Piece], sections: Sequence[Section]) -> None:
        self._pieces = pieces
        self._sections = {section.first: section for section in sections}
        self._has_active = any(section.role in ACTIVE for section in sections)
        self._coded = {p.item for p in pieces if p.kind is Kind.CODE and p.item}
        self._steps: list[_Step] = []
        self._now: _Step | None = None
        self._role = Role.OTHER
        self._title = ""
        self._columns: tuple[int, int, int] | None = None

    def read(self) -> tuple[DocumentStep, ...]:
        """Return the steps in order of line."""
        for index, piece in enumerate(self._pieces):
            following = self._pieces[index + 1] if index + 1 < len(self._pieces) else None
            match piece.kind:
                case Kind.HEADING:
                    self._heading(piece, index)
                case Kind.CODE:
                    self._code(piece)
                case Kind.ROW:
                    self._row(piece)
                case Kind.PARAGRAPH:
                    self._paragraph(piece, following)
                case Kind.HTML:
                    self._html(piece)
        return tuple(step.freeze() for step in self._steps)

    def _begin(self, title: str, piece: Piece, mode: str, number: int = 0) -> _Step:
        step = _Step(title, piece.line, piece.last, self._role, mode, number, piece.depth, piece.item)
        self._steps.append(step)
        self._now = step
        return step

    def _heading(self, piece: Piece, index: int) -> None:
        now = self._now
        if now is not None and now.mode == "heading" and piece.depth > now.depth:
            now.checking = role_of(piece.text) is Role.VERIFICATION
            now.last = piece.last
            return
        section = self._sections.get(piece.line)
        self._role = section.role if section else Role.OTHER
        self._title = plain(piece.text)
        self._now = None
        if is_step_heading(piece.text) and self._role not in _QUIET and not self._holds_steps(piece, index):
            number = re.search(r"\d+", piece.text)
            self._begin(self._title or piece.text, piece, "heading", int(number[0]) if number else 0)

    def _holds_steps(self, heading: Piece, index: int) -> bool:
        """Tell whether a heading numbers a phase, whose steps have numbers of their own."""
        if not _STAGE.match(heading.text):
            return False
        below = takewhile(lambda p: p.kind is not Kind.HEADING or p.depth > heading.depth, self._pieces[index + 1 :])
        return sum(_has_number(piece) for piece in below) > 1

    def _code(self, piece: Piece) -> None:
        now = self._now
        if now is None:
            if self._role in _QUIET:
                return
            now = self._begin(self._title, piece, "block")
        now.last = max(now.last, piece.last)
        if not now.sample and piece.text.strip():
            block = Block(language=piece.info, text=piece.text)
            now.blocks.append(LocatedBlock(block=block, line=piece.line))
        now.sample = False

    def _html(self, piece: Piece) -> None:
        if self._now is not None and piece.text.lstrip().startswith("<!--"):
            self._now.last = max(self._now.last, piece.last)

    def _paragraph(self, piece: Piece, following: Piece | None) -> None:
        now = self._now
        run_in = _RUN_IN.match(piece.text) if not piece.item and self._role not in _QUIET else None
        if run_in and (now is None or now.mode != "heading" or now.depth == PSEUDO_DEPTH):
            self._run_in(piece, run_in)
        elif now is not None and now.mode == "heading":
            self._add(now, piece)
        elif piece.item:
            self._item(piece, now)
        else:
            self._free(piece, now, following)

    def _run_in(self, piece: Piece, match: re.Match[str]) -> None:
        text = (
            re.sub(r"^([^*\n]*)(?:\*\*|__)", r"\1", match["rest"]) if match["rest"].count("**") % 2 else match["rest"]
        )
        step = self._begin(_sentence(text) or piece.text, piece, "heading", int(match["number"]))
        step.depth = PSEUDO_DEPTH
        if text.strip():
            step.prose.append(Located(text=text, line=piece.line))
            step.checks.extend(_expectations(piece))
        step.inline.extend(inline_code(piece))

    def _item(self, piece: Piece, now: _Step | None) -> None:
        if now is not None and self._continues(now, piece):
            self._add(now, piece)
        elif self._is_step(piece):
            if now is not None and now.mode == "paragraph" and piece.ordered and self._announced(now):
                self._steps.remove(now)
            step = self._begin(_sentence(piece.text), piece, "item", piece.number)
            self._add(step, piece)
        elif now is not None and now.mode in ("paragraph", "block"):
            self._add(now, piece)
        else:
            self._now = None

    def _continues(self, now: _Step, piece: Piece) -> bool:
        """Tell whether a list item's piece belongs to the step before it: the same item, a check, or an announced
        list."""
        if now.mode == "item":
            return now.item == piece.item
        checked = now.checking or _BOX.match(piece.text) is not None
        return checked or (now.mode == "paragraph" and not piece.ordered and self._announced(now))

    def _announced(self, step: _Step) -> bool:
        return not step.blocks and bool(step.prose) and step.prose[-1].text.rstrip().endswith(":")

    def _is_step(self, piece: Piece) -> bool:
        if self._role in _QUIET:
            return False
        if piece.item in self._coded:
            return True
        active = self._role in ACTIVE or (self._role is Role.OTHER and not self._has_active)
        return active and (piece.ordered or is_order(piece.text))

    def _free(self, piece: Piece, now: _Step | None, following: Piece | None) -> None:
        """Place a paragraph that stands in no list and under no step heading."""
        if self._role in _QUIET:
            self._now = None
            return
        before_code = following is not None and following.kind is Kind.CODE and not following.item
        if now is not None and self._belongs(now, piece, before_code=before_code):
            self._add(now, piece)
        elif before_code or (self._role in ACTIVE and is_order(piece.text)):
            self._add(self._begin(_sentence(piece.text), piece, "paragraph"), piece)
        elif now is not None and now.blocks:
            self._add(now, piece)
        else:
            self._now = None

    def _belongs(self, now: _Step, piece: Piece, *, before_code: bool) -> bool:
        """Tell whether a paragraph goes on with the step: its check, its output, or a second part of its
        introduction."""
        if _LABEL.match(piece.text) or now.checking or introduces_output(piece.text):
            return True
        if now.blocks and _WAY_BACK.match(piece.text):
            return True
        if before_code:
            return now.mode == "paragraph" and not now.blocks and not is_order(piece.text)
        return bool(now.blocks) and is_expectation(piece.text)

    def _add(self, step: _Step, piece: Piece) -> None:
        step.last = max(step.last, piece.last)
        label = _LABEL.match(piece.text)
        if label:
            step.checking = _CHECK_LABEL.match(label["label"]) is not None
        text = label["rest"] if label else piece.text
        step.sample = introduces_output(piece.text)
        located = Located(text=_BOX.sub("", text), line=piece.line)
        is_title = step.mode != "heading" and not step.prose and not step.blocks
        if not text.strip():
            return
        if step.checking or _BOX.match(text) or (is_expectation(text) and not is_title):
            step.checks.append(located)
        else:
            step.prose.append(located)
            step.checks.extend(_expectations(piece) if is_title else ())
        step.inline.extend(inline_code(piece))

    def _row(self, piece: Piece) -> None:
        if piece.head:
            self._columns = step_columns(piece.cells)
            return
        if self._columns is None:
            if self._now is not None and self._now.mode == "heading":
                self._now.last = piece.last
                self._now.prose.append(Located(text=piece.text, line=piece.line))
            return
        action, command, check = (piece.cells[i] if 0 <= i < len(piece.cells) else "" for i in self._columns)
        number = re.match(r"\d+", piece.cells[0])
        step = self._begin(_sentence(action), piece, "row", int(number[0]) if number else 0)
        step.prose.append(Located(text=action, line=piece.line))
        step.inline.extend(inline_code(piece))
        if self._columns[1] < 0 and is_only_code(action):
            command = action
        for match in _INLINE.finditer(command):
            block = Block(language="", text=match[2].strip().replace("\\|", "|"))
            step.blocks.append(LocatedBlock(block=block, line=piece.line))
        if check.strip(" -–—"):
            step.checks.append(Located(text=check, line=piece.line))
        self._now = None


def _has_number(piece: Piece) -> bool:
    """Tell whether a piece starts a numbered step."""
    if piece.kind is Kind.HEADING:
        return is_step_heading(piece.text)
    return piece.kind is Kind.PARAGRAPH and piece.ordered and piece.starts and piece.nested == 1


def _expectations(piece: Piece) -> Iterator[Located]:
    """Yield the sentences of a step's first paragraph, after the first, that say what must be seen."""
    parts = _SENTENCE.split(piece.text.replace("\n", " "))
    yield from (Located(text=part, line=piece.line) for part in parts[1:] if is_expectation(part))


def inline_code(piece: Piece) -> Iterator[Located]:
    """Yield the inline code of a piece, each with its line."""
    for match in _INLINE.finditer(piece.text):
        line = piece.line + piece.text.count("\n", 0, match.start())
        yield Located(text=match[2].strip(), line=min(line, piece.last))


def _sentence(text: str) -> str:
    """Return the first sentence as a title: one line, without marks."""
    line = re.sub(r"\s+", " ", _BOX.sub("", text)).strip()
    line = _NOTE.sub("", line)
    first = re.split(r"(?<=[.!?:])\s", line)[0]
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", first).rstrip(".:")
