from __future__ import annotations

import pytest

from pipeline.commands.promql_conditions import conditions
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_place import located
from pipeline.models.query import Derived

ERRORS = 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05'


def place(expr: str) -> Derived | None:
    root = parse(expr)
    return located(root, conditions(root))


@pytest.mark.parametrize(
    ("expr", "label", "query"),
    [
        (ERRORS, "the ten largest", 'topk(10, sum by (code) (rate(http_requests_total{code=~"5.."}[5m])))'),
        ("sum by (job) (queue) > 5", "the ten largest", "topk(10, queue)"),
        ("queue > 5", "the ten largest", "topk(10, queue)"),
        ("avail / size < 0.1", "the ten smallest", "bottomk(10, avail / size)"),
        ("1 - sum(avail) / sum(size) > 0.9", "the ten smallest", "bottomk(10, avail)"),
        ("100 - 100 * (free / size) > 80", "the ten largest", "topk(10, 100 - 100 * (free / size))"),
        ("100 - 100 * (free / size) < 20", "the ten smallest", "bottomk(10, 100 - 100 * (free / size))"),
        ("100 - avg by (i) (idle) * 100 > 90", "the ten largest", "topk(10, 100 - idle * 100)"),
        ("offset_seconds > 0.05 or offset_seconds < -0.05", "the ten largest", "topk(10, abs(offset_seconds))"),
        ("up == 0", "which series the alert finds", "up == 0"),
        ("max by (a) (flag) == 1", "which series are in this state", "flag == 1"),
        ("sum by (a) (x) == 0 and on (a) y > 0", "which series are in this state", "x == 0 and on (a) y > 0"),
        ("count(up == 0) > 2", "which series", "up == 0"),
        ("sum by (a) (x) > 5 and on (a) y == 1", "the ten largest", "topk(10, x and on (a) y == 1)"),
        ("a > b", "the ten largest, value less limit", "topk(10, a - b)"),
        (
            "a < on (x) group_left () b",
            "the ten smallest, value less limit",
            "bottomk(10, a - on (x) group_left () b)",
        ),
        (
            "max by (n) (a < b)",
            "the ten smallest, value less limit",
            "bottomk(10, max by (n) (a) - max by (n) (b))",
        ),
        (
            "sum by (n) (a) > sum by (n) (b)",
            "the ten largest, value less limit",
            "topk(10, sum by (n) (a) - sum by (n) (b))",
        ),
        ("sum(a) > sum(b)", "the ten largest", "topk(10, a)"),
        ("a != b", "which series", "a - b != 0"),
        ("a != b and on (n) c == 1", "which series", "a - b != 0 and on (n) c == 1"),
        ("a > on (x) b and on (n) c == 1", "the ten largest, value less limit", "topk(10, a - on (x) b)"),
        ("a == b", "which series the alert finds", "a == b"),
        ("sum by (a) (rate(x[5m])) == 0", "which series the alert finds", "sum by (a) (rate(x[5m])) == 0"),
        ("count(d > 5) / count(d) > 0.1", "the ten largest", "topk(10, d > 5)"),
        ("min by (a) (e / r > 0) > 0.1", "the ten largest", "topk(10, e / r > 0)"),
        (
            "sum by (a) (rate(ok[5m])) / sum by (a) (rate(all[5m])) < 0.9",
            "the ten smallest",
            "bottomk(10, sum by (a) (rate(ok[5m])) / sum by (a) (rate(all[5m])))",
        ),
        ("a == 0 or b == 0", "which series the alert finds", "a == 0 or b == 0"),
        (
            'absent(up{job="a"})',
            "which series are gone since an hour ago",
            'up{job="a"} offset 1h unless up{job="a"}',
        ),
        ("absent(up == 1)", "which series are gone since an hour ago", "up offset 1h == 1 unless up == 1"),
    ],
)
def test_the_place_of_the_trouble_is_shown(expr: str, label: str, query: str) -> None:
    assert place(expr) == Derived(label, query)


@pytest.mark.parametrize("expr", ["absent(up @ 1234.5)", "sum(rate(ok[5m])) / sum(rate(all[5m])) < 0.9"])
def test_nothing_is_shown_where_an_expression_has_no_place(expr: str) -> None:
    assert place(expr) is None
