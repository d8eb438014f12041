"""Two records as one self-contained HTML page: differences with their intervals, and texts side by side."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape

from pipeline.evaluation.comparison import Difference, Move, differences, moves, unmoved
from pipeline.evaluation.markup import document, rows
from pipeline.evaluation.plots import interval
from pipeline.evaluation.record import Record


def html(a: Record, b: Record) -> str:
    """Return the page; A stands left, B right."""
    return document("Runwright: comparison", _body(a, b))


def _body(a: Record, b: Record) -> Iterator[str]:
    yield "<h1>Comparison</h1>"
    yield (
        f'<p class="soft">A: {escape(a.told)}, procedures {escape(a.library)}. B: {escape(b.told)}, '
        f"procedures {escape(b.library)}. B less A, paired by sample, with a 95% bootstrap interval.</p>"
    )
    yield from tables(a, b)
    moved = moves(a, b)
    yield f"<h2>{'Samples that moved most' if moved else 'No sample moved'}</h2>"
    yield from map(_move, moved)


def tables(a: Record, b: Record, level: str = "h2") -> Iterator[str]:
    """Yield a heading of that level and the differences for each data set that both records have."""
    found = differences(a, b)
    for name in dict.fromkeys(d.dataset for d in found):
        own = [d for d in found if d.dataset == name]
        yield f"<{level}>{escape(name)}</{level}><p class='soft'>{max(d.n for d in own)} samples in both.</p>"
        if lines := [_line(d) for d in own if d.moved]:
            head = ("Measure", "difference with its interval; the upright line is none", "difference [95%], moved")
            yield rows(head, lines)
        yield f'<p class="same">{escape(unmoved(own))}</p>'


def _line(d: Difference) -> tuple[str, str, str, str]:
    span = max(abs(d.low), abs(d.high), 1e-9) * 1.2
    plot = interval(d.low, d.mean, d.high, span, d.verdict)
    told = f'<span class="{escape(d.verdict.replace(" ", "-"))}">{d.mean:+.3f} [{d.low:+.3f}, {d.high:+.3f}]</span>'
    told += f"<small>{d.moved} of {d.n}</small>"
    return d.measure, f"{d.before:.3f} to {d.after:.3f}: {d.verdict}", plot, told


def _move(move: Move) -> str:
    texts = "".join(
        f"<div><h3>{name}</h3><pre>{text or '(no text)'}</pre></div>"
        for name, text in zip(("A", "B"), _marked(*move.texts), strict=True)
    )
    return (
        f"<details><summary><b>{escape(move.dataset)} {escape(move.sample)}</b> {escape(move.measure)} "
        f'{move.before:.3f} → {move.after:.3f}</summary><div class="two">{texts}</div></details>'
    )


def _marked(one: str, other: str) -> tuple[str, str]:
    """Return both texts as markup, the lines that differ marked."""
    texts = (one.splitlines(), other.splitlines())
    lines = tuple([f"<mark>{escape(line)}</mark>" if line else "" for line in text] for text in texts)
    for a, b, size in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
        for place in range(size):
            lines[0][a + place] = lines[1][b + place] = escape(texts[0][a + place])
    return "\n".join(lines[0]), "\n".join(lines[1])
