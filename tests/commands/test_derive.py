from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.commands.derive import (
    breakdown,
    change,
    current_value,
    family,
    firing,
    hour_ago,
    locate,
    reading,
    recovery,
    reporting,
    scope,
    threshold_text,
    value_limit,
)
from pipeline.commands.promql import check, understand
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import Aggregate, Node, Selector, selectors, walk
from pipeline.models.query import Derived, Reading
from tests.commands.promql_trees import vectors
from tests.commands.real_alerts import Alert, real_alerts
from tests.real_data import needs_real_data

ERRORS = 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05'


def derived(expr: str, window: str = "10m") -> list[str]:
    """Return every query that is derived from the expression."""
    still = reporting(expr)
    optional = [breakdown(expr), hour_ago(expr), change(expr), recovery(expr, window), still.query if still else None]
    return [d.query for d in current_value(expr)] + [query for query in optional if query is not None]


@pytest.mark.parametrize(
    ("expr", "shown"),
    [
        ("x > 5", [("value now", "x")]),
        ("x == bool 0", [("value now", "x")]),
        ("vector(1)", []),
        ("time() > 5", []),
        ("x[5m]", []),
        ("not promql at all", []),
        (
            ERRORS,
            [
                (
                    "value now",
                    'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
                ),
                ("numerator", 'sum(rate(http_requests_total{code=~"5.."}[5m]))'),
                ("denominator", "sum(rate(http_requests_total[5m]))"),
            ],
        ),
        ("a > on (x) b * 0.8", [("value now", "a"), ("what it is compared with (>)", "b * 0.8")]),
        (
            "predict_linear(x[6h], 60) < 0",
            [("value now", "predict_linear(x[6h], 60)"), ("what is predicted, now", "x")],
        ),
        ("a > 5 and b < 3", [("value now (limit > 5)", "a"), ("value now (limit < 3)", "b")]),
        ("x > 0.05 or x < -0.05", [("value now", "x")]),
        (
            'absent(up{job="a"} == 1)',
            [
                ("value now (alert fires while there is none)", 'up{job="a"} == 1'),
                ("whatever its value", 'up{job="a"}'),
            ],
        ),
        ("absent(x)", [("value now (alert fires while there is none)", "x")]),
        (
            'up{job="a"} == 0 or absent(up{job="a"})',
            [("value now (limit == 0 or alert fires while there is none)", 'up{job="a"}')],
        ),
        ("x - y >= z and x - y > 0", [("value now", "x - y"), ("what it is compared with (>=)", "z")]),
    ],
)
def test_the_value_is_shown_without_its_comparisons(expr: str, shown: list[tuple[str, str]]) -> None:
    assert [(d.label, d.query) for d in current_value(expr)] == shown


def test_the_breakdown_is_the_query_that_locates_the_trouble() -> None:
    assert locate(ERRORS) == Derived(
        "the ten largest", 'topk(10, sum by (code) (rate(http_requests_total{code=~"5.."}[5m])))'
    )
    assert breakdown(ERRORS) == 'topk(10, sum by (code) (rate(http_requests_total{code=~"5.."}[5m])))'


@pytest.mark.parametrize("expr", ["vector(1)", "sum("])
def test_what_reads_no_series_has_neither_place_nor_data(expr: str) -> None:
    assert breakdown(expr) is None
    assert reporting(expr) is None


def test_the_data_an_alert_needs_is_asked_for() -> None:
    assert reporting(ERRORS) == Derived("data still arrives: more than 0", "count(http_requests_total)")


def test_an_alert_is_found_by_its_exact_name() -> None:
    assert firing('A"b') == 'ALERTS{alertname="A\\"b",alertstate="firing"}'


@pytest.mark.parametrize(
    ("expr", "before"),
    [
        ("rate(x[5m]) > 5", "rate(x[5m] offset 1h)"),
        ("time() - last > 600", "(time() - 3600) - last offset 1h"),
        ("x == 0 and on (n) y == 0", "x offset 1h and on (n) y offset 1h == 0"),
        ("absent(x)", "x offset 1h"),
        ("x @ end() > 5", None),
        ("vector(1)", None),
    ],
)
def test_the_value_of_an_hour_ago_is_the_same_query_shifted(expr: str, before: str | None) -> None:
    assert hour_ago(expr) == before


@pytest.mark.parametrize(
    ("expr", "difference"),
    [
        ("sum(x) > 5", "sum(x) - sum(x offset 1h)"),
        ("x - y > 5", "x - y - (x offset 1h - y offset 1h)"),
        ("x > 5 and on (a) y == 1", "(x and on (a) y == 1) - x offset 1h"),
        ("up == 0", None),
        ("absent(x)", None),
        ('{__name__=~"a|b"} > 5', None),
        ("x @ end() > 5", None),
        (f"{' + '.join(f'metric_number_{n}' for n in range(20))} > 5", None),
    ],
)
def test_the_change_since_an_hour_ago_is_shown_where_it_reads_well(expr: str, difference: str | None) -> None:
    assert change(expr) == difference


@pytest.mark.parametrize(
    ("window", "range_"),
    [
        ("", "[5m:1m]"),
        ("0m", "[5m:1m]"),
        ("1m", "[5m:1m]"),
        ("15m", "[15m:1m]"),
        ("1h", "[1h:1m]"),
        ("4h", "[4h:5m]"),
        ("15 minutes", "[15m:1m]"),
        ("1d", "[1d:15m]"),
        ("7d", "[7d:1h]"),
        ("a while", "[5m:1m]"),
    ],
)
def test_recovery_counts_over_the_window_at_a_bearable_step(window: str, range_: str) -> None:
    assert recovery("x > 5", window) == f"count_over_time((x > 5){range_})"


@pytest.mark.parametrize("expr", ["vector(1)", "time() > bool 5", "sum(", "x[5m]"])
def test_there_is_no_proof_of_recovery_for_what_reads_no_series(expr: str) -> None:
    assert recovery(expr, "5m") is None


@pytest.mark.parametrize(
    ("expr", "labels"),
    [
        ('x{job="a",namespace="n"} > 5', {"job": "a", "namespace": "n"}),
        ('x{job=~"a"} > 5', {"job": "a"}),
        ('x{job=~"a|b",ns!="c"} > 5', {}),
        ('x{job="a"} / y{job="b"} > 5', {}),
        ('x{job="a",code="500"} / y{job="a"} > 5', {"job": "a", "code": "500"}),
        ('x{job="a"} > 5 unless on (n) y{node="c"}', {"job": "a"}),
        ('absent(up{job="a"})', {"job": "a"}),
        ('{__name__="x",le="5"} > 5', {}),
        ("sum(", {}),
    ],
)
def test_scope_holds_labels_that_are_fixed_everywhere(expr: str, labels: dict[str, str]) -> None:
    assert scope(expr) == labels


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a / b < 0.15 and b > 0 and predict_linear(a[6h], 3600) < 0 unless on (p) m == 1", "a / b < 0.03"),
        ("s:burnrate1h > 0.1 and s:burnrate5m > 0.1", "s:burnrate3d > 0.01 and s:burnrate6h > 0.01"),
        ("x * on (pod) group_left (node) kube_pod_info > 5", "x > 9"),
        ("x > 5 and on (job) up == 1", "absent(x)"),
        ("(total - free) / total > 0.9", "free < 1e9"),
    ],
)
def test_alerts_on_one_symptom_are_one_family(one: str, other: str) -> None:
    assert family(one) == family(other) != ()


@pytest.mark.parametrize(
    ("expr", "metrics"),
    [
        ("b > 5 or a > 5", ("a", "b")),
        ("up == 0", ("up",)),
        ("vector(1)", ()),
        ("sum(", ()),
        ("job:errors:rate5m > 1", ("job:errors:rate",)),
    ],
)
def test_a_family_is_sorted_and_empty_without_metrics(expr: str, metrics: tuple[str, ...]) -> None:
    assert family(expr) == metrics


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("used / size > 0.9", "> 0.9 (90%)"),
        ("x > 0.05 or x < -0.05", "> 0.05 or < -0.05"),
        ("a > 5 and b > 6", "a > 5 and b > 6"),
        ("(a > 5 and b > 6) or (a > 7 and b > 8)", "a > 5 and b > 6 or a > 7 and b > 8"),
        ('max by (n) (a{job="x"} < b{job="x"} * 2)', "a < b * 2"),
        ('a{job="j",type="used",fs!="",mountpoint!~"/x.*"} > on (n) a{type="size"}', 'a{type="used"} > a{type="size"}'),
        (
            'f{fs!=""} / s{fs!=""} * 100 < 15 and predict_linear(f{fs!=""}[6h], 3600) < 0',
            "f / s * 100 < 15 (15%) and predict_linear(f[6h], 3600) < 0",
        ),
        (f"{'a' * 120} > 5 and {'b' * 120} > 6", None),
        ("x", None),
        ("absent(x == 1)", None),
        (f"x > {' + '.join(f'metric_number_{n}' for n in range(9))}", None),
        ("sum(", None),
    ],
)
def test_the_threshold_is_told_and_the_value_with_it_where_there_are_several(expr: str, text: str | None) -> None:
    assert threshold_text(expr) == text


@pytest.mark.parametrize(
    ("expr", "limit"), [("a > 5 and b > 6", "> 5"), ("x > 5 or x < 1", "> 5 or < 1"), ("absent(x)", None)]
)
def test_the_limit_of_the_deciding_value_can_be_told_alone(expr: str, limit: str | None) -> None:
    assert value_limit(expr) == limit


@pytest.mark.parametrize(
    ("expr", "how"),
    [
        ("absent(up == 1)", Reading.MISSING),
        ("sum(absent(up))", Reading.MISSING),
        ("up == 0 or absent(up)", Reading.VALUE_OR_MISSING),
        ("count(a) unless count(b)", Reading.STATE),
        ("sum(max by (p) (a or b) * on (p) group_left () c) > 0 unless on (p) d == 1", Reading.VALUE),
        ("x > 5", Reading.VALUE),
        ("x != 0", Reading.VALUE),
        ('x{state!="ok"} != 0', Reading.STATE),
        ("sum(", Reading.VALUE),
    ],
)
def test_only_a_series_that_must_be_there_is_read_as_missing(expr: str, how: Reading) -> None:
    assert reading(expr) is how


def _words(expr: str) -> tuple[set[str], set[str]]:
    """Return the metrics of an expression, and the labels that its matchers and by clauses name."""
    nodes = list(walk(parse(expr)))
    found = [n for n in nodes if isinstance(n, Selector)]
    grouped = {x for n in nodes if isinstance(n, Aggregate) and n.grouping for x in n.grouping.labels}
    return {s.metric for s in found}, grouped | {m.label for s in found for m in s.matchers}


@needs_real_data
def test_every_query_derived_from_a_real_alert_parses_and_invents_nothing() -> None:
    for alert in real_alerts():
        queries = derived(alert.expr, alert.window)
        metrics, labels = _words(alert.expr) if queries else (set(), set())
        for query in queries:
            assert check(query) is None, (alert.name, query)
            used, named = _words(query)
            assert used <= metrics | {"up"}, (alert.name, query)
            assert named <= labels, (alert.name, query)


@needs_real_data
def test_every_real_alert_that_reads_a_series_gets_its_queries() -> None:
    without = {alert.name for alert in real_alerts() if not _complete(alert) and not understand(alert.expr).error}
    assert without == {"Watchdog"}


def _complete(alert: Alert) -> bool:
    parts = (current_value(alert.expr), breakdown(alert.expr), hour_ago(alert.expr), recovery(alert.expr, alert.window))
    return all(parts)


@needs_real_data
def test_all_series_of_an_hour_ago_are_shifted_by_an_hour() -> None:
    for alert in real_alerts():
        before = hour_ago(alert.expr)
        if before is None or ":1m] offset" in before or ":5m] offset" in before or ":] offset" in before:
            continue
        now = selectors(parse(current_value(alert.expr)[0].query))
        assert [s.offset + 3_600_000 for s in now] == [s.offset for s in selectors(parse(before))], alert.name


@given(vectors)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_query_derived_from_any_expression_parses(tree: Node) -> None:
    expr = render(tree)
    for query in derived(expr):
        assert check(query) is None, query
    understand(expr), family(expr), scope(expr), threshold_text(expr)


@pytest.mark.parametrize("operator", [" or ", " + ", " and ", " > 0 or "])
def test_expressions_at_the_limits_are_derived_from(operator: str) -> None:
    half = 75 if ">" in operator else 150
    expr = "(" * 55 + operator.join(["x"] * half) + ")" * 55
    assert understand(expr).error == ""
    assert all(check(query) is None for query in derived(expr))
