from __future__ import annotations

import pytest

from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_render import render


@pytest.mark.parametrize(
    ("expr", "numerator", "denominator", "factor", "inverted"),
    [
        ("a / b", "a", "b", 1, False),
        ("100 * a / b", "a", "b", 100, False),
        ("a / b * 100", "a", "b", 100, False),
        ("100 * (1 - a / b)", "a", "b", 100, True),
        ("100 - a / b * 100", "a", "b", 100, True),
        ("a / b - 1", "a", "b", 1, False),
        ("sum(a * 100) / sum(b)", "sum(a)", "sum(b)", 100, False),
        ("a / (b / 1000)", "a", "b", 1000, False),
        ("round(a / b, 0.1)", "a", "b", 1, False),
        ("min by (x) (a / b > 0)", "a", "b", 1, False),
        ("(a / b) * on (x) group_left () c", "a", "b", 1, False),
        ("c * on (x) group_right () (a / b)", "a", "b", 1, False),
    ],
)
def test_a_ratio_is_found(expr: str, numerator: str, denominator: str, factor: float, inverted: bool) -> None:
    found = ratio(parse(expr))
    assert found is not None
    assert (render(found.numerator), render(found.denominator)) == (numerator, denominator)
    assert found.factor == pytest.approx(factor)
    assert found.inverted is inverted


@pytest.mark.parametrize(
    "expr", ["a", "a / 100", "a - b", "sum(a / b)", "(time() - a) / 3600", "a / scalar(b)", "1 / a"]
)
def test_other_divisions_are_no_ratio(expr: str) -> None:
    assert ratio(parse(expr)) is None


def test_a_ratio_of_two_times_is_told() -> None:
    growth, share = ratio(parse("a / a offset 7d")), ratio(parse("a / b"))
    assert growth is not None
    assert share is not None
    assert (growth.compares_times, share.compares_times) == (True, False)
