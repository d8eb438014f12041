from __future__ import annotations

import pytest

from pipeline.commands.promql import check, understand
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import bare
from pipeline.models.query import Comparison, LabelMatcher, Query, Selection, SignalKind
from tests.commands.real_alerts import real_alerts
from tests.real_data import needs_real_data

ERRORS = """
# share of failed requests
sum by (job) (rate(http_requests_total{code=~"5..",job="api"}[5m]))
  / sum by (job) (rate(http_requests_total{job="api"}[5m])) > 0.05
and on (job) sum without (pod) (up offset 1h) > 0
"""


def test_a_valid_expression_has_no_error() -> None:
    assert check("sum(rate(x[5m])) > 5") is None


def test_a_wrong_expression_is_told_with_its_reason() -> None:
    assert check("rate(x)") == "expected type matrix in call to function 'rate', got vector"
    assert understand("rate(x)") == Query(error="expected type matrix in call to function 'rate', got vector")


def test_all_parts_of_an_expression_are_told() -> None:
    rate = 'sum by (job) (rate(http_requests_total{code=~"5..",job="api"}[5m]))'
    ratio = f'{rate} / sum by (job) (rate(http_requests_total{{job="api"}}[5m]))'
    job = LabelMatcher(label="job", op="=", value="api")
    assert understand(ERRORS) == Query(
        text=f"{ratio} > 0.05 and on (job) sum without (pod) (up offset 1h) > 0",
        signal=SignalKind.ERROR_RATIO,
        metrics=("http_requests_total", "up"),
        selections=(
            Selection(
                metric="http_requests_total",
                matchers=(LabelMatcher(label="code", op="=~", value="5.."), job),
                window="5m",
            ),
            Selection(metric="http_requests_total", matchers=(job,), window="5m"),
            Selection(metric="up", offset="1h"),
        ),
        comparisons=(Comparison(value=ratio, op=">", limit="0.05", threshold=0.05),),
        by=("job",),
        without=("pod",),
        windows=("5m",),
        labels=("job",),
    )


def test_thresholds_are_computed_and_series_limits_kept_as_text() -> None:
    (found,) = understand("x > 14.4 * 0.001").comparisons
    assert (found.op, found.limit) == (">", "14.4 * 0.001")
    assert found.threshold == pytest.approx(0.0144)
    assert [(c.value, c.limit, c.threshold) for c in understand("x > 0.8 * y").comparisons] == [("x", "0.8 * y", None)]


def test_a_limit_written_on_the_left_changes_sides() -> None:
    found = understand("3 <= x < 20").comparisons
    assert [(c.value, c.op, c.threshold) for c in found] == [("x", ">=", 3.0), ("x", "<", 20.0)]


def test_what_only_picks_series_is_no_comparison_of_the_alert() -> None:
    query = understand("x > 5 and on (node) flag == 1 unless on (node) other > 7")
    assert [(c.value, c.op, c.limit) for c in query.comparisons] == [("x", ">", "5")]


def test_selectors_by_name_pattern_have_no_metric() -> None:
    query = understand('count({__name__=~"job:.*"}) > 1 or {__name__="up"} == 0')
    assert query.metrics == ("up",)
    assert query.selections[0].metric == ""


@needs_real_data
def test_real_alerts_are_understood_or_told_to_be_templates() -> None:
    queries = {alert: understand(alert.expr) for alert in real_alerts()}
    wrong = [query.error for query in queries.values() if query.error]
    assert wrong == ["${CPU-COUNT} is a template variable; write its value in its place"] * 3
    assert len(queries) > 1500
    unknown = {alert.name for alert, query in queries.items() if query.signal is SignalKind.OTHER and not query.error}
    assert unknown <= {"Watchdog", "PostgresqlInvalidIndex"}


@needs_real_data
def test_the_text_of_real_alerts_is_the_same_tree_when_read_again() -> None:
    for alert in real_alerts():
        if check(alert.expr) is None:
            tree = bare(parse(alert.expr))
            assert parse(render(tree)) == tree, alert.name
