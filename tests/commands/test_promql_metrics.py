from __future__ import annotations

import pytest

from pipeline.commands.promql_metrics import essential, metrics_of, without_window
from pipeline.commands.promql_parse import parse


@pytest.mark.parametrize(
    ("expr", "metrics"),
    [
        ("a / b", {"a"}),
        ("(b - a) / b", {"a"}),
        ("1 - a / b", {"a"}),
        ("a / (a + b)", {"a"}),
        ("time() - a", {"a"}),
        ("a - b", {"a", "b"}),
        ("a > b", {"a"}),
        ("a unless b", {"a"}),
        ("a or b", {"a", "b"}),
        ("a * on (x) group_left (y) kube_pod_info", {"a"}),
        ("some_info * on (x) group_left () (a / b)", {"a"}),
        ("some_info * on (x) group_right () a", {"a"}),
        ("sum(rate(a[5m]))", {"a"}),
        ('{__name__="a"}', {"a"}),
        ("vector(1)", set()),
    ],
)
def test_a_value_is_about_its_main_metrics(expr: str, metrics: set[str]) -> None:
    assert metrics_of(parse(expr)) == metrics


def test_info_series_go_unless_there_is_nothing_else() -> None:
    assert essential(frozenset({"a", "kube_pod_info", "kube_pod_labels", "osd_metadata"})) == ("a",)
    assert essential(frozenset({"go_info"})) == ("go_info",)


@pytest.mark.parametrize(
    ("metric", "name"),
    [
        ("job:errors:rate5m", "job:errors:rate"),
        ("slo:burnrate1h30m", "slo:burnrate"),
        ("http_5xx_total", "http_5xx_total"),
        ("load5m", "load5m"),
        ("a:b", "a:b"),
    ],
)
def test_only_recorded_series_lose_the_window_of_their_name(metric: str, name: str) -> None:
    assert without_window(metric) == name
