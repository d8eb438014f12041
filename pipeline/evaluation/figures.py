"""Means with their spread: standard errors, and bootstrap intervals of paired differences."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, stdev
from typing import NamedTuple

from pipeline.evaluation.record import Row

_RESAMPLES = 2000


class Figure(NamedTuple):
    """A mean, its standard error (0 for one value), and how many values it is of."""

    mean: float
    error: float
    n: int


class Interval(NamedTuple):
    """A mean difference and its 95% bootstrap interval."""

    mean: float
    low: float
    high: float


def figure(values: Sequence[float]) -> Figure | None:
    """Return the mean of the values with its standard error, None where there is no value."""
    if not values:
        return None
    error = stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    return Figure(fmean(values), error, len(values))


def by_sample(rows: Iterable[Row], measure: str) -> dict[str, float]:
    """Return each sample's mean over its epochs; samples that were not scored are left out."""
    found: dict[str, list[float]] = {}
    for row in rows:
        if measure in row.scores:
            found.setdefault(row.sample, []).append(row.scores[measure])
    return {sample: fmean(values) for sample, values in found.items()}


def measured(rows: Sequence[Row], measure: str) -> Figure | None:
    """Return a measure's mean over the samples; epochs of one sample count as one value."""
    return figure(list(by_sample(rows, measure).values()))


def paired(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """Return the difference (after less before) of every sample that both have."""
    return {sample: after[sample] - before[sample] for sample in before if sample in after}


def bootstrap(differences: Sequence[float]) -> Interval:
    """Return the mean difference with its 95% percentile bootstrap interval; the same differences give the same one."""
    mean = fmean(differences)
    if len(set(differences)) == 1:
        return Interval(mean, mean, mean)
    chance = random.Random(len(differences))  # noqa: S311 - resampling, nothing secret
    size = len(differences)
    means = sorted(fmean(chance.choices(differences, k=size)) for _ in range(_RESAMPLES))
    return Interval(mean, means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1])
