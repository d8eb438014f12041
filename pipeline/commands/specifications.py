"""The specifications of command lines: JSON files beside `specs/generate.py`, read when a tool is first met."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

Node = dict[str, Any]

ALIASES = {
    "k": "kubectl",
    "docker-compose": "docker",
    "tofu": "terraform",
    "terragrunt": "terraform",
    "gawk": "awk",
    "valkey-cli": "redis-cli",
    "nerdctl": "docker",
}
"""Other names of tools that are specified under one."""


def is_specified(tool: str) -> bool:
    """Whether the tool has a specification."""
    return specification(ALIASES.get(tool, tool)) is not None


@cache
def specification(tool: str) -> Node | None:
    """Return the root of a tool's specification (see `specs/generate.py` for its keys), None for an unknown tool."""
    if not re.fullmatch(r"[\w.-]{1,64}", tool):
        return None
    if (packed := _packs().get(tool)) is not None:
        return packed
    file = resources.files("pipeline.commands.specs") / f"{tool}.json"
    if not file.is_file():
        return None
    node: Node = json.loads(file.read_text(encoding="utf-8"))
    for other, names in node.pop("b", {}).items():
        theirs = (specification(other) or {}).get("s", {})
        node["s"] = {**{name: theirs[name] for name in names.split() if name in theirs}, **node["s"]}
    return node


@cache
def flags(written: str) -> dict[str, str]:
    """Return each flag of a list with what it takes: "=" a value, "?" perhaps one, "" none."""
    bare = ((flag[:-1] if len(flag) > 1 and flag[-1] in "=?" else flag, flag) for flag in written.split())
    return {name: flag[len(name) :] for name, flag in bare}


@cache
def _packs() -> dict[str, Node]:
    found: dict[str, Node] = {}
    for file in sorted((resources.files("pipeline.commands.specs") / "packs").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            for tool, node in json.loads(file.read_text(encoding="utf-8")).items():
                known = found.setdefault(tool, {})
                known.update({key: value for key, value in node.items() if key not in known})
    return found
