"""How long a condition must hold, as rules (1h30m) and people (5 minutes) write it."""

from __future__ import annotations

import re

_UNITS = (
    ("ms|milliseconds?", "millisecond", 1),
    ("s|secs?|seconds?", "second", 1000),
    ("m|mins?|minutes?", "minute", 60_000),
    ("h|hrs?|hours?", "hour", 3_600_000),
    ("d|days?", "day", 86_400_000),
    ("w|weeks?", "week", 604_800_000),
    ("y|years?", "year", 31_536_000_000),
)
_PART = re.compile(rf"(\d+)\s*-?({'|'.join(names for names, _, _ in _UNITS)})(?![a-z])", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:,|and|\s)*", re.IGNORECASE)
_WHOLE = re.compile(rf"{_PART.pattern}(?:{_BETWEEN.pattern}{_PART.pattern})*", re.IGNORECASE)


def milliseconds(window: str) -> int:
    """Return the first duration that the text holds, 0 where it holds none."""
    first = _WHOLE.search(window)
    return sum(int(count) * _unit(name)[1] for count, name in _PART.findall(first[0])) if first else 0


def spoken_window(window: str) -> str:
    """Return a duration in words ("1h30m" → "1 hour 30 minutes"), other text as it is, "" for no time at all."""
    text = window.strip()
    if _BETWEEN.fullmatch(_PART.sub("", text)) is None:
        return text
    parts = [(int(count), _unit(name)[0]) for count, name in _PART.findall(text)]
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def _unit(name: str) -> tuple[str, int]:
    return next((word, size) for names, word, size in _UNITS if re.fullmatch(names, name, re.IGNORECASE))
