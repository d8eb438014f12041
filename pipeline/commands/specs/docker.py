"""docker: its own help gives the flags of the sub-commands; a plugin's stay as they are."""

from __future__ import annotations

from pipeline.commands.specs.asking import SOURCES, Node, below, joined
from pipeline.commands.specs.cobra import cobra

_OPEN = ("build", "buildx", "compose", "builder build", "image build")
"""What plugins answer, whose flags docker itself does not know."""


def refine(node: Node) -> Node:
    """Give the sub-commands of docker their flags."""
    found = cobra("docker", "docker")
    for path in _OPEN:
        *above, name = path.split()
        below(found, " ".join(above)).get("s", {}).pop(name, None)
    _overlay(node, found)
    node["g"] = joined(node["g"].split(), found["g"].split())
    for name, flags in SOURCES["compose"].items():
        below(node, f"compose {name}")["f"] = " ".join(flags.split())
    return node


def _overlay(node: Node, found: Node) -> None:
    for key in ("f", "a"):
        if found.get(key) is not None:
            node[key] = found[key]
    for name, inner in found.get("s", {}).items():
        place = below(node, name)
        if inner.get("f"):
            place.pop("g", None)
        _overlay(place, inner)
