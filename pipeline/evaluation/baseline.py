"""A baseline: the scores that a later run may not fall behind, small enough to keep in git.

The embedded engine gives the same drafts every time, so that any loss beyond a measure's tolerance is real. For other
engines the 95% interval of the paired differences must lie on the worse side as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.evaluation.figures import bootstrap, by_sample, paired
from pipeline.evaluation.headline import datasets_of, present
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.mutations import DATASET as MUTATIONS
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.registry import measures
from pipeline.models.base import Frozen

_SAME_EVERY_TIME = frozenset({"library"})
_SHARE_TOLERANCE = 0.002
# Of counts: a twentieth of the mean, so that one more command in one runbook is no regression.
_COUNT_TOLERANCE, _LEAST_COUNT = 0.05, 0.02
_TRIAL_TOLERANCE = 0.001
_ROUNDING = 1e-5


class Baseline(Frozen):
    """Scores by data set, measure and sample; of mutations by operator, its runbooks averaged."""

    version: int = 1
    engine: str
    digests: dict[str, str]
    scores: dict[str, dict[str, dict[str, float]]]


class Regression(Frozen):
    """One measure that got worse: by how much, and the samples that lost most."""

    dataset: str
    measure: str
    before: float
    after: float
    samples: tuple[str, ...]

    def __str__(self) -> str:
        which = ", ".join(self.samples)
        return f"{self.dataset}: {self.measure} fell behind, {self.before:.3f} → {self.after:.3f} ({which})"


def of_record(record: Record) -> Baseline:
    """Return the record's scores as a baseline."""
    scores = {
        name: {m.name: _rounded(_scores(name, rows, m)) for m in present(rows) if _is_held(m)}
        for name, rows in datasets_of(record).items()
    }
    return Baseline(engine=record.engine, digests={d.name: d.digest() for d in record.datasets}, scores=scores)


def dump(baseline: Baseline) -> str:
    """Return the file's text: one measure a line, sorted, so that a diff shows what moved."""
    lines = ["{", f'"version": {baseline.version}, "engine": {json.dumps(baseline.engine)},']
    lines += [f'"digests": {json.dumps(dict(sorted(baseline.digests.items())))},', '"scores": {']
    blocks = []
    for name, by_measure in sorted(baseline.scores.items()):
        rows = [f" {json.dumps(m)}: {json.dumps(dict(sorted(v.items())))}" for m, v in sorted(by_measure.items())]
        blocks.append(f"{json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n}")
    return "\n".join([*lines, ",\n".join(blocks), "}", "}"]) + "\n"


def load(path: Path) -> Baseline:
    """Read a baseline. Raises UserError for a file that is none."""
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        what = str(error).splitlines()[0]
        cure = "write one with “runwright eval --write-baseline FILE”"
        raise UserError(f"not a baseline: {what}", str(path), cure) from None


def regressions(baseline: Baseline, record: Record) -> tuple[Regression, ...]:
    """Return what got worse beyond noise; samples and data sets that only one of the two has are left out."""
    now = datasets_of(record)
    return tuple(
        found
        for name, by_measure in baseline.scores.items()
        if name in now
        for measure_name, before in by_measure.items()
        if (measure := measures().get(measure_name)) and _is_held(measure)
        if (found := _regression(record, name, now[name], measure, before))
    )


def lost(baseline: Baseline, record: Record) -> tuple[str, ...]:
    """Return what the baseline has and the record has not: samples without an answer, and crashed scorers."""
    found = []
    for name, rows in datasets_of(record).items():
        known = {sample for scores in baseline.scores.get(name, {}).values() for sample in scores}
        found += [
            f"{name}: {r.sample} is not answered any more: {r.error}" for r in rows if r.error and r.sample in known
        ]
        found += [f"{name}: scorer {s} crashed on {r.sample}: {why}" for r in rows for s, why in r.crashed.items()]
    return tuple(found)


def _regression(
    record: Record, name: str, rows: list[Row], measure: Measure, before: Mapping[str, float]
) -> Regression | None:
    after = _scores(name, rows, measure)
    sign = 1 if measure.better is Better.HIGHER else -1
    gains = {sample: sign * moved for sample, moved in paired(before, after).items()}
    if not gains:
        return None
    old = sum(before[sample] for sample in gains) / len(gains)
    mean = sum(gains.values()) / len(gains)
    if mean >= -_tolerance(name, measure, old):
        return None
    if record.engine not in _SAME_EVERY_TIME and bootstrap(list(gains.values())).high >= 0:
        return None
    worst = sorted((gain, sample) for sample, gain in gains.items() if gain < -_ROUNDING)[:5]
    return Regression(
        dataset=name,
        measure=measure.name,
        before=old,
        after=old + sign * mean,
        samples=tuple(sample for _, sample in worst),
    )


def _tolerance(name: str, measure: Measure, old: float) -> float:
    if name == MUTATIONS and measure.unit == "share":
        return _TRIAL_TOLERANCE
    return _SHARE_TOLERANCE if measure.unit == "share" else max(_LEAST_COUNT, _COUNT_TOLERANCE * abs(old))


def _is_held(measure: Measure) -> bool:
    return measure.better is not Better.NEITHER and not measure.timed


def _scores(name: str, rows: list[Row], measure: Measure) -> dict[str, float]:
    if name != MUTATIONS:
        return by_sample(rows, measure.name)
    by_operator = (row.model_copy(update={"sample": row.tags["operator"]}) for row in rows)
    return by_sample(by_operator, measure.name)


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {sample: round(value, 6) for sample, value in scores.items()}
