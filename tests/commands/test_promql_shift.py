from __future__ import annotations

import pytest

from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_shift import earlier

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("expr", "shifted"),
    [
        ("x", "x offset 1h"),
        ("rate(x[5m])", "rate(x[5m] offset 1h)"),
        ("x offset 5m", "x offset 1h5m"),
        ("x offset -1h", "x"),
        ("x / x offset 7d", "x offset 1h / x offset 7d1h"),
        ("max_over_time(rate(x[5m])[1h:1m])", "max_over_time(rate(x[5m])[1h:1m] offset 1h)"),
        ("x @ end() + y", "x @ end() + y offset 1h"),
        ("time() - x", "(time() - 3600) - x offset 1h"),
        ("max_over_time((time() - x)[1h:])", "max_over_time((time() - x)[1h:] offset 1h)"),
        ("hour() > 8 and x", "hour(vector((time() - 3600))) > 8 and x offset 1h"),
        ("hour(x)", "hour(x offset 1h)"),
        ("predict_linear(x[6h], 4 * 3600)", "predict_linear(x[6h] offset 1h, 4 * 3600 - 3600)"),
        ("predict_linear(x[6h] @ end(), 60) + y", "predict_linear(x[6h] @ end(), 60) + y offset 1h"),
        ("vector(time())", "vector((time() - 3600))"),
    ],
)
def test_a_value_is_shifted_to_an_hour_ago(expr: str, shifted: str) -> None:
    found = earlier(parse(expr), HOUR)
    assert found is not None
    assert render(found) == shifted


@pytest.mark.parametrize("expr", ["x @ 1234.5", "vector(1)", "x @ start() / y @ end()", "x * step()"])
def test_a_value_that_does_not_move_with_time_has_no_past(expr: str) -> None:
    assert earlier(parse(expr), HOUR) is None
