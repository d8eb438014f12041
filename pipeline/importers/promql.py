"""Whether an alert's expression is PromQL that can be read at all."""

from __future__ import annotations

import re

import promql_parser

# The parser works by recursion and ends the whole process on expressions of some thousand operators or brackets.
# The longest of 1,350 public alerts has 1,066 characters.
LENGTH_LIMIT = 20_000
OPERATOR_LIMIT = 500

_OPERATOR = re.compile(r"[-+*/%^(<>=!\[]|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`", re.DOTALL)
_VARIABLE = re.compile(r"\$__(?:rate_interval|interval|range)\b")


def problem_of(expr: str) -> str:
    """Return why an expression cannot be parsed, or "". Grafana's interval variables count as five minutes."""
    if not is_safe(expr):
        return f"more than {OPERATOR_LIMIT} operators and brackets, or {LENGTH_LIMIT:,} characters"
    try:
        promql_parser.parse(_VARIABLE.sub("5m", expr))
    except ValueError as error:
        return " ".join(str(error).split())[:200]
    return ""


def is_safe(expr: str) -> bool:
    """Whether an expression is small enough for the parser."""
    if len(expr) > LENGTH_LIMIT:
        return False
    return sum(1 for _ in _OPERATOR.finditer(_STRING.sub("", expr))) <= OPERATOR_LIMIT
