from __future__ import annotations

import pytest

from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_split import finer


@pytest.mark.parametrize(
    ("expr", "split"),
    [
        ('sum(rate(r{code=~"5.."}[5m]))', 'sum by (code) (rate(r{code=~"5.."}[5m]))'),
        ('sum by (job) (rate(r{code=~"5.."}[5m]))', 'sum by (job, code) (rate(r{code=~"5.."}[5m]))'),
        ("sum by (job) (rate(r[5m]))", "rate(r[5m])"),
        ('sum without (pod) (r{code=~"5.."})', 'r{code=~"5.."}'),
        ('sum(rate(r{code=~"5.."}[5m])) / sum(rate(r[5m]))', 'sum by (code) (rate(r{code=~"5.."}[5m]))'),
        ("1 - sum(a) / sum(b)", "a"),
        ("(sum(a) or vector(0)) / sum(b)", "a"),
        ("100 - avg by (i) (c) * 100", "100 - c * 100"),
        ("-sum(a)", "-a"),
        ("ceil(sum(a))", "ceil(a)"),
        ("count(up == 0)", "up == 0"),
        ("count(count by (version) (v))", "count by (version) (v)"),
        ("sum by (a) (x) * on (a) group_left (n) y", "x * on (a) group_left (n) y"),
        ("y * on (a) group_right (n) sum by (a) (x)", "y * on (a) group_right (n) x"),
        ("histogram_quantile(0.9, sum by (le) (rate(b[5m])))", "histogram_quantile(0.9, rate(b[5m]))"),
        (
            'histogram_quantile(0.9, sum by (le) (rate(b{verb!="WATCH"}[5m])))',
            'histogram_quantile(0.9, sum by (le, verb) (rate(b{verb!="WATCH"}[5m])))',
        ),
    ],
)
def test_an_aggregated_value_is_made_finer(expr: str, split: str) -> None:
    found = finer(parse(expr))
    assert found is not None
    assert render(found) == split


@pytest.mark.parametrize("expr", ["x", "rate(x[5m])", "a / sum(b)", "topk(5, x)", "sum(a) - sum(b)", "a * b"])
def test_a_value_without_an_outer_aggregation_stays(expr: str) -> None:
    assert finer(parse(expr)) is None
