"""Which measures sum a data set up, and how a figure is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.evaluation.figures import Figure, measured
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.registry import measures

_HEADLINES = (
    "recall",
    "precision",
    "false-alarms",
    "also-found",
    "agreement",
    "actions-held-15",
    "actions-held",
    "facts-held",
    "checklist",
    "grounding",
    "command-validity",
    "stable-reordered",
    "commands",
    "steps",
)


def parts_of(record: Record) -> dict[str, list[Row]]:
    """Return the rows by data set and maker, under the name of that part, in the order of the record."""
    found: dict[str, list[Row]] = {}
    for row in record.rows:
        found.setdefault(row.part, []).append(row)
    return found


def present(rows: Sequence[Row]) -> list[Measure]:
    """Return the measures that at least one row has."""
    have = {name for row in rows for name in row.scores}
    return [measure for name, measure in measures().items() if name in have]


def headlines(rows: Sequence[Row], most: int) -> list[Measure]:
    """Return the most telling measures that the rows have."""
    have = {measure.name: measure for measure in present(rows)}
    return [have[name] for name in _HEADLINES if name in have][:most]


def groups(rows: Iterable[Row], tag: str) -> dict[str, list[Row]]:
    """Return the rows by the value of a tag, sorted; rows without it are left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if value := row.tags.get(tag):
            found.setdefault(value, []).append(row)
    return dict(sorted(found.items()))


def written(figure: Figure | None) -> str:
    """Return "0.82 ± 0.01"; one value has no spread, and no figure is ""."""
    if figure is None:
        return ""
    digits = 1 if abs(figure.mean) >= 10 else 2 if abs(figure.mean) >= 0.005 or figure.mean == 0 else 4
    if figure.n == 1:
        return f"{figure.mean:.{digits}f}"
    return f"{figure.mean:.{digits}f} ± {figure.error:.{digits}f}"


def told(rows: Sequence[Row], measure: Measure) -> str:
    """Return a measure over rows as "0.82 ± 0.01 (39)", or ""."""
    figure = measured(rows, measure.name)
    return f"{written(figure)} ({figure.n})" if figure else ""


def as_data(record: Record) -> dict[str, object]:
    """Return the figures for a script: data set → measure → mean, standard error, n."""
    return {
        name: {
            measure.name: {**figure._asdict(), "better": measure.better.value, "unit": measure.unit}
            for measure in present(rows)
            if (figure := measured(rows, measure.name))
        }
        for name, rows in parts_of(record).items()
    }
