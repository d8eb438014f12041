"""Means, standard errors and bootstrap intervals."""

from __future__ import annotations

import math

from pipeline.evaluation.figures import Figure, bootstrap, by_sample, figure, measured, paired
from tests.evaluation.subjects import row


def test_a_mean_comes_with_its_standard_error_and_count() -> None:
    told = figure([1.0, 2.0, 3.0])
    assert told is not None
    assert (told.mean, told.n) == (2.0, 3)
    assert math.isclose(told.error, 1 / math.sqrt(3))
    assert figure([0.5]) == Figure(0.5, 0.0, 1)
    assert figure([]) is None


def test_epochs_of_a_sample_are_one_value() -> None:
    rows = [row("a", steps=2), row("a", steps=4), row("b", steps=9)]
    assert by_sample(rows, "steps") == {"a": 3, "b": 9}
    assert measured(rows, "steps") == figure([3, 9])


def test_samples_are_paired_by_name() -> None:
    assert paired({"a": 1, "b": 2}, {"b": 5, "c": 6}) == {"b": 3}


def test_an_interval_holds_its_mean_and_is_the_same_every_time() -> None:
    differences = [0.1, 0.2, 0.0, 0.4, 0.3, 0.1, 0.2]
    one = bootstrap(differences)
    assert one.low < one.mean < one.high
    assert one == bootstrap(differences)


def test_no_change_has_an_empty_interval() -> None:
    assert bootstrap([0.0, 0.0]) == (0.0, 0.0, 0.0)
