"""Word lists of the file vocabulary.txt, by name."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list; KeyError for a list that does not exist."""
    return frozenset(_lists()[name].split())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern, in any case, that fits whatever a pattern of the list fits."""
    return re.compile("|".join(sorted(words(name))), re.IGNORECASE)


@cache
def _lists() -> dict[str, str]:
    text = (resources.files("pipeline.commands") / "vocabulary.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w-]+): ((?:.*)(?:\n  .*)*)", text, re.M))
