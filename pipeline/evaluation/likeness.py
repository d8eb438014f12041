"""How much of two texts is the same, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher


def likeness(one: str, other: str) -> float:
    """Return 1 for equal texts, 0 for texts without a common line, else the share of lines in common."""
    if one == other:
        return 1.0
    return SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False).ratio()
