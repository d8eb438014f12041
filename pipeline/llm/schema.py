"""Pydantic model → the JSON schema that a server is given, checked to be bounded, and the tokens that fill it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from pipeline.llm.tokens import count

# Structure of the schema that takes no tokens of an answer, or that strict servers reject.
_DROPPED = ("title", "default", "description")


@cache
def schema_text(shape: type[BaseModel]) -> str:
    """Return the schema as compact JSON, all references put in their places, every object closed and fully required.

    Raises ValueError for a string or list without a bound: a weak model fills it until it runs out of tokens.
    """
    full = shape.model_json_schema()
    plain = _plain(full, full.get("$defs", {}))
    return json.dumps(plain, separators=(",", ":"))


@cache
def most_tokens(shape: type[BaseModel]) -> int:
    """Return how many tokens the longest answer takes."""
    return count("x" * _longest(json.loads(schema_text(shape))))


def _plain(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _plain(known[node["$ref"].rsplit("/", 1)[1]], known)
    kept = {key: value for key, value in node.items() if key not in (*_DROPPED, "$defs", "properties")}
    if node.get("type") == "object":
        kept["properties"] = {name: _plain(inner, known) for name, inner in node["properties"].items()}
        kept |= {"required": list(node["properties"]), "additionalProperties": False}
    if node.get("type") == "array":
        if "maxItems" not in node:
            raise ValueError(f"a list without a bound: {node}")
        kept["items"] = _plain(node["items"], known)
    if node.get("type") == "string" and "maxLength" not in node and "enum" not in node:
        raise ValueError(f"a string without a bound: {node}")
    if "const" in kept:
        kept["enum"] = [kept.pop("const")]
    return kept


def _longest(node: dict[str, Any]) -> int:
    """Return the length of the longest answer in characters."""
    if "enum" in node:
        return max(len(str(value)) for value in node["enum"]) + 2
    if node["type"] == "object":
        return 2 + sum(len(name) + 5 + _longest(inner) for name, inner in node["properties"].items())
    if node["type"] == "array":
        return 2 + int(node["maxItems"]) * (2 + _longest(node["items"]))
    if node["type"] == "string":
        return int(node["maxLength"]) + 2
    return 8
