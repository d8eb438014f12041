"""Tools that list their sub-commands in their help."""

from __future__ import annotations

import re
import shutil

from pipeline.commands.specs import gnu
from pipeline.commands.specs.asking import SOURCES, Node, ask, joined, strongest


def tools() -> Node:
    """Return the sub-commands of the tools that `sources.toml` names and that are installed, by tool."""
    asked = {tool: _listed(tool, **how) for tool, how in SOURCES["listed"].items() if shutil.which(tool)}
    return {tool: {"s": {name: {} for name in names}} for tool, names in asked.items()}


def _listed(tool: str, ask_for: str, pattern: str, more: str = "") -> list[str]:
    found = re.findall(pattern, re.sub(r"\x1b\[\d*m", "", ask(tool, *ask_for.split())), re.MULTILINE)
    return sorted({name for names in found for name in names.split("|")} | {*more.split()})


def systemctl(node: Node) -> Node:
    """Give systemctl its flags: all of them hold for each of its sub-commands."""
    found = {flag for line in ask("systemctl", "--help").splitlines() for flag in gnu.flags(line)}
    node |= {"g": joined(strongest({*found, *SOURCES["fig-flags"]["systemctl"].split()})), "f": "", "k": "x"}
    for inner in node["s"].values():
        inner["f"] = ""
    return node
