"""An alert's syntax tree → the conditions that make it fire: values, their limits, and what picks their series."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pipeline.commands.promql_metrics import metrics_of
from pipeline.commands.promql_ratio import ratio
from pipeline.commands.promql_tree import (
    COMPARISONS,
    NO_MATCHING,
    SETS,
    Aggregate,
    Binary,
    Call,
    Matching,
    Node,
    Selector,
    Subquery,
    bare,
    calls,
    constant,
    is_comparison,
    is_scalar,
    selectors,
    walk,
    without_parens,
)

DYNAMIC = frozenset(
    {"rate", "irate", "increase", "delta", "idelta", "deriv", "changes", "resets"}
    | {"predict_linear", "holt_winters", "double_exponential_smoothing"}
)
_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_KEEP_VALUES = frozenset({"max", "min", "avg"})
_KEEP_SERIES = frozenset({"label_replace", "label_join", "sort", "sort_desc"})
_ABSENT = frozenset({"absent", "absent_over_time"})
# These only ask whether the left side gave any result, so what decides is inside it.
_TRIVIAL = frozenset({(">", 0.0), ("!=", 0.0), (">=", 1.0), ("==", 1.0)})


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison with the value on its left; `matching` is that of a comparison of two vectors."""

    op: str
    limit: Node
    matching: Matching = NO_MATCHING

    @property
    def threshold(self) -> float | None:
        """The limit's number, None where it is not constant."""
        return constant(self.limit)


@dataclass(frozen=True, slots=True)
class Filter:
    """An operand of and or unless that only picks series, with its operator."""

    node: Node
    op: str
    matching: Matching = NO_MATCHING


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that has to hold.

    `value` is the compared expression; `shown` is the same with the filters that pick its series. `filters` are those
    that still hold for a finer `value`, since they name the labels they go by. `missing` says that the alert fires
    while `value` has no series within its bounds; `primary` is false for what is only asked for in addition.
    """

    value: Node
    shown: Node
    bounds: tuple[Bound, ...] = ()
    filters: tuple[Filter, ...] = ()
    missing: bool = False
    primary: bool = True

    @property
    def plain(self) -> bool:
        """Whether nothing is compared."""
        return not self.bounds and not self.missing

    @property
    def is_flag(self) -> bool:
        """Whether the value is asked for being a number, or for not being it."""
        return any(b.op in ("==", "!=") and b.threshold is not None for b in self.bounds)

    @property
    def sought(self) -> Node:
        """The value within its bounds; of a missing series, what should be there."""
        node = self.value
        for bound in self.bounds:
            node = Binary(bound.op, node, bound.limit, matching=bound.matching)
        return node


def conditions(root: Node) -> tuple[Condition, ...]:
    """Return the alert's conditions, alternatives (or) and conjuncts (and), the decisive one first."""
    return tuple(dict.fromkeys(_conditions(root)))


def oriented(node: Binary) -> tuple[Node, Bound]:
    """Return a comparison's value and bound; a scalar on the left changes sides."""
    if is_scalar(node.lhs) and not is_scalar(node.rhs):
        return bare(node.rhs), Bound(_MIRRORED.get(node.op, node.op), bare(node.lhs))
    return bare(node.lhs), Bound(node.op, bare(node.rhs), node.matching)


def _conditions(node: Node) -> tuple[Condition, ...]:
    match node := bare(node):
        case Binary(op="or"):
            sides = [side for side in (node.lhs, node.rhs) if selectors(side)]
            return tuple(c for side in sides for c in _conditions(side))
        case Binary() if node.op in SETS:
            return _conjunction(node)
        case Binary() if node.op in COMPARISONS:
            return _compared(node)
        case Binary(op="*" | "/") if constant(node.rhs) is not None:
            return _inside(node, node.lhs)
        case Binary(op="*") if constant(node.lhs) is not None:
            return _inside(node, node.rhs)
        case Binary(matching=Matching(side="left")):
            return _inside(node, node.lhs, lambda inner: replace(node, lhs=inner))
        case Binary(matching=Matching(side="right")):
            return _inside(node, node.rhs, lambda inner: replace(node, rhs=inner))
        case Aggregate() if node.op in _KEEP_VALUES or _is_absent(node.expr):
            return _inside(node, node.expr, lambda inner: replace(node, expr=inner))
        case Call() if node.name in _KEEP_SERIES:
            return _inside(node, node.args[0], lambda inner: replace(node, args=(inner, *node.args[1:])))
        case Call() if _is_absent(node):
            return _missing(node)
    return (Condition(node, node),)


def _is_absent(node: Node) -> bool:
    node = bare(node)
    return isinstance(node, Call) and node.name in _ABSENT


def _missing(node: Call) -> tuple[Condition, ...]:
    inner = _conditions(node.args[0])[0]
    value = _instant(inner.value) if node.name == "absent_over_time" else inner.value
    return (Condition(value, value, inner.bounds, missing=True),)


def _instant(node: Node) -> Node:
    if isinstance(node, Subquery):
        return bare(node.expr)
    return replace(node, window=0) if isinstance(node, Selector) else node


def _inside(node: Node, inner: Node, rebuild: Callable[[Node], Node] | None = None) -> tuple[Condition, ...]:
    """Return the conditions inside a node that keeps its operand's series, rebuilt around each if it keeps values."""
    found = _conditions(inner)
    if all(c.plain for c in found):
        return (Condition(node, node),)
    if rebuild is None:
        return found
    return tuple(
        c
        if c.missing
        else replace(
            c,
            value=rebuild(c.value),
            shown=rebuild(c.shown),
            bounds=tuple(_moved(bound, node, rebuild) for bound in c.bounds),
            filters=(),
        )
        for c in found
    )


def _moved(bound: Bound, node: Node, rebuild: Callable[[Node], Node]) -> Bound:
    """Return a bound with its limit rebuilt as its value is, so that the two still have the same labels."""
    if is_scalar(bound.limit):
        return bound
    grouped = isinstance(node, Aggregate) and not (node.grouping and node.grouping.without)
    return replace(bound, limit=rebuild(bound.limit), matching=NO_MATCHING if grouped else bound.matching)


def _compared(node: Binary) -> tuple[Condition, ...]:
    value, bound = oriented(node)
    if isinstance(value, Binary) and is_comparison(value) and not _asks_for_something(value):
        return tuple(replace(c, bounds=(*c.bounds, bound)) for c in _conditions(value))
    if (bound.op, bound.threshold) in _TRIVIAL:
        found = _conditions(value)
        if not all(c.plain for c in found):
            return found
    return (Condition(value, value, (bound,)),)


def _asks_for_something(node: Binary) -> bool:
    _, bound = oriented(node)
    return (bound.op, bound.threshold) in ((">", 0.0), ("!=", 0.0))


def _conjunction(node: Binary) -> tuple[Condition, ...]:
    head, others = _chain(node)
    inner = _conditions(head)
    groups = [(f, _conditions(f.node)) for f in others]
    asked = [(f, cs) for f, cs in groups if f.op == "and" and not (_pick(cs) and not _repeats(cs, inner))]
    filters = [f for f, _ in groups if f not in [f for f, _ in asked]]
    if asked and _guards(head, inner):
        base = filtered(head, filters)
        found = [_with(cs, [Filter(base, "and", f.matching)]) for f, cs in asked]
    else:
        found = [_with(inner, filters), *(_with(cs, _same_series(filters, f)) for f, cs in asked)]
    first, *rest = found
    return *first, *(replace(c, primary=False) for group in rest for c in group)


def _chain(node: Node) -> tuple[Node, list[Filter]]:
    node = bare(node)
    if isinstance(node, Binary) and node.op in ("and", "unless"):
        head, others = _chain(node.lhs)
        return head, [*others, Filter(node.rhs, node.op, node.matching)]
    return node, []


def _with(conditions: tuple[Condition, ...], filters: list[Filter]) -> tuple[Condition, ...]:
    lasting = tuple(f for f in filters if f.matching.on)
    return tuple(
        c
        if c.missing
        else replace(c, shown=filtered(c.shown, _of_others(filters, c.value)), filters=(*c.filters, *lasting))
        for c in conditions
    )


def _of_others(filters: list[Filter], value: Node) -> list[Filter]:
    """Return the filters that do not only compare the value itself once more: they would hide its good values."""
    return [f for f in filters if not is_comparison(bare(f.node)) or _compares(f.node) != without_parens(value)]


def _compares(node: Node) -> Node | None:
    node = bare(node)
    return without_parens(oriented(node)[0]) if isinstance(node, Binary) else None


def filtered(node: Node, filters: Iterable[Filter]) -> Node:
    """Return the node with the filters put to it, in their order."""
    for term in filters:
        node = Binary(term.op, node, term.node, matching=term.matching)
    return node


def _same_series(filters: list[Filter], term: Filter) -> list[Filter]:
    """Return the filters that serve a later conjunct too: those that pair series by all labels, as it does itself."""
    return [f for f in filters if f.matching == NO_MATCHING] if term.matching == NO_MATCHING else []


def _guards(node: Node, inner: tuple[Condition, ...]) -> bool:
    """Return whether a chain's first operand only picks series for the comparisons after it."""
    if not isinstance(node, Binary) or not is_comparison(node):
        return all(c.plain for c in inner) and not any(map(is_comparison, walk(node)))
    value, bound = oriented(node)
    simple = not calls(value) & DYNAMIC and not any(isinstance(n, Binary) for n in walk(value))
    return simple and bound.op in (">", ">=", "!=") and bound.threshold in (0, 1)


def _pick(conditions: tuple[Condition, ...]) -> bool:
    """Return whether a later operand only picks series: a flag, a guard against nothing, a set of labels."""
    return all(_bound_picks(c.value, bound) for c in conditions for bound in c.bounds)


def _bound_picks(value: Node, bound: Bound) -> bool:
    if bound.threshold is None:
        return bound.op in ("==", "!=")
    if calls(value) & DYNAMIC:
        return bound.op in (">", "!=") and bound.threshold == 0
    return bound.threshold in (0, 1) or bound.op in ("==", "!=")


def _repeats(later: tuple[Condition, ...], head: tuple[Condition, ...]) -> bool:
    """Return whether a later operand asks about the head's own events again, such as whether they still happen."""
    if len(later) != 1 or not calls(later[0].value) & DYNAMIC:
        return False
    parts = ratio(head[0].value)
    if parts and without_parens(parts.denominator) == without_parens(later[0].value):
        return False
    return metrics_of(later[0].value) == metrics_of(head[0].value)
