from __future__ import annotations

import pytest

from pipeline.commands.promql_conditions import conditions
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_presence import presence

ERRORS = 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05'


@pytest.mark.parametrize(
    ("expr", "query"),
    [
        (ERRORS, "count(http_requests_total)"),
        ("queue_length > 100", "count(queue_length)"),
        ("free < 5", "count(free)"),
        ("up == 0", "count(up)"),
        ("absent(x)", "x"),
        ("absent(x == 1)", "x == 1"),
        ('rate(errors_total{code="500"}[5m]) > 5', None),
        ('increase(errors_total{job=~"a|b",code="500"}[5m]) > 0', 'up{job=~"a|b"}'),
        ('app_info{health!="Healthy"} != 0', None),
        ('health{disk!=""} != 0', 'count(health{disk!=""})'),
        ('health{job!="x"} != 1', 'count(health{job!="x"})'),
        ('waiting_reason{reason="CrashLoopBackOff"} >= 1', None),
        ('job:errors:rate5m{job="a"} > 0', None),
    ],
)
def test_lost_data_can_be_told_from_recovery_where_the_series_is_always_there(expr: str, query: str | None) -> None:
    found = presence(conditions(parse(expr))[0])
    assert (found.query if found else None) == query
