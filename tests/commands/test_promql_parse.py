from __future__ import annotations

import pytest

from pipeline.commands.promql_parse import MAX_DEPTH, MAX_OPERATORS, PromqlError, parse
from pipeline.commands.promql_render import render
from pipeline.commands.promql_tree import Binary, Matcher, Matching, Number, Selector, Subquery, selectors


def test_comments_go_and_hashes_in_strings_stay() -> None:
    assert render(parse('x{a="#1"} # why\n  # more\n > 5')) == 'x{a="#1"} > 5'


def test_raw_strings_keep_their_backslashes() -> None:
    assert parse(r"x{a=~`b\d\.c`}") == Selector("x", (Matcher("a", "=~", r"b\d\.c"),))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("rate(x[$__rate_interval])", "rate(x[5m])"),
        ("rate(x[${__interval}])", "rate(x[1m])"),
        ("increase(x[$__range])", "increase(x[1h])"),
        ("x / $__range_s", "x / 3600"),
    ],
)
def test_interval_variables_get_a_usual_value(text: str, read: str) -> None:
    assert render(parse(text)) == read


def test_variables_in_strings_stay() -> None:
    assert render(parse('label_replace(x, "a", "$1", "b", "(.*)")')).count("$1") == 1


@pytest.mark.parametrize("variable", ["${CPU-COUNT}", "$threshold", "[[limit]]", "{{ $labels.x }}", "%(limit)s"])
def test_other_template_variables_are_named_in_the_error(variable: str) -> None:
    with pytest.raises(PromqlError) as error:
        parse(f"x > {variable}")
    assert str(error.value) == f"{variable} is a template variable; write its value in its place"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the expression is empty"),
        ("  \n", "the expression is empty"),
        ("rate(x)", "expected type matrix"),
        ("sum(x", "unclosed left parenthesis"),
        ("rate_of(x[5m])", "unknown function"),
        ("x > 'a'", "binary expression must contain only scalar and instant vector types"),
        ("1 > 2", "comparisons between scalars must use BOOL modifier"),
        ('x{a="1" or b="2"}', "“or” between label matchers"),
        ("x @ -5", "after 1970"),
        ("The API is slow", "invalid promql"),
        ("x > " + "1" * 30_000, "longer than 20000 characters"),
    ],
)
def test_wrong_expressions_say_why(text: str, why: str) -> None:
    with pytest.raises(PromqlError, match=why):
        parse(text)


@pytest.mark.parametrize("text", ["(" * 9000 + "x" + ")" * 9000, "+".join(["x"] * 9000), "-" * 9000 + "x"])
def test_expressions_too_deep_for_the_parser_are_refused(text: str) -> None:
    with pytest.raises(PromqlError, match=r"nested deeper|operators"):
        parse(text)


def test_expressions_at_the_limits_are_read() -> None:
    text = "(" * MAX_DEPTH + " or ".join(["x"] * (MAX_OPERATORS + 1)) + ")" * MAX_DEPTH
    assert len(selectors(parse(text))) == MAX_OPERATORS + 1


def test_functions_of_older_versions_are_known() -> None:
    assert render(parse("holt_winters(x[5m], 0.1, 0.2) > 1")) == "holt_winters(x[5m], 0.1, 0.2) > 1"


def test_all_parts_of_a_binary_operation_are_kept() -> None:
    tree = parse("x == bool ignoring (a) group_right (b) y")
    matching = Matching(on=False, labels=("a",), side="right", include=("b",))
    assert tree == Binary("==", Selector("x"), Selector("y"), boolean=True, matching=matching)


def test_durations_are_read_to_the_millisecond() -> None:
    tree = parse("(x offset -1m)[1d2h3m4s5ms:30s] offset 1h30m @ start()")
    assert isinstance(tree, Subquery)
    assert (tree.window, tree.step, tree.offset, tree.at) == (93_784_005, 30_000, 5_400_000, "start()")
    assert selectors(tree)[0].offset == -60_000


def test_unary_minus_binds_looser_than_power_and_tighter_than_product() -> None:
    assert render(parse("-x ^ 2")) == "-x ^ 2"
    product = parse("-x * 2")
    assert isinstance(product, Binary)
    assert product.rhs == Number(2.0)
