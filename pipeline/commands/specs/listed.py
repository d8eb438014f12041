"""Tools that list their sub-commands in their help."""

from __future__ import annotations

import re
import shutil

from pipeline.commands.specs import gnu
from pipeline.commands.specs.asking import SOURCES, Node, ask, below, joined, strongest


def tools() -> Node:
    """Return the sub-commands of the tools that `sources.toml` names and that are installed, by tool."""
    return {tool: _listed(tool, **how) for tool, how in SOURCES["listed"].items() if shutil.which(tool)}


def _listed(tool: str, ask_for: str, pattern: str, more: str = "", arguments: str = "") -> Node:
    """Return a tool's tree; a path in `more` has dots, and the nodes of `arguments` take others than sub-commands."""
    found = re.findall(pattern, re.sub(r"\x1b\[\d*m", "", ask(tool, *ask_for.split())), re.MULTILINE)
    node: Node = {}
    for path in sorted({name for names in found for name in names.split("|")}):
        below(node, path)
    for path in more.split():
        below(node, path.replace(".", " "))
    for path in arguments.split():
        below(node, path)["k"] = "n"
    return node


def systemctl(node: Node) -> Node:
    """Give systemctl its flags: all of them hold for each of its sub-commands."""
    found = {flag for line in ask("systemctl", "--help").splitlines() for flag in gnu.flags(line)}
    node |= {"g": joined(strongest({*found, *SOURCES["fig-flags"]["systemctl"].split()})), "f": "", "k": "x"}
    for inner in node["s"].values():
        inner["f"] = ""
    return node
