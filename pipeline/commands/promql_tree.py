"""The syntax tree of PromQL: frozen nodes, how to walk them, and how to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
SETS = frozenset({"and", "or", "unless"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A string, without quotes and escapes."""

    value: str


@dataclass(frozen=True, slots=True)
class Matcher:
    """One label matcher; `op` is =, !=, =~ or !~."""

    label: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector, of a range where `window` is set. `at` is "start()", "end()" or seconds; times are in ms."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    window: int = 0
    offset: int = 0
    at: str = ""

    @property
    def metric(self) -> str:
        """The metric's name, wherever it is written; "" where a pattern selects it."""
        return self.name or next((m.value for m in self.matchers if m.label == "__name__" and m.op == "="), "")


@dataclass(frozen=True, slots=True)
class Subquery:
    """A subquery; `step` is 0 where the default one serves. Times are in ms."""

    expr: Node
    window: int
    step: int = 0
    offset: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `scalar` says that it returns a scalar."""

    name: str
    args: tuple[Node, ...]
    scalar: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """The by or without clause of an aggregation."""

    labels: tuple[str, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation; `param` is the first argument of topk, quantile, count_values and the like."""

    op: str
    expr: Node
    grouping: Grouping | None = None
    param: Node | None = None


@dataclass(frozen=True, slots=True)
class Matching:
    """How a binary operator pairs series; `side` is "left" or "right" of a group modifier, `include` its labels."""

    on: bool = False
    labels: tuple[str, ...] | None = None
    side: str = ""
    include: tuple[str, ...] = ()
    fill: tuple[float | None, float | None] = (None, None)


NO_MATCHING = Matching()


@dataclass(frozen=True, slots=True)
class Binary:
    """A binary operation; `boolean` is the bool modifier."""

    op: str
    lhs: Node
    rhs: Node
    boolean: bool = False
    matching: Matching = NO_MATCHING


@dataclass(frozen=True, slots=True)
class Negate:
    """A unary minus."""

    expr: Node


@dataclass(frozen=True, slots=True)
class Paren:
    """Parentheses that the author wrote."""

    expr: Node


Node = Number | Text | Selector | Subquery | Call | Aggregate | Binary | Negate | Paren


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below, in the order written."""
    match node:
        case Paren() | Negate() | Subquery():
            return (node.expr,)
        case Aggregate():
            return (node.expr,) if node.param is None else (node.param, node.expr)
        case Binary():
            return node.lhs, node.rhs
        case Call():
            return node.args
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, in the order written."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def map_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with each node right below it changed."""
    match node:
        case Paren() | Negate() | Subquery():
            return replace(node, expr=change(node.expr))
        case Aggregate():
            return replace(node, expr=change(node.expr), param=None if node.param is None else change(node.param))
        case Binary():
            return replace(node, lhs=change(node.lhs), rhs=change(node.rhs))
        case Call():
            return replace(node, args=tuple(change(arg) for arg in node.args))
    return node


def bare(node: Node) -> Node:
    """Return the node without parentheses around it."""
    while isinstance(node, Paren):
        node = node.expr
    return node


def without_parens(node: Node) -> Node:
    """Return the tree without any written parentheses; two trees that mean the same thing then are equal."""
    return map_children(bare(node), without_parens)


def selectors(node: Node) -> tuple[Selector, ...]:
    """Return all selectors, in the order written."""
    return tuple(n for n in walk(node) if isinstance(n, Selector))


def instant(node: Selector) -> Selector:
    """Return the selector without range and offset: the same series now."""
    return Selector(node.name, node.matchers, at=node.at)


def calls(node: Node) -> frozenset[str]:
    """Return the names of all functions that are called."""
    return frozenset(n.name for n in walk(node) if isinstance(n, Call))


def is_comparison(node: Node) -> bool:
    """Return whether the node is a comparison that filters series (one without bool)."""
    return isinstance(node, Binary) and node.op in COMPARISONS and not node.boolean


def is_scalar(node: Node) -> bool:
    """Return whether the node's value is a scalar rather than a vector."""
    match node:
        case Number():
            return True
        case Call():
            return node.scalar
        case Paren() | Negate():
            return is_scalar(node.expr)
        case Binary():
            return is_scalar(node.lhs) and is_scalar(node.rhs)
    return False


def constant(node: Node) -> float | None:
    """Return the number that a constant expression comes to, None for any other expression."""
    match node:
        case Number():
            return node.value
        case Paren():
            return constant(node.expr)
        case Negate():
            value = constant(node.expr)
            return None if value is None else -value
        case Binary():
            return _arithmetic(node.op, constant(node.lhs), constant(node.rhs))
    return None


def _arithmetic(op: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    try:
        match op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case "^":
                return float(left**right)
    except (ArithmeticError, TypeError):
        return None
    return None
