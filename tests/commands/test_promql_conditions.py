from __future__ import annotations

import pytest

from pipeline.commands.promql_conditions import Condition, conditions
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import NO_MATCHING


def shown(expr: str) -> list[str]:
    return [render(c.shown) for c in conditions(parse(expr))]


def bounds(expr: str) -> list[list[str]]:
    return [[f"{b.op} {render(b.limit)}" for b in c.bounds] for c in conditions(parse(expr))]


def only(expr: str) -> Condition:
    (found,) = conditions(parse(expr))
    return found


@pytest.mark.parametrize(
    ("expr", "value", "limits"),
    [
        ("x > 5", "x", ["> 5"]),
        ("5 < x", "x", ["> 5"]),
        ("x > bool 5", "x", ["> 5"]),
        ("(x > bool 5) == 1", "x", ["> 5"]),
        ("x > 0.8 < 1", "x", ["> 0.8", "< 1"]),
        ("(time() - 300) > (x > 0)", "x > 0", ["< time() - 300"]),
        ("count(up == 0) > 3", "count(up == 0)", ["> 3"]),
        ("sum(x > 5)", "sum(x > 5)", []),
        ("max by (a) (x > 5)", "max by (a) (x)", ["> 5"]),
        ('label_replace(x == 0, "a", "$1", "b", "c")', 'label_replace(x, "a", "$1", "b", "c")', ["== 0"]),
        ("((x > 5) * on (a) group_left (b) info) > 0", "x * on (a) group_left (b) info", ["> 5"]),
        ("info * on (a) group_right () (x == 0)", "info * on (a) group_right () x", ["== 0"]),
        ("(x > y) * 100", "x", ["> y"]),
        ("min by (a) (x / y > 0) > 0.01", "min by (a) (x / y > 0)", ["> 0.01"]),
        ("(sum(x) or vector(0)) < 1", "sum(x) or vector(0)", ["< 1"]),
        ("x > 5 or vector(0)", "x", ["> 5"]),
        ("x", "x", []),
    ],
)
def test_the_value_is_what_the_alert_compares(expr: str, value: str, limits: list[str]) -> None:
    found = only(expr)
    assert render(found.shown) == value
    assert [f"{b.op} {render(b.limit)}" for b in found.bounds] == limits


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        ('absent(up{job="a"})', 'up{job="a"}'),
        ('absent(up{job="a"} == 1)', 'up{job="a"}'),
        ("absent_over_time(x[5m])", "x"),
        ("absent_over_time(rate(x[5m])[10m:1m])", "rate(x[5m])"),
        ("absent(x) == 1", "x"),
        ("sum(absent(x))", "x"),
        ("absent(sum(x))", "sum(x)"),
    ],
)
def test_an_absent_series_is_told_as_missing(expr: str, value: str) -> None:
    found = only(expr)
    assert (found.missing, render(found.value)) == (True, value)


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        ("x == 0 and on (node) cordoned == 0", "x and on (node) cordoned == 0"),
        ("a / b > 0.1 and b > 0", "a / b and b > 0"),
        ("x > 5 unless on (a) (y == 1)", "x unless on (a) (y == 1)"),
        (
            "x < 0.1 and on (pvc) size > 0 unless on (pvc) mode == 1",
            "x and on (pvc) size > 0 unless on (pvc) mode == 1",
        ),
        ("x > 5 and on () absent(y)", "x and on () absent(y)"),
        ("rate(x[5m]) / rate(y[5m]) > 1 and rate(y[5m]) > 0", "rate(x[5m]) / rate(y[5m]) and rate(y[5m]) > 0"),
        ("x == max and min != max", "x and min != max"),
    ],
)
def test_filters_that_pick_series_stay_with_the_value(expr: str, value: str) -> None:
    assert shown(expr) == [value]


@pytest.mark.parametrize(
    ("expr", "values"),
    [
        ("a > 5 and b < 3", ["a", "b"]),
        ("a / b < 0.1 and predict_linear(a[6h], 3600) < 0 and ro == 0", None),
        ("x > 0.05 and deriv(x[5m]) >= 0", ["x", "deriv(x[5m])"]),
        ("a != b and changes(c[5m]) == 0", ["a", "changes(c[5m])"]),
        ("increase(x[1h]) > 2 and increase(x[5m]) > 0", ["increase(x[1h])", "increase(x[5m])"]),
        ("a == 0 or b == 0", ["a", "b"]),
        ("(a > 1 or b > 1) and on (x) f == 1", ["a and on (x) f == 1", "b and on (x) f == 1"]),
    ],
)
def test_each_quantity_of_an_alert_is_told(expr: str, values: list[str] | None) -> None:
    assert shown(expr) == (values or ["a / b and ro == 0", "predict_linear(a[6h], 3600) and ro == 0"])


@pytest.mark.parametrize(
    ("expr", "value"),
    [
        ("start > 0 and absent(end) and time() - start > 3600", "time() - start and (start > 0 and absent(end))"),
        ("x > 0 and on (job) histogram_quantile(0.9, y) < 7", "histogram_quantile(0.9, y) and on (job) x > 0"),
        ("info and on (node) load > 9", "load and on (node) info"),
    ],
)
def test_a_guard_in_front_becomes_a_filter(expr: str, value: str) -> None:
    assert shown(expr) == [value]


def test_a_difference_in_front_is_no_guard() -> None:
    assert shown("a - b > 0 and count(c) < 3") == ["a - b", "count(c)"]


def test_later_conjuncts_are_not_primary_but_alternatives_are() -> None:
    found = conditions(parse("(a > 5 and b > 6) or (c > 7 and d > 8)"))
    assert [(render(c.value), c.primary) for c in found] == [("a", True), ("b", False), ("c", True), ("d", False)]


def test_only_filters_by_named_labels_last_for_finer_values() -> None:
    found = only("sum by (a) (x) > 5 and on (a) y == 1 and z == 1")
    assert [render(f.node) for f in found.filters] == ["y == 1"]


def test_the_matching_of_two_series_is_kept_with_the_limit() -> None:
    (bound,) = only("a > on (job) group_left () b").bounds
    assert (bound.matching.side, bound.matching.labels, bound.threshold) == ("left", ("job",), None)


@pytest.mark.parametrize(
    ("expr", "value", "limit"),
    [
        ("max by (n) (a < on (x) b)", "max by (n) (a)", "max by (n) (b)"),
        (
            "(a > b) * on (n) group_left (c) info",
            "a * on (n) group_left (c) info",
            "b * on (n) group_left (c) info",
        ),
        ("max by (n) (a > 5)", "max by (n) (a)", "5"),
    ],
)
def test_a_limit_that_is_a_series_keeps_the_labels_of_its_value(expr: str, value: str, limit: str) -> None:
    found = only(expr)
    (bound,) = found.bounds
    assert (render(found.value), render(bound.limit)) == (value, limit)
    assert bound.matching == NO_MATCHING


def test_deep_nesting_does_not_take_exponential_time() -> None:
    expr = "x > 5"
    for _ in range(50):
        expr = f"y > 7 and ({expr})"
    assert {render(c.value) for c in conditions(parse(expr))} == {"x", "y"}
