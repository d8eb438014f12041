"""Tools, flags and APIs that were removed or replaced: since when, and by what; the list is `deprecations.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class Deprecation(NamedTuple):
    """One of them; `hint` is a text that occurs wherever the pattern does.

    `same` says that the replacement means the same; `prose` that the pattern is looked for in orders, and not in code.
    """

    hint: str
    pattern: re.Pattern[str]
    since: str
    instead: str
    replacement: str = ""
    same: bool = False
    prose: bool = False


@cache
def deprecations() -> tuple[Deprecation, ...]:
    """Return the list, in the order of the file."""
    text = resources.files("pipeline.critics").joinpath("deprecations.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["deprecated"]
    return tuple(Deprecation(**{**row, "pattern": re.compile(row["pattern"])}) for row in rows)


def is_deprecated(line: str) -> bool:
    """Tell whether a line of code uses something of the list."""
    return any(not entry.prose and entry.hint in line and entry.pattern.search(line) for entry in deprecations())
