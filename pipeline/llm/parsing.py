"""Text of a reply → JSON, strictly: one object, no key twice, no numbers that JSON does not have."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


def json_object(text: str) -> dict[str, Any]:
    """Return the JSON object that the text is, or that stands in it among prose.

    Raises ValueError that says what is wrong, in words that a model can act on.
    """
    fenced = _FENCED.search(text)
    inside = text[text.find("{") : text.rfind("}") + 1]
    problem = "the answer holds no JSON object"
    for candidate in dict.fromkeys(filter(None, (text.strip(), fenced[1].strip() if fenced else "", inside))):
        if not candidate.startswith("{"):
            continue
        try:
            found = json.loads(candidate, object_pairs_hook=_unique, parse_constant=_no_constant)
        except RecursionError:
            problem = "the JSON is nested too deeply"
        except ValueError as error:
            problem = f"the JSON does not parse: {error}"
        else:
            return dict(found)
    raise ValueError(problem)


def is_json_object(text: str) -> bool:
    """Tell whether the whole text is one JSON object, perhaps a broken one, rather than prose."""
    return text.lstrip().startswith("{")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands in it twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
