from __future__ import annotations

import pytest

from pipeline.commands.promql_labels import fixed_value, result_labels, splitting_labels
from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_tree import Aggregate, Matcher


@pytest.mark.parametrize(
    ("expr", "labels"),
    [
        ("x", None),
        ("sum(x)", ()),
        ("sum by (a, b) (x)", ("a", "b")),
        ("sum by (a, b) (sum by (b, c) (x))", ("b",)),
        ("sum without (a) (x)", None),
        ("sum without (a) (sum by (a, b) (x))", ("b",)),
        ("topk(5, sum by (a) (x))", ("a",)),
        ('count_values by (a) ("v", x)', ("a", "v")),
        ('absent(up{job="a",pod=~"b"})', ("job",)),
        ("absent(sum(x))", ()),
        ("histogram_quantile(0.9, sum by (le, job) (x))", ("job",)),
        ('label_replace(sum by (a) (x), "b", "$1", "a", "(.*)")', ("a", "b")),
        ("vector(1)", ()),
        ("time()", ()),
        ("sum by (a) (x) > 5", ("a",)),
        ("100 * sum by (a) (x)", ("a",)),
        ("x > on (a) y", ("a",)),
        ("sum by (a, b) (x) / ignoring (b) y", ("a",)),
        ("sum by (a) (x) * on (a) group_left (n) y", ("a", "n")),
        ("y * on (a) group_right (n) sum by (a) (x)", ("a", "n")),
        ("sum by (a) (x) and on (b) y", ("a",)),
        ("sum by (a) (x) or sum by (b) (y)", ("a", "b")),
        ("sum by (a) (x) or y", None),
        ("-max_over_time(sum by (a) (x)[5m:1m])", ("a",)),
    ],
)
def test_the_labels_of_a_result_are_told_where_they_are_limited(expr: str, labels: tuple[str, ...] | None) -> None:
    assert result_labels(parse(expr)) == labels


@pytest.mark.parametrize(
    ("matcher", "value"),
    [
        (Matcher("job", "=", "api"), "api"),
        (Matcher("job", "=~", "api"), "api"),
        (Matcher("job", "=~", "api|web"), None),
        (Matcher("job", "!=", "api"), None),
        (Matcher("job", "=", ""), None),
    ],
)
def test_a_matcher_fixes_a_label_only_with_one_value(matcher: Matcher, value: str | None) -> None:
    assert fixed_value(matcher) == value


@pytest.mark.parametrize(
    ("expr", "labels"),
    [
        ('sum(rate(r{code=~"5..",job="a"}[5m]))', ("code",)),
        ('sum by (code) (rate(r{code=~"5.."}[5m]))', ()),
        ('sum(rate(r{image!="",ns=~"a|b"}[5m]))', ("ns",)),
        ('sum(rate(r{image!=""}[5m]))', ("image",)),
        ('sum by (a) (max by (a, code) (r{code=~"5..",pod=~".+"}))', ("code",)),
        ('sum({le=~"1|2",__name__=~"b|c"})', ()),
    ],
)
def test_labels_with_several_values_split_an_aggregation(expr: str, labels: tuple[str, ...]) -> None:
    tree = parse(expr)
    assert isinstance(tree, Aggregate)
    assert splitting_labels(tree) == labels
