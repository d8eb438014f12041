"""A Markdown text as lines that know where they stand: in which fence, in a comment, in the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)")
_CONTAINERS = frozenset({"", "md", "markdown", "text", "txt", "plaintext", "plain", "yaml", "yml"})
_CODE_COMMENTS = frozenset({"yaml", "yml"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its text without its fence's indentation, and the number of its fence (0: none).

    `readable` says that entries may stand here; `headings` that "#" starts a heading; `marker` that it is a fence.
    """

    number: int
    text: str
    fence: int = 0
    readable: bool = True
    headings: bool = True
    marker: bool = False


@dataclass(slots=True)
class Page:
    """The lines of a page, comments blanked, and its front matter as YAML text with the number of its first line."""

    lines: list[Line] = field(default_factory=list)
    front: str = ""
    front_line: int = 2


def page(lines: list[str]) -> Page:
    """Split a text's lines into front matter and body."""
    end = _front_matter_end(lines)
    last = next((number for number in range(len(lines), end, -1) if "-->" in lines[number - 1]), 0)
    body = list(_fenced(_uncommented(enumerate(lines[end:], start=end + 1), last)))
    return Page(body, "\n".join(lines[1 : end - 1]) if end else "")


def is_rule(text: str) -> bool:
    """Whether a line is a thematic break."""
    marks = text.strip().replace(" ", "")
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0])


def is_delimiter_row(text: str) -> bool:
    """Whether a line is the second one of a table: "|---|:--:|"."""
    return "-" in text and "|" in text and not text.strip("|:- \t")


def cells(text: str) -> list[str]:
    """Return the cells of a table's row; "\\|" and a bar within backticks are text."""
    row = text.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    found, start, in_code, position = [], 0, False, 0
    while position < len(row):
        char = row[position]
        if char == "\\":
            position += 1
        elif char == "`":
            in_code = not in_code and "`" in row[position + 1 : position + 500]
        elif char == "|" and not in_code:
            found.append(row[start:position])
            start = position + 1
        position += 1
    found.append(row[start:])
    return [re.sub(r"<br\s?/?>", "\n", cell).replace("\\|", "|").strip() for cell in found]


def _front_matter_end(lines: list[str]) -> int:
    """Return how many lines the front matter takes, its two "---" lines included; 0 where there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((number for number, line in enumerate(lines[1:2000], start=1) if line.rstrip() in ("---", "...")), 0)
    block = lines[1:end]
    return end + 1 if any(":" in line for line in block) and not any(line.startswith("#") for line in block[:1]) else 0


def _uncommented(numbered: Iterator[tuple[int, str]], last: int) -> Iterator[tuple[int, str]]:
    """Blank HTML comments outside fences; `last` is the last line that closes one: later ones end with their line."""
    in_comment = False
    mark = ""
    for number, text in numbered:
        stripped = text.strip()
        if not in_comment and stripped[:3] in ("```", "~~~"):
            mark = "" if mark and stripped.startswith(mark) and not stripped.strip("`~") else mark or stripped[:3]
        if mark:
            yield number, text
            continue
        if in_comment and "-->" not in text:
            yield number, ""
            continue
        text, in_comment = _without_comments(text, in_comment)
        in_comment = in_comment and number < last
        yield number, text


def _without_comments(text: str, in_comment: bool) -> tuple[str, bool]:
    kept: list[str] = []
    position = 0
    while position < len(text):
        mark = "-->" if in_comment else "<!--"
        found = text.find(mark, position)
        if found < 0:
            break
        if not in_comment:
            kept.append(text[position:found])
        position = found + len(mark)
        in_comment = not in_comment
    if not in_comment:
        kept.append(text[position:])
    return "".join(kept), in_comment


@dataclass(slots=True)
class _Fence:
    mark: str
    indent: str
    info: str
    number: int


def _fenced(numbered: Iterator[tuple[int, str]]) -> Iterator[Line]:
    """Mark each line with its fence. A fence with a language inside a fence of plain text is one inside the other."""
    stack: list[_Fence] = []
    count = 0
    for number, text in numbered:
        match = _FENCE.fullmatch(text.rstrip()) if "```" in text or "~~~" in text else None
        if match is None:
            yield _line(number, text, stack)
            continue
        info = match["info"].strip().split(" ")[0].casefold()
        if stack and not info and match["mark"].startswith(stack[-1].mark):
            yield Line(number, text, stack[-1].number, readable=False, marker=True)
            stack.pop()
        elif not stack or (info and len(stack) == 1 and stack[0].info in _CONTAINERS - _CODE_COMMENTS):
            count += 1
            stack.append(_Fence(match["mark"], match["indent"], info, count))
            yield Line(number, text, count, readable=False, marker=True)
        else:
            yield _line(number, text, stack)


def _line(number: int, text: str, stack: list[_Fence]) -> Line:
    if not stack:
        return Line(number, text)
    fence = stack[-1]
    readable = len(stack) == 1 and fence.info in _CONTAINERS
    return Line(number, text.removeprefix(fence.indent), fence.number, readable, fence.info not in _CODE_COMMENTS)
