"""Blocks of PromQL → whether each of their expressions parses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands import placeholders, promql
from pipeline.commands.body import Body
from pipeline.models.command import Analysis, FaultKind

_COMMENTS = re.compile(r"^[ \t]*(?:#|//)[^\n]*$", re.M)
_LOOKS = re.compile(
    r"(?:[(\s]*|-?\d[\d.]*\s*[-*/+]\s*)(?:(?:sum|avg|max|min|count|topk|bottomk|stddev|quantile|group|rate|irate|increase|delta|"
    r"histogram_quantile|label_replace|absent|predict_linear|changes|resets|vector|scalar|sort_desc|clamp_\w+|"
    r"\w+_over_time)\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(|[a-z_:][\w:]*\{[^}]*\}|"
    r"[a-z][a-z0-9]*(?:[_:][a-z0-9]+){2,}\s*(?:$|[-+*/<>=\[]))"
)


def looks_like_it(text: str) -> bool:
    """Whether a block in no language of its own, or in a shell's, starts like PromQL."""
    return bool(_LOOKS.match(_COMMENTS.sub("", text).lstrip()))


def read(text: str, label: str) -> Analysis:
    """Read a block of one expression or of several; where placeholders stand outside strings, a fault is no fault."""
    marks = placeholders.find(text, "promql")
    body = Body(text, marks)
    for start, expression in _wrong(text):
        if not marks:
            error = _error(expression)
            body.fault(FaultKind.SYNTAX, start, start, f"the PromQL does not parse: {error}")
    return body.analysis("promql")


def read_if_parsed(text: str, label: str) -> Analysis | None:
    """Read a block that looks like PromQL, None where it does not parse as such."""
    found = read(text, label)
    return found if found.parsed else None


def _error(expression: str) -> str | None:
    return promql.check(re.sub(r"\$\{?__?\w+(:\w+)?\}?", "5m", expression))


def _wrong(text: str) -> Iterator[tuple[int, str]]:
    """Yield what does not parse: the paragraphs of a text that are neither one expression nor one a line."""
    if _error(text) is None:
        return
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        bare = _COMMENTS.sub("", match[0]).strip()
        lines = [line for line in bare.split("\n") if line.strip()]
        if bare and _error(bare) is not None and any(_error(line) is not None for line in lines):
            yield match.start(), bare
