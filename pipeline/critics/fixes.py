"""Applies fixes to a text by whole lines, and changes nothing else by a byte."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.models.finding import Finding, Fix

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def apply_fixes(text: str, findings: Iterable[Finding], *, unsafe: bool = False) -> str:
    """Return the text with the safe fixes applied, the unsafe ones too where wanted.

    A fix that touches a line of another one waits: linting the result brings it back.
    """
    lines = _LINE.findall(text)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    for fix in reversed(applicable(findings, unsafe=unsafe)):
        lines[fix.first - 1 : fix.last] = _written(fix, lines, end)
    return "".join(lines)


def applicable(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Fix]:
    """Return the fixes that one application makes, in order of line, none of them touching another."""
    wanted = [f.fix for f in findings if f.fix and (f.fix.safe or unsafe)]
    chosen: list[Fix] = []
    for fix in sorted(dict.fromkeys(wanted), key=lambda f: (f.first, f.last)):
        if not chosen or fix.first > max(chosen[-1].last, chosen[-1].first):
            chosen.append(fix)
    return chosen


def _written(fix: Fix, lines: list[str], end: str) -> list[str]:
    """Return the lines that take the place of the fixed ones; a last line without an end stays so."""
    if not fix.text:
        return []
    written = [f"{line}{end}" for line in fix.text.removesuffix("\n").split("\n")]
    if fix.last == len(lines) >= fix.first and not lines[-1].endswith("\n"):
        written[-1] = written[-1].removesuffix(end)
    elif fix.first > len(lines) and lines and not lines[-1].endswith("\n"):
        written[0] = end + written[0]
        written[-1] = written[-1].removesuffix(end)
    return written
