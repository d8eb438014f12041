"""The difference of two texts: lines for screens, with the changed words marked, and patches for git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum
from typing import NamedTuple

_WORDS = re.compile(r"\w+|\s+|.")
_CONTEXT = 3
_LONG = 1000  # lines
# Below this likeness two lines are two lines, and marking their common letters would only be noise.
_ALIKE = 0.4


class Kind(StrEnum):
    """What a line of a difference is."""

    SAME = " "
    OLD = "-"
    NEW = "+"
    SKIPPED = "…"


class Span(NamedTuple):
    """A piece of a line, and whether it is what changed."""

    text: str
    marked: bool


class Line(NamedTuple):
    """A line: its numbers in the old and the new text, 0 where it is not in it."""

    kind: Kind
    old: int
    new: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without marks."""
        return "".join(span.text for span in self.spans)


def difference(before: str, after: str, context: int = _CONTEXT) -> tuple[Line, ...]:
    """Return the changed lines with some around them; SKIPPED stands for unchanged ones left out."""
    olds, news = _lines(before), _lines(after)
    # In a long text its most common lines ("Commands:", "") are no anchors: with them the time grows with the cube.
    matcher = SequenceMatcher(None, olds, news, autojunk=len(news) > _LONG)
    found: list[Line] = []
    at = 0
    for group in matcher.get_grouped_opcodes(context):
        if group[0][1] > at:
            found.append(_skipped(group[0][1] - at))
        for code, a, b, c, d in group:
            found.extend(_block(code, olds[a:b], news[c:d], a, c))
        at = group[-1][2]
    if found and at < len(olds):
        found.append(_skipped(len(olds) - at))
    return tuple(found)


def pairs(lines: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Yield the lines side by side: old beside new where one replaces the other."""
    olds: list[Line] = []
    news: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.kind is Kind.OLD:
            olds.append(line)
            continue
        if line is not None and line.kind is Kind.NEW:
            news.append(line)
            continue
        for index in range(max(len(olds), len(news))):
            yield (olds[index] if index < len(olds) else None, news[index] if index < len(news) else None)
        olds, news = [], []
        if line is not None:
            yield line, line


def patch(path: str, before: str | None, after: str) -> str:
    """Return a patch that `git apply` takes, from the accepted text (None: no file) to the proposed one; "" if none."""
    if before == after:
        return ""
    named = f"{path}\t" if " " in path else path
    rows = [f"diff --git a/{path} b/{path}"]
    if before is None:
        rows.append("new file mode 100644")
    rows += [f"--- {'/dev/null' if before is None else 'a/' + named}", f"+++ b/{named}"]
    body = list(unified_diff(_kept(before or ""), _kept(after), n=_CONTEXT))[2:]
    text = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in body)
    return "\n".join(rows) + "\n" + text


def _block(code: str, olds: Sequence[str], news: Sequence[str], a: int, c: int) -> Iterator[Line]:
    if code == "equal":
        for n, text in enumerate(olds):
            yield Line(Kind.SAME, a + n + 1, c + n + 1, (Span(text, False),))
        return
    marked = [_marked(old, new) for old, new in zip(olds, news, strict=False)]
    for n, text in enumerate(olds):
        yield Line(Kind.OLD, a + n + 1, 0, marked[n][0] if n < len(marked) else (Span(text, False),))
    for n, text in enumerate(news):
        yield Line(Kind.NEW, 0, c + n + 1, marked[n][1] if n < len(marked) else (Span(text, False),))


def _marked(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Span(old, False),), (Span(new, False),)
    left: list[Span] = []
    right: list[Span] = []
    for code, a, b, c, d in matcher.get_opcodes():
        for spans, words in ((left, olds[a:b]), (right, news[c:d])):
            if words:
                spans.append(Span("".join(words), code != "equal"))
    return tuple(left), tuple(right)


def _skipped(count: int) -> Line:
    return Line(Kind.SKIPPED, 0, 0, (Span(f"{count} unchanged line{'s' if count > 1 else ''}", False),))


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _kept(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
