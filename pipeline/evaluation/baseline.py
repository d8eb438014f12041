"""A baseline: the scores that a later run may not fall behind, small enough to keep in git.

The embedded engine gives the same drafts every time, so that any loss beyond a measure's tolerance is real. For other
engines the 95% interval of the paired differences must lie on the worse side as well. What a recording does not answer
any more is a loss where the prompts changed; where only the evidence did, a note asks for a new recording.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.evaluation.engines import NOT_RECORDED
from pipeline.evaluation.figures import bootstrap, by_sample, paired
from pipeline.evaluation.headline import parts_of, present
from pipeline.evaluation.maker import LIBRARY
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.mutations import DATASET as MUTATIONS
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.registry import measures
from pipeline.models.base import Frozen

_SHARE_TOLERANCE = 0.002
# Of counts: a twentieth of the mean, so that one more command in one runbook is no regression.
_COUNT_TOLERANCE, _LEAST_COUNT = 0.05, 0.02
_TRIAL_TOLERANCE = 0.001
_ROUNDING = 1e-5
_CURE = "record it again (evals/README.md)"


class Baseline(Frozen):
    """Scores by data set and maker, measure and sample; of mutations by operator, its runbooks averaged.

    `digests` are the data sets', `prompts` those of the prompts by maker.
    """

    version: int = 2
    digests: dict[str, str]
    prompts: dict[str, str] = {}
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
        for name, rows in parts_of(record).items()
    }
    return Baseline(digests={d.name: d.digest() for d in record.datasets}, prompts=_prompts(record), scores=scores)


def dump(baseline: Baseline) -> str:
    """Return the file's text: one measure a line, sorted, so that a diff shows what moved."""
    lines = ["{", f'"version": {baseline.version},']
    lines += [
        f'"{name}": {json.dumps(dict(sorted(getattr(baseline, name).items())))},' for name in ("digests", "prompts")
    ]
    lines += ['"scores": {']
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
    now = parts_of(record)
    return tuple(
        found
        for name, by_measure in baseline.scores.items()
        if name in now
        for measure_name, before in by_measure.items()
        if (measure := measures().get(measure_name)) and _is_held(measure)
        if (found := _regression(name, now[name], measure, before))
    )


def lost(baseline: Baseline, record: Record) -> tuple[str, ...]:
    """Return what the baseline has and the record has not: samples without an answer, and crashed scorers."""
    found: list[str] = []
    for name, rows in parts_of(record).items():
        found += _unanswered(name, rows, baseline, record)
        found += [f"{name}: scorer {s} crashed on {r.sample}: {why}" for r in rows for s, why in r.crashed.items()]
    return tuple(found)


def stale(baseline: Baseline, record: Record) -> tuple[str, ...]:
    """Return what a recording does not answer any more though its prompts are the same."""
    return tuple(
        f"{name}: the recording does not answer {_count(missing)} any more: the evidence changed since; {_CURE}"
        for name, rows in parts_of(record).items()
        if (missing := _missing(rows)) and not _prompts_changed(missing[0].maker, baseline, record)
    )


def not_run(baseline: Baseline, record: Record) -> tuple[str, ...]:
    """Return the parts that the baseline has and the record has not, as losses of a run over all data sets."""
    return tuple(f"{name} was not run" for name in baseline.scores if name not in parts_of(record))


def _missing(rows: list[Row]) -> list[Row]:
    return [row for row in rows if NOT_RECORDED in row.error]


def _unanswered(name: str, rows: list[Row], baseline: Baseline, record: Record) -> Iterator[str]:
    missing = _missing(rows)
    if missing and _prompts_changed(missing[0].maker, baseline, record):
        yield f"{name}: the recording does not answer {_count(missing)} any more: the prompts changed since; {_CURE}"
    known = {sample for scores in baseline.scores.get(name, {}).values() for sample in scores}
    for row in rows:
        if row.error and row.sample in known and row not in missing:
            yield f"{name}: {row.sample} is not answered any more: {row.error}"


def _prompts_changed(maker: str, baseline: Baseline, record: Record) -> bool:
    return baseline.prompts.get(maker) != _prompts(record).get(maker)


def _prompts(record: Record) -> dict[str, str]:
    return {maker.label: maker.prompts_digest for maker in record.makers if maker.prompts_digest}


def _count(rows: list[Row]) -> str:
    return f"{len(rows)} sample{'s' * (len(rows) != 1)} ({', '.join(row.sample for row in rows[:5])})"


def _regression(name: str, rows: list[Row], measure: Measure, before: Mapping[str, float]) -> Regression | None:
    after = _scores(name, rows, measure)
    sign = 1 if measure.better is Better.HIGHER else -1
    gains = {sample: sign * moved for sample, moved in paired(before, after).items()}
    if not gains:
        return None
    old = sum(before[sample] for sample in gains) / len(gains)
    mean = sum(gains.values()) / len(gains)
    if mean >= -_tolerance(name, measure, old):
        return None
    if rows[0].maker != LIBRARY and bootstrap(list(gains.values())).high >= 0:
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
