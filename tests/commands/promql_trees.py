"""Generated PromQL trees that a type checker accepts."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.commands.promql_tree import (
    NO_MATCHING,
    Aggregate,
    Binary,
    Call,
    Grouping,
    Matcher,
    Matching,
    Negate,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
)

LABELS = ("job", "code", "instance", "le", "strange label")
_MINUTE = 60_000
values = st.text(max_size=6) | st.sampled_from(["5..", 'a"b', "a\\.b", "`", "#", "$1", "é\n"])
metrics = st.sampled_from(["up", "errors_total", "requests_total", "job:errors:rate5m", "x_bucket", "sum"])
groups = st.lists(st.sampled_from(LABELS), max_size=3, unique=True).map(tuple)
windows = st.integers(1, 100_000).map(lambda seconds: seconds * 1000 + seconds % 7)
offsets = st.sampled_from([0, 0, 5 * _MINUTE, -_MINUTE, 1500])
moments = st.sampled_from(["", "", "start()", "end()", "1234.500"])
matchers = st.builds(Matcher, st.sampled_from(LABELS), st.sampled_from(["=", "!="]), values) | st.builds(
    Matcher, st.sampled_from(LABELS), st.sampled_from(["=~", "!~"]), st.sampled_from(["5..", "a|b", "job", ".+"])
)
selectors = st.builds(Selector, metrics, st.lists(matchers, max_size=3).map(tuple), st.just(0), offsets, moments)
ranges = st.builds(Selector, metrics, st.lists(matchers, max_size=2).map(tuple), windows, offsets, moments)
numbers = st.builds(Number, st.floats(allow_nan=False) | st.integers(-100, 100).map(float))


def _extended(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    series = ranges | st.builds(Subquery, inner, windows, st.sampled_from([0, _MINUTE]), offsets, moments)
    rates = st.builds(Call, st.sampled_from(["rate", "increase", "max_over_time", "changes"]), st.tuples(series))
    maths = st.builds(Call, st.sampled_from(["abs", "absent", "ceil", "sort_desc"]), st.tuples(inner))
    return st.one_of(
        rates,
        maths,
        st.tuples(st.just(Number(0.9)), inner).map(lambda args: Call("histogram_quantile", args)),
        st.tuples(series, numbers).map(lambda args: Call("predict_linear", args)),
        inner.map(lambda node: Call("label_replace", (node, Text("a"), Text("$1"), Text("b"), Text("(.*)")))),
        st.builds(Aggregate, st.sampled_from(["sum", "max", "count", "avg"]), inner, st.none() | _groupings),
        st.builds(Aggregate, st.sampled_from(["topk", "quantile"]), inner, st.none() | _groupings, numbers),
        st.builds(Negate, inner),
        st.builds(Paren, inner),
        _binaries(inner),
    )


_groupings = st.builds(Grouping, groups, st.booleans())
_clocks = st.sampled_from([Call("time", (), True), Number(3600.0)])


def _binaries(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    arithmetic = st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"])
    comparison = st.sampled_from(["==", "!=", ">", "<", ">=", "<="])
    matching = st.builds(Matching, st.booleans(), groups)
    sided = st.builds(
        Matching, st.just(True), st.just(("job",)), st.sampled_from(["left", "right"]), st.just(("code",))
    )
    plain = st.just(NO_MATCHING)
    return st.one_of(
        st.builds(Binary, arithmetic, inner, inner, st.just(False), plain | matching | sided),
        st.builds(Binary, arithmetic, inner, numbers),
        st.builds(Binary, arithmetic, _clocks, inner),
        st.builds(Binary, comparison, inner, inner, st.booleans(), plain | matching | sided),
        st.builds(Binary, comparison, inner, numbers, st.booleans()),
        st.builds(Binary, comparison, numbers, inner),
        st.builds(Binary, st.sampled_from(["and", "or", "unless"]), inner, inner, st.just(False), plain | matching),
    )


vectors: st.SearchStrategy[Node] = st.recursive(selectors, _extended, max_leaves=6)
