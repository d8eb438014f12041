"""Tools that describe themselves in the way of GNU, and two that nearly do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands.specs.asking import SOURCES, Node, ask, below, joined, strongest


def gnu(tool: str) -> Node:
    """Return the specification of an installed tool that answers to `--help`."""
    text = ask(tool, "--help", *(["all"] if tool == "curl" else []))
    found = {flag for line in text.splitlines() for flag in flags(line)}
    found |= {*SOURCES["flags"]["gnu"].get(tool, "").split(), "help", "version"}
    node: Node = {"f": joined(strongest(found)), "k": "xp" if tool in SOURCES["runners"].split() else "x"}
    if tool == "redis-cli":
        node |= {"k": "pi", "s": {name: {} for name in SOURCES["redis"].split()}}
    return node


def flags(line: str) -> Iterator[str]:
    """Yield the flags that a line of help starts with; `-c, --command=TEXT  run TEXT` gives `c=` and `command=`."""
    column = re.split(r"  |\t", re.sub(r",\s+", ", ", line.strip()), maxsplit=1)[0]
    found = list(re.finditer(r"(?:(?<=^)|(?<=[\s,|]))--?([\w?#@][\w.-]*)(\[?=?[^\s,]*)", column))
    if not column.startswith("-") or not found:
        return
    rest = column[found[-1].end() :].strip(" ,")
    if any(match[2].startswith("[") for match in found) or rest.startswith("["):
        mark = "?"
    else:
        mark = "=" if any(match[2].startswith("=") for match in found) or re.match(r"[<=]|[A-Z#]", rest) else ""
    yield from (match[1] + mark for match in found)


def openssl() -> Node:
    """Return the commands of openssl with their flags."""
    children = {}
    for name in ask("openssl", "list", "-commands").split():
        lines = [line.strip() for line in ask("openssl", name, "-help").splitlines() if line.startswith(" -")]
        flags = (re.sub(r"^-(\S+) (?=\S).*", r"\1=", line).split()[0].lstrip("-") for line in lines)
        children[name] = {"f": joined(flags, ["help"])}
    for name in (ask("openssl", "list", "-digest-commands") + ask("openssl", "list", "-cipher-commands")).split():
        children.setdefault(name, {})
    return {"k": "d", "s": children}


def etcdctl() -> Node:
    """Return the commands of etcdctl with their flags."""
    text = ask("etcdctl", "--help")
    shared = set(_etcd_flags(text.partition("OPTIONS:")[2]))
    node: Node = {"g": joined(shared), "s": {}}
    listed = text.partition("COMMANDS:")[2].partition("OPTIONS:")[0]
    more = SOURCES["flags"]["etcdctl"]
    for path in [*re.findall(r"^\t([a-z][\w-]*(?: [a-z][\w-]*)?)\t", listed, re.M), *more]:
        flags = {*_etcd_flags(ask("etcdctl", *path.split(), "--help")), *more.get(path, "").split()}
        place = below(node, path)
        place["f"] = joined(flags - shared, place.get("f", "").split())
    below(node, "compaction")["a"] = "compact"
    return node


def _etcd_flags(text: str) -> Iterator[str]:
    for short, name, bare, value in re.findall(r"^\s+(?:-(\w), )?--([\w-]+)(\[=\w+\])?(=\S*)?", text, re.M):
        mark = "=" if value and not bare else ""
        yield from (flag + mark for flag in (short, name) if flag)
