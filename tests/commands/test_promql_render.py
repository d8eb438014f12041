from __future__ import annotations

import pytest
from hypothesis import given, settings

from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import duration, number, quoted, render
from pipeline.commands.promql_tree import Binary, Negate, Node, Number, Selector, without_parens
from tests.commands.promql_trees import vectors

X, Y, Z = Selector("x"), Selector("y"), Selector("z")


@given(vectors)
@settings(max_examples=150, deadline=None)
def test_every_tree_parses_back_to_itself(tree: Node) -> None:
    assert without_parens(parse(render(tree))) == without_parens(tree)


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Binary("-", X, Binary("-", Y, Z)), "x - (y - z)"),
        (Binary("-", Binary("-", X, Y), Z), "x - y - z"),
        (Binary("*", Binary("+", X, Y), Z), "(x + y) * z"),
        (Binary("^", X, Binary("^", Y, Z)), "x ^ y ^ z"),
        (Binary("^", Binary("^", X, Y), Z), "(x ^ y) ^ z"),
        (Binary("^", Negate(X), Y), "(-x) ^ y"),
        (Negate(Binary("^", X, Y)), "-x ^ y"),
        (Negate(Binary("*", X, Y)), "-(x * y)"),
        (Binary("^", Number(-2.0), X), "(-2) ^ x"),
        (Negate(Number(3.0)), "-(3)"),
        (Binary("and", X, Binary("or", Y, Z)), "x and (y or z)"),
        (Binary("or", Binary("and", X, Y), Z), "x and y or z"),
        (Binary("unless", X, Binary("and", Y, Z)), "x unless (y and z)"),
        (Binary("and", Binary(">", X, Number(5.0)), Y), "x > 5 and y"),
        (Binary(">", Binary("and", X, Y), Number(5.0)), "(x and y) > 5"),
        (Binary("==", X, Binary(">", Y, Z)), "x == (y > z)"),
    ],
)
def test_parentheses_stand_where_precedence_asks_for_them(tree: Node, text: str) -> None:
    assert render(tree) == text


@pytest.mark.parametrize(
    "text",
    [
        "sum by (a, b) (rate(x[5m]))",
        "sum without () (x)",
        'x{a="b",c!="d",e=~"f.*",g!~"h"}[1h30m] offset 5m',
        "x @ end() offset 5m",
        "x @ 1234.500",
        "max_over_time(rate(x[5m])[1h:1m] offset 1d)",
        "max_over_time((x + y)[1h:])",
        "x * on (a) group_left (b, c) y",
        "x / ignoring (a) group_right () (y + z)",
        "x > bool 0.5",
        "x == bool on () y",
        "x unless on (job) (y == 1)",
        "sum(x) or vector(0)",
        'count_values("version", x)',
        'label_replace(x, "a", "$1", "b", "(.*)")',
        "topk(5, x)",
        "quantile by (job) (0.9, x)",
        "x + fill (0) y",
        "x + fill_left (1) fill_right (2) y",
        'sum by ("a.b") ({__name__="x.y"})',
        "x > -Inf",
    ],
)
def test_canonical_text_stays_as_it_is(text: str) -> None:
    assert render(parse(text)) == text


def test_strings_keep_quotes_backslashes_and_line_ends() -> None:
    tree = parse(r"""x{a="q\"q",b='s\'"s',c="\\d\n\t"}""")
    assert render(tree) == r"""x{a="q\"q",b="s'\"s",c="\\d\n\t"}"""
    assert parse(render(tree)) == tree
    assert quoted("\x07") == '"\\u0007"'


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0s"), (90_000, "1m30s"), (5_400_000, "1h30m"), (604_800_000, "7d"), (1500, "1s500ms"), (-60_000, "-1m")],
)
def test_durations_are_written_as_prometheus_reads_them(milliseconds: int, text: str) -> None:
    assert duration(milliseconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (0.1, "0.1"), (-0.5, "-0.5"), (1e300, "1e+300"), (float("inf"), "Inf"), (float("nan"), "NaN")],
)
def test_numbers_are_written_without_loss(value: float, text: str) -> None:
    assert number(value) == text
