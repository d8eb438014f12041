from __future__ import annotations

import pytest

from pipeline.commands.promql_conditions import conditions
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_threshold import is_readable, limits_text


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("used_bytes / size_bytes > 0.9", "> 0.9 (90%)"),
        ("used / max > 0.95", "> 0.95 (95%)"),
        ('sum(rate(r{code="500"}[5m])) / sum(rate(r[5m])) > (25 / 100)', "> 0.25 (25%)"),
        ("errors_total / requests_total > 0.01", "> 0.01 (1%)"),
        ("100 * a / b > 5", "> 5 (5%)"),
        ("x > 1024 ^ 3", "> 1073741824"),
        ("free_bytes < 5 * 1024 ^ 3", "< 5368709120 (5 GiB)"),
        ("free_bytes < 1e9", "< 1000000000 (1 GB)"),
        ("rate(sent_bytes_total[5m]) > 1e8", "> 100000000 (100 MB/s)"),
        ("time() - last_success > 86400", "> 86400 (1d)"),
        ("(not_after - time()) < 86400 * 7", "< 604800 (7d)"),
        ("3 <= x < 20", ">= 3 and < 20"),
        ("x > 0.1 + 0.2", "> 0.3"),
        ("x > y * 0.8", "> y * 0.8"),
        ("x", ""),
    ],
)
def test_a_limit_reads_in_the_unit_of_its_value(expr: str, text: str) -> None:
    assert limits_text(conditions(parse(expr))[0]) == text


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("rate(d_seconds_sum[5m]) / rate(d_seconds_count[5m]) > 0.5", "> 0.5"),
        ("rate(index_time_seconds_total[5m]) / rate(index_total[5m]) > 0.01", "> 0.01"),
        ("load1 / count(cpus) > 0.9", "> 0.9"),
        ("avg(x_length) / avg(x_length offset 7d) > 0.5", "> 0.5"),
        ("hit_ratio < 0.9", "< 0.9"),
        ("rate(a[5m]) / b_total > 0.5", "> 0.5"),
    ],
)
def test_a_limit_is_no_percentage_where_the_sides_may_count_different_things(expr: str, text: str) -> None:
    assert limits_text(conditions(parse(expr))[0]) == text


def test_a_long_limit_is_named_rather_than_written() -> None:
    long = " + ".join(f"metric_number_{n}" for n in range(9))
    (condition,) = conditions(parse(f"x > {long}"))
    assert limits_text(condition) == "> the value it is compared with"
    assert not is_readable(condition.bounds[0])
