"""Two records side by side: differences paired by sample, with a bootstrap interval, and the samples that moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from pipeline.evaluation.figures import Interval, bootstrap, by_sample, paired
from pipeline.evaluation.headline import headlines, present
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.record import Record, Row
from pipeline.models.base import Frozen

_SHOWN, _DIFF_LINES = 3, 14


class Difference(Frozen):
    """One measure in one data set: B less A, its 95% interval, and how many samples both have.

    `moved` counts the samples that differ at all. `verdict` is "better", "worse", "changed" (a measure without a
    better), or "no difference" where the interval holds 0: too few moved, or in both directions.
    """

    dataset: str
    measure: str
    before: float
    after: float
    mean: float
    low: float
    high: float
    n: int
    moved: int
    verdict: str


class Move(Frozen):
    """A sample and the headline measure of it that moved most, with both texts ("" where a record has none).

    `size` compares moves of different measures: 0 is none, 1 as far as it goes.
    """

    dataset: str
    sample: str
    measure: str
    before: float
    after: float
    size: float
    texts: tuple[str, str] = ("", "")


def differences(a: Record, b: Record) -> tuple[Difference, ...]:
    """Return the difference of every measure that both records have, in the order of the first."""
    return tuple(
        found
        for name, (rows, others) in _paired(a, b).items()
        for measure in present(rows)
        if not measure.timed and (found := _difference(name, measure, rows, others))
    )


def moves(a: Record, b: Record) -> tuple[Move, ...]:
    """Return the samples that moved most, a few a data set."""
    return tuple(m for name, (rows, others) in _paired(a, b).items() for m in _moves(name, rows, others))


def makers_compared(record: Record) -> tuple[tuple[Record, Record], ...]:
    """Return the first maker's part of a record with each other maker's, where they answered the same samples."""
    first, *others = [record.by(maker) for maker in record.makers]
    return tuple((first, other) for other in others if differences(first, other))


def text(a: Record, b: Record) -> str:
    """Return the comparison for a terminal."""
    return "\n".join(_lines(a, b)) + "\n"


def _paired(a: Record, b: Record) -> dict[str, tuple[list[Row], list[Row]]]:
    """Return the rows of both records by data set; of records with several makers, by data set and maker."""
    alone = len(a.makers) == len(b.makers) == 1
    found: dict[str, tuple[list[Row], list[Row]]] = {}
    for place, record in enumerate((a, b)):
        for row in record.rows:
            found.setdefault(row.dataset if alone else row.part, ([], []))[place].append(row)
    return {name: both for name, both in found.items() if all(both)}


def _difference(name: str, measure: Measure, rows: Sequence[Row], others: Sequence[Row]) -> Difference | None:
    before, after = by_sample(rows, measure.name), by_sample(others, measure.name)
    moved = paired(before, after)
    if not moved:
        return None
    interval = bootstrap(list(moved.values()))
    return Difference(
        dataset=name,
        measure=measure.name,
        before=sum(before[s] for s in moved) / len(moved),
        after=sum(after[s] for s in moved) / len(moved),
        mean=interval.mean,
        low=interval.low,
        high=interval.high,
        n=len(moved),
        moved=sum(map(bool, moved.values())),
        verdict=_verdict(measure.better, interval),
    )


def _verdict(better: Better, interval: Interval) -> str:
    if interval.low <= 0 <= interval.high:
        return "no difference"
    if better is Better.NEITHER:
        return "changed"
    return "better" if (interval.low > 0) == (better is Better.HIGHER) else "worse"


def _moves(name: str, rows: Sequence[Row], others: Sequence[Row]) -> Iterator[Move]:
    texts = [{row.sample: row.answer.text for row in part if row.answer} for part in (rows, others)]
    found: dict[str, Move] = {}
    for measure in headlines(rows, most=20):
        before, after = by_sample(rows, measure.name), by_sample(others, measure.name)
        for sample, moved in paired(before, after).items():
            known = found.get(sample)
            size = _size(measure, before[sample], after[sample])
            if moved and (known is None or size > known.size):
                both = (texts[0].get(sample, ""), texts[1].get(sample, ""))
                found[sample] = Move(
                    dataset=name,
                    sample=sample,
                    measure=measure.name,
                    before=before[sample],
                    after=after[sample],
                    size=size,
                    texts=both,
                )
    yield from sorted(found.values(), key=lambda m: (-m.size, m.sample))[:_SHOWN]


def _size(measure: Measure, before: float, after: float) -> float:
    """Return how far a sample moved: of a share as it is, of a count in parts of its size, so that the two compare."""
    moved = abs(after - before)
    return moved if measure.unit == "share" else moved / max(abs(before), abs(after), 1.0)


def _lines(a: Record, b: Record) -> Iterator[str]:
    found = differences(a, b)
    for name in dict.fromkeys(d.dataset for d in found):
        own = [d for d in found if d.dataset == name]
        yield f"{name}: {max(d.n for d in own)} samples in both; B less A with a 95% interval"
        for d in own:
            if d.moved:
                told = f"{d.mean:+.3f} [{d.low:+.3f}, {d.high:+.3f}]  {d.verdict}, {d.moved} of {d.n} moved"
                yield f"  {d.measure:<22}{d.before:>8.3f} →{d.after:>8.3f}  {told}"
        yield f"  {unmoved(own)}"
    moved = moves(a, b)
    yield ""
    yield "Samples that moved most:" if moved else "No sample moved."
    for move in moved:
        yield from _move(move)


def unmoved(found: Sequence[Difference]) -> str:
    """Return a sentence on the measures that are the same in every sample."""
    names = [d.measure for d in found if not d.moved]
    return f"The same in every sample: {', '.join(names)}." if names else "Every measure moved."


def _move(move: Move) -> Iterator[str]:
    yield f"  {move.dataset} {move.sample}: {move.measure} {move.before:.3f} → {move.after:.3f}"
    diff = list(unified_diff(move.texts[0].splitlines(), move.texts[1].splitlines(), "A", "B", n=0, lineterm=""))
    yield from (f"    {line[:110]}" for line in diff[2 : 2 + _DIFF_LINES])
    if len(diff) > 2 + _DIFF_LINES:
        yield f"    … {len(diff) - 2 - _DIFF_LINES} more lines"
