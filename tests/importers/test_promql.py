"""Which expressions can be read, without ending the process on hostile ones."""

from __future__ import annotations

import pytest

from pipeline.importers.promql import problem_of


@pytest.mark.parametrize(
    "expr",
    [
        "up == 0",
        'sum(rate(http_requests_total{code=~"5.."}[5m])) by (job) > 0.05',
        "rate(a[$__rate_interval]) > 1",
        'a{b="' + "(" * 2_000 + '"}',
    ],
)
def test_good_expressions(expr: str) -> None:
    assert problem_of(expr) == ""


@pytest.mark.parametrize("expr", ["up ==", "sum(", "rate(up)", "$THRESHOLD > 5"])
def test_bad_expressions_have_a_reason(expr: str) -> None:
    assert problem_of(expr)


@pytest.mark.parametrize(
    "expr", ["(" * 20_000, "a" + "+a" * 20_000, "-" * 20_000 + "a", "a" + " or a" * 20_000, "a" * 30_000]
)
def test_expressions_that_would_end_the_process_are_not_parsed(expr: str) -> None:
    assert problem_of(expr) == "more than 500 operators and brackets, or 20,000 characters"
