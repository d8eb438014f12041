"""A block of a runbook → all that is known of it: its commands, their effects, placeholders and faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.commands import console, promql_block, secrets, shell_block, sql, sql_block
from pipeline.models.command import Analysis
from pipeline.models.runbook import Block

_PROMQL_LABELS = frozenset(("promql", "prometheus", "metricsql"))
_UNLABELLED = frozenset(("", "text", "txt", "plaintext", "plain", "code"))
_SQL = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?:SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|TRUNCATE|VACUUM|REINDEX|EXPLAIN|SHOW|GRANT|WITH|"
    r"KILL|select\s.*\sfrom|update\s.*\sset|delete\s+from)\b",
    re.DOTALL,
)

Reader = Callable[[str, str], Analysis | None]


def analyse(block: Block) -> Analysis:
    """Return what is known of a block; one in no language that is read here has language "" and no faults of syntax.

    `parsed` is False only where a fault says why.
    """
    return _analyse(block.language.lower(), block.text)


@lru_cache(maxsize=4096)
def _analyse(label: str, text: str) -> Analysis:
    for read in _readers(label, text):
        analysis = read(text, label)
        if analysis is not None:
            return analysis
    return Analysis(language="", parsed=True, faults=secrets.find(text))


def _readers(label: str, text: str) -> Iterator[Reader]:
    """Yield the ways to read a block, the likeliest first; each answers None for a text that is not its own."""
    if label in _PROMQL_LABELS:
        yield promql_block.read
    elif label in sql.DIALECTS or label == "sql":
        yield sql_block.read
    elif console.is_shell(label) or label in _UNLABELLED:
        if promql_block.looks_like_it(text):
            yield promql_block.read_if_parsed
            return
        if label in _UNLABELLED and _SQL.match(text):
            yield sql_block.read_if_parsed
        if console.is_shell(label) or label == "" or re.search(r"^\s*\$ ", text, re.M):
            yield shell_block.read
