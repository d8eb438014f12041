"""kubectl, helm and docker: cobra's own completion lists the sub-commands, and --help the flags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands.specs.asking import SOURCES, Node, ask, below, joined

# Flags that cobra lets stand alone although their help shows a value.
_OPTIONAL = frozenset(("dry-run", "validate", "cascade"))


def cobra(binary: str, tool: str) -> Node:
    """Return the specification of a tool, with what `sources.toml` adds to it."""
    node = _node(binary, ())
    options = ask(binary, "options") if tool == "kubectl" else ask(binary, "--help")
    shared = {*flags(options), "h", "help"}
    _drop(node, shared)
    node["g"] = joined(shared)
    if tool == "kubectl":
        for path, names in SOURCES["kubectl-aliases"].items():
            below(node, path)["a"] = names
    for path, more in SOURCES["flags"][tool].items():
        place, key = below(node, path), "f" if path else "g"
        place[key] = joined(place.get(key, "").split(), more.split())
    return node


def _node(binary: str, path: tuple[str, ...]) -> Node:
    text = ask(binary, *path, "--help")
    node: Node = {"f": joined(flags(text))}
    aliases = re.search(r"^Aliases:\n\s+(.*)", text, re.M)
    if path and aliases and (others := " ".join(_aliases(aliases[1].split(", "), path))):
        node["a"] = others
    if re.search(r"^(\w.* )?(Commands|Subcommands)\b.*:", text, re.M):
        node["s"] = {name: _node(binary, (*path, name)) for name in _names(binary, path)}
    return node


def _aliases(written: list[str], path: tuple[str, ...]) -> Iterator[str]:
    """Yield other names of a node; docker writes them with all that stands before, and names other places too."""
    for words in (name.split() for name in written):
        if words[-1] != path[-1] and (len(words) == 1 or tuple(words[1:-1]) == path[:-1]):
            yield words[-1]


def _names(binary: str, path: tuple[str, ...]) -> list[str]:
    lines = (line.partition("\t") for line in ask(binary, "__complete", *path, "").splitlines())
    return [name for name, tab, _ in lines if tab and re.fullmatch(r"[a-z][\w-]*", name)]


def flags(text: str) -> Iterator[str]:
    """Yield flags from both of cobra's help styles: kubectl's `-A, --all=false:` and pflag's `-n, --name string`."""
    for short, name, default in re.findall(r"^ +(?:-(\w), )?--([\w-]+)=(.*):$", text, re.M):
        mark = "" if default in ("false", "true") or name in _OPTIONAL else "="
        yield from (flag + mark for flag in (short, name) if flag)
    pflag = r"^ +(?:-(\w), )?--([\w-]+)(?: ([\w-]+(?:\[=[^\]]*\])?))?(?:  .*)?$"
    for short, name, kind in re.findall(pflag, text, re.M):
        mark = "=" if kind and "[" not in kind else ""
        yield from (flag + mark for flag in (short, name) if flag)


def _drop(node: Node, shared: set[str]) -> None:
    node["f"] = " ".join(flag for flag in node.get("f", "").split() if flag not in shared)
    for child in node.get("s", {}).values():
        _drop(child, shared)
