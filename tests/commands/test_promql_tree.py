from __future__ import annotations

import pytest

from pipeline.commands.promql_parse import parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import (
    Call,
    Node,
    Selector,
    calls,
    constant,
    instant,
    is_comparison,
    is_scalar,
    map_children,
    selectors,
    walk,
    without_parens,
)


def test_a_walk_meets_all_nodes_in_the_order_written() -> None:
    tree = parse("topk(3, (a + -b)) > max_over_time(c[5m:]) / 2")
    assert [s.name for s in selectors(tree)] == ["a", "b", "c"]
    assert len(list(walk(tree))) == 13
    assert calls(tree) == {"max_over_time"}


def test_changing_children_leaves_the_rest() -> None:
    def renamed(node: Node) -> Node:
        return Selector("z") if isinstance(node, Selector) else map_children(node, renamed)

    text = "quantile by (a) (0.9, -(z)) > on (a) z or abs(max_over_time(z[5m:]))"
    assert render(renamed(parse(text.replace("z)", "x)").replace("z[", "y[")))) == text


def test_written_parentheses_do_not_change_the_meaning() -> None:
    assert without_parens(parse("((a) + (b * (c)))")) == parse("a + b * c")


@pytest.mark.parametrize(
    ("expr", "value"),
    [("5", 5.0), ("-(2 + 3) * 4", -20.0), ("2 ^ 10", 1024.0), ("1 - 0.75", 0.25), ("1 / 0", None), ("x", None)],
)
def test_constant_expressions_are_computed(expr: str, value: float | None) -> None:
    assert constant(parse(expr)) == value


@pytest.mark.parametrize("expr", ["0 ^ -1", "(-8) ^ 0.5", "10 ^ 400 ^ 2", "5 % 3", "5 * x"])
def test_what_has_no_plain_number_is_no_constant(expr: str) -> None:
    assert constant(parse(expr)) is None


@pytest.mark.parametrize(
    ("expr", "scalar"),
    [("5", True), ("time() - 300", True), ("-scalar(x)", True), ("vector(1)", False), ("5 * x", False)],
)
def test_scalars_are_told_from_vectors(expr: str, scalar: bool) -> None:
    assert is_scalar(parse(expr)) is scalar


def test_only_comparisons_that_filter_count_as_such() -> None:
    assert [is_comparison(parse(e)) for e in ("x > 5", "x > bool 5", "x + 5", "x")] == [True, False, False, False]


def test_the_metric_is_found_wherever_it_is_written() -> None:
    found = [parse(e) for e in ("x", '{__name__="x"}', '{__name__=~"x.*"}')]
    assert [s.metric for s in found if isinstance(s, Selector)] == ["x", "x", ""]


def test_the_instant_form_of_a_selector_has_neither_range_nor_offset() -> None:
    tree = parse('rate(x{a="b"}[5m] offset 1h)')
    assert isinstance(tree, Call)
    assert render(instant(selectors(tree)[0])) == 'x{a="b"}'
