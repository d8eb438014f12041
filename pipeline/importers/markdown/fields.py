"""The body of an entry in Markdown → its fields, in whichever of the many ways people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from textwrap import dedent

from pipeline.importers.entries.vocabulary import known, normal
from pipeline.importers.markdown.headers import heading_depth, plain
from pipeline.importers.markdown.lines import Line, cells, is_delimiter_row, is_rule
from pipeline.models.entry import Field

_BOLD = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>[-*+•][ \t]{1,4})?(?P<mark>\*\*|__|\*)(?P<key>[^*\n]{1,80}?)"
    r"(?:[:：](?P=mark)|(?P=mark)(?P<note>[ \t]?\([^()\n]{0,80}\))?[ \t]?(?P<sign>[:：]|[—–](?=[ \t]))"
    r"|(?P=mark)[ \t]*\Z)"
    r"(?P<value>.*)",
    re.DOTALL,
)
_PLAIN = re.compile(
    r"(?P<indent>[ \t]*)(?P<bullet>[-*+•][ \t]{1,4})?(?P<key>[^\W\d_][^:：|`*,;.<>=\"“\n]{0,50}?)[ \t]?"
    r"(?::(?=[ \t]|\Z)|：)(?P<value>.*)",
    re.DOTALL,
)
_LISTED = re.compile(r"[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]")
_INLINE_BOLD = re.compile(r"(?:\*\*[^*\n]{1,40}\*\*[ \t]?[:：]|\*\*[^*\n]{1,40}[:：]\*\*)")
_GROUP = re.compile(r"for (?:metric|alert|dashboard|slo|environment|criteria|rollback|validation|step) types?")


class Mode(Enum):
    """How a key was written, which decides what belongs to it."""

    INLINE = 1  # "Key: value"
    OPEN = 2  # "Key:" with the value below
    PSEUDO = 3  # "**Key**:" or "**Key**" alone: a heading in bold
    HEADING = 4  # "### Key"


@dataclass(slots=True)
class _Key:
    key: str
    line: int
    mode: Mode
    indent: int = 0
    bullet: bool = False
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    key: str
    value: str
    indent: int
    bullet: bool
    bold: bool


def read_fields(kind: str, lines: Sequence[Line], fence: int) -> tuple[Field, ...]:
    """Read the fields of an entry of that kind; `fence` is the number of the fence that it stands in, 0 for none.

    Text that stands under no key becomes a field whose key is "".
    """
    return _FieldReader(kind, lines, fence).read()


class _FieldReader:
    def __init__(self, kind: str, lines: Sequence[Line], fence: int) -> None:
        self._known = known(kind)
        self._lines = lines
        self._plain = {fence} | _field_fences(lines, self._known)
        self._fields: list[Field] = []
        self._current: _Key | None = None
        self._blank = False

    def read(self) -> tuple[Field, ...]:
        position = 0
        while position < len(self._lines):
            position += self._take(position)
        self._close()
        return tuple(self._fields)

    def _take(self, position: int) -> int:
        """Read the line at a position; return how many lines that took."""
        line = self._lines[position]
        if line.fence not in self._plain:
            self._append(line.text, line.number, code=True)
        elif line.marker:
            pass
        elif not line.text.strip():
            self._blank = True
        elif line.headings and (depth := heading_depth(line.text)):
            self._heading(line, depth)
        elif is_rule(line.text):
            self._close()
        elif "|" in line.text and (rows := self._table_rows(position)):
            self._table(rows)
            return len(rows)
        else:
            self._text(line)
        return 1

    def _heading(self, line: Line, depth: int) -> None:
        self._close()
        key = plain(line.text[depth:]).rstrip("#:： ").strip()
        if key and depth > 1 and not _GROUP.fullmatch(normal(key)):
            self._current = _Key(key, line.number, Mode.HEADING)

    def _text(self, line: Line) -> None:
        found = self._key(line.text)
        if found is None or not self._starts(found):
            self._append(line.text, line.number)
            return
        if _GROUP.fullmatch(normal(found.key)) and not found.value:
            self._close()
            return
        for key, value in _split_inline(found):
            self._open(key, value, found, line.number)

    def _open(self, key: str, value: str, found: _Found, number: int) -> None:
        self._close()
        mode = Mode.INLINE if value else Mode.PSEUDO if found.bold else Mode.OPEN
        self._current = _Key(key, number, mode, found.indent, found.bullet, [value] if value else [])

    def _key(self, text: str) -> _Found | None:
        match = _BOLD.fullmatch(text)
        bold = match is not None
        match = match or _PLAIN.fullmatch(text)
        if match is None:
            return None
        groups = match.groupdict()
        note = groups.get("note") or ""
        key = f"{match['key'].strip()}{note}".strip()
        value = match["value"].strip().removesuffix("\\").strip()
        bullet = bool(match["bullet"])
        if not any(char.isalpha() for char in key) or not self._is_key(
            key, value, bold, bullet, groups.get("sign") or ""
        ):
            return None
        indent = len((match["indent"] or "").expandtabs(4))
        return _Found(key, value, indent, bullet, bold)

    def _is_key(self, key: str, value: str, bold: bool, bullet: bool, sign: str) -> bool:
        if normal(key) in self._known:
            return True
        if bold:
            sentence = key.endswith((".", "!", "?")) or (bullet and not value and not sign)
            return not sentence and sign not in ("—", "–")
        return key[0].isupper() and len(key.split()) <= 5

    def _starts(self, found: _Found) -> bool:
        """Whether a line that looks like a field starts one, or belongs to the value of the field before it."""
        current = self._current
        if current is None or (self._blank and current.mode is Mode.INLINE and found.indent <= current.indent):
            return True
        means_something = normal(found.key) in self._known
        takes_lists = normal(current.key) in self._known
        if current.mode is Mode.HEADING:
            if found.indent >= 2 and current.parts:
                return False
            if not found.bullet:
                return found.bold or means_something
            return not takes_lists and (found.bold or means_something)
        if found.indent > current.indent:
            return False
        if not found.bullet:
            return True
        if current.bullet:
            return found.bold or means_something or current.mode is Mode.INLINE
        return means_something and (current.mode is Mode.INLINE or not takes_lists)

    def _append(self, text: str, number: int, code: bool = False) -> None:
        current = self._current
        if current is not None and not code and self._ends(current, text):
            self._close()
            current = None
        if current is None:
            current = self._current = _Key("", number, Mode.HEADING)
        if self._blank and current.parts:
            current.parts.append("")
        self._blank = False
        current.parts.append(text.rstrip() if code else text.rstrip().removesuffix("\\"))

    def _ends(self, current: _Key, text: str) -> bool:
        """Whether text after an empty line leaves a field: text at the margin that is no list item does."""
        if not self._blank or current.mode in (Mode.HEADING, Mode.PSEUDO):
            return False
        return not text[:1].isspace() and not _LISTED.match(text)

    def _close(self) -> None:
        current, self._current = self._current, None
        self._blank = False
        if current is None:
            return
        first = current.parts[0] if current.mode is Mode.INLINE else ""
        rest = dedent("\n".join(current.parts[1:] if first else current.parts))
        value = "\n".join(part for part in (first, rest) if part).strip("\n").rstrip()
        if value.strip():
            self._fields.append(Field(key=current.key, value=value, line=current.line))

    def _table_rows(self, position: int) -> list[Line]:
        following = self._lines[position + 1 : position + 2]
        if not following or not is_delimiter_row(following[0].text):
            return []
        rows: list[Line] = []
        for line in self._lines[position:]:
            if "|" not in line.text or line.fence not in self._plain:
                break
            rows.append(line)
        return rows

    def _table(self, rows: list[Line]) -> None:
        header = [normal(cell) for cell in cells(rows[0].text)]
        if len(header) == 2:
            self._close()
            body = rows[:1] + rows[2:] if header[0] in self._known else rows[2:]
            self._fields += _pairs(body)
        elif {"level", "threshold"} <= set(header) or {"severity", "threshold"} <= set(header):
            self._close()
            self._fields.append(_thresholds(header, rows))
        else:
            for line in rows:
                self._append(line.text, line.number, code=True)


def _pairs(rows: Sequence[Line]) -> Iterator[Field]:
    for row in rows:
        key, value = [*cells(row.text), ""][:2]
        if key and value:
            yield Field(key=plain(key).rstrip(":： "), value=value, line=row.number)


def _thresholds(header: list[str], rows: Sequence[Line]) -> Field:
    level = header.index("level") if "level" in header else header.index("severity")
    threshold = header.index("threshold")
    lines = []
    for row in rows[2:]:
        found = cells(row.text)
        if len(found) == len(header):
            others = [cell for number, cell in enumerate(found) if number not in (level, threshold) and cell]
            lines.append(" — ".join([f"{plain(found[level])}: {found[threshold]}", *others]))
    return Field(key="Thresholds", value="\n".join(lines), line=rows[0].number)


def _split_inline(found: _Found) -> Iterator[tuple[str, str]]:
    """Split "**Severity**: High | **Owner**: SRE" into its fields."""
    marks = list(_INLINE_BOLD.finditer(found.value)) if found.bold else []
    before = (found.value[max(mark.start() - 4, 0) : mark.start()].rstrip() for mark in marks)
    marks = [mark for mark, text in zip(marks, before, strict=True) if text[-1:] in ("|", "·", "•", ";")]
    ends = [mark.start() for mark in marks] + [len(found.value)]
    yield found.key, found.value[: ends[0]].rstrip(" |·•;\t")
    for mark, end in zip(marks, ends[1:], strict=True):
        yield mark[0].strip("*: \t："), found.value[mark.end() : end].strip(" |·•;\t")


def _field_fences(lines: Sequence[Line], known_keys: frozenset[str]) -> set[int]:
    """Return the fences that hold fields and not code: the first line has a known key, and no key waits for them."""
    found: set[int] = set()
    before = ""
    seen: set[int] = set()
    for position, line in enumerate(lines):
        if line.marker and line.fence not in seen:
            seen.add(line.fence)
            first = next((after for after in lines[position + 1 : position + 4] if after.text.strip()), line)
            match = _PLAIN.fullmatch(first.text)
            waits = before.rstrip("* \t").endswith((":", "："))
            if (
                first.fence == line.fence
                and first.readable
                and match
                and normal(match["key"]) in known_keys
                and not waits
            ):
                found.add(line.fence)
        elif line.text.strip():
            before = line.text
    return found
