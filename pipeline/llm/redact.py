"""Takes secrets out of texts before they are sent, kept or shown."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.commands.secrets import scan

MARK = "[REDACTED]"

_KEY_BLOCK = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|\Z)", re.DOTALL
)
_TOKENS = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}"
    r"|\bxox[abprs]-[\w-]{10,}|https://hooks\.slack\.com/services/[\w/]{20,}|\bsk[-_][\w-]{20,}|\bAIza[\w-]{35}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\b(?<=://)[^\s/:@<>$]+:[^\s/@<>$]+(?=@)|(?<=\bBearer )[\w.~+/=-]{16,}"
)
_NAMED = re.compile(
    r"(?i)(?<![\w$<{])(?:[\w.-]*(?:token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key))[\"'*`]{0,2}\s*[=:]"
    r"\s*[\"'`]{0,2}(?P<value>(?=[^\s\"'`,;]*\d)(?=[^\s\"'`,;]*[a-z])[^\s\"'`,;<>{}$\[\]|&()]{8,})"
)
# Each pass takes out at least one secret a line; more than this many on one line are no text any more.
_PASSES = 20


@lru_cache(maxsize=4096)
def redact(text: str) -> str:
    """Return the text with every secret replaced by "[REDACTED]"."""
    text = _TOKENS.sub(MARK, _KEY_BLOCK.sub(MARK, text))
    text = _NAMED.sub(lambda match: match[0].removesuffix(match["value"]) + MARK, text)
    for _ in range(_PASSES):
        found = [fault for fault in scan(text) if fault.end_column > fault.column]
        lines = text.split("\n")
        cut = sorted({(f.line, f.column, f.end_column) for f in found}, reverse=True)
        for line, start, end in _apart(cut):
            written = lines[line - 1]
            lines[line - 1] = f"{written[: start - 1]}{MARK}{written[end - 1 :]}"
        after = "\n".join(lines)
        if after == text:
            return text
        text = after
    return text


def _apart(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the spans, last first, without those that reach into a later one."""
    kept: list[tuple[int, int, int]] = []
    for line, start, end in spans:
        if not kept or kept[-1][0] != line or end <= kept[-1][1]:
            kept.append((line, start, end))
    return kept
