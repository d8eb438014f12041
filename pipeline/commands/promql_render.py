"""PromQL syntax tree → text, with the parentheses that precedence asks for."""

from __future__ import annotations

import re

from pipeline.commands.promql_tree import (
    COMPARISONS,
    Aggregate,
    Binary,
    Call,
    Matching,
    Negate,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
)

_LEVELS = {"or": 1, "and": 2, "unless": 2, **dict.fromkeys(COMPARISONS, 3), "+": 4, "-": 4, "^": 6}
_PRODUCT = 5
_POWER = 6
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_UNITS = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms"))
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def render(node: Node) -> str:
    """Return the PromQL of the tree on one line; parsing it gives the same tree, but for parentheses it had to add."""
    match node:
        case Number():
            return number(node.value)
        case Text():
            return quoted(node.value)
        case Selector():
            return _selector(node)
        case Subquery():
            return _subquery(node)
        case Call():
            return f"{node.name}({', '.join(map(render, node.args))})"
        case Aggregate():
            return _aggregate(node)
        case Binary():
            return _binary(node)
        case Negate():
            return _negate(node)
        case Paren():
            return f"({render(node.expr)})"


def duration(milliseconds: int) -> str:
    """Return a duration in Prometheus' form, such as 1h30m; days are its largest unit."""
    sign, rest, text = ("-" if milliseconds < 0 else ""), abs(milliseconds), ""
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        text += f"{count}{unit}" if count else ""
    return sign + (text or "0s")


def number(value: float) -> str:
    """Return a number as PromQL writes it, whole ones without a fraction."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def quoted(text: str) -> str:
    """Return the text as a double-quoted PromQL string."""
    return '"' + "".join(_ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in text) + '"'


def _label(name: str) -> str:
    return name if _NAME.fullmatch(name) else quoted(name)


def _labels(names: tuple[str, ...]) -> str:
    return f"({', '.join(map(_label, names))})"


def _selector(node: Selector) -> str:
    plain = not node.name or _METRIC.fullmatch(node.name)
    parts = [] if plain else [quoted(node.name)]
    parts += [f"{_label(m.label)}{m.op}{quoted(m.value)}" for m in node.matchers]
    braces = "{" + ",".join(parts) + "}" if parts else ""
    window = f"[{duration(node.window)}]" if node.window else ""
    return (node.name if plain else "") + braces + window + _when(node)


def _when(node: Selector | Subquery) -> str:
    at = f" @ {node.at}" if node.at else ""
    return at + (f" offset {duration(node.offset)}" if node.offset else "")


def _subquery(node: Subquery) -> str:
    plain = isinstance(node.expr, Call | Paren) or (isinstance(node.expr, Selector) and not _when(node.expr))
    inner = render(node.expr) if plain else f"({render(node.expr)})"
    return f"{inner}[{duration(node.window)}:{duration(node.step) if node.step else ''}]{_when(node)}"


def _aggregate(node: Aggregate) -> str:
    grouping = ""
    if node.grouping is not None:
        grouping = f" {'without' if node.grouping.without else 'by'} {_labels(node.grouping.labels)} "
    param = f"{render(node.param)}, " if node.param is not None else ""
    return f"{node.op}{grouping}({param}{render(node.expr)})"


def _binary(node: Binary) -> str:
    level = _LEVELS.get(node.op, _PRODUCT)
    left = _operand(node.lhs, level + 1 if node.op == "^" else level)
    right = _operand(node.rhs, level if node.op == "^" else level + 1)
    return f"{left} {node.op}{' bool' if node.boolean else ''}{_matching(node.matching)} {right}"


def _operand(node: Node, level: int) -> str:
    if isinstance(node, Binary):
        tight = _LEVELS.get(node.op, _PRODUCT) >= level
    else:
        tight = level < _POWER or not _is_signed(node)
    return render(node) if tight else f"({render(node)})"


def _is_signed(node: Node) -> bool:
    return isinstance(node, Negate) or (isinstance(node, Number) and number(node.value).startswith("-"))


def _negate(node: Negate) -> str:
    # A minus before a number would become part of it; before a product it would bind to the first factor.
    loose = isinstance(node.expr, Number | Negate) or (isinstance(node.expr, Binary) and node.expr.op != "^")
    return f"-({render(node.expr)})" if loose else f"-{render(node.expr)}"


def _matching(matching: Matching) -> str:
    text = ""
    if matching.labels is not None:
        text += f" {'on' if matching.on else 'ignoring'} {_labels(matching.labels)}"
    if matching.side:
        text += f" group_{matching.side} {_labels(matching.include)}"
    left, right = matching.fill
    if left is not None and left == right:
        return f"{text} fill ({number(left)})"
    text += f" fill_left ({number(left)})" if left is not None else ""
    return text + (f" fill_right ({number(right)})" if right is not None else "")
