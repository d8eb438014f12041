"""Sub-commands from Fig's completions: names only, since their flags are too noisy."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.commands.specs.asking import SOURCES, Node, ask, below

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


def fig(folder: Path, tool: str) -> Node:
    """Return the sub-commands of a tool; `folder` is the installed package."""
    depth = 1 if tool == "gcloud" else 3
    module = (folder / "build" / f"{tool}.js").resolve().as_uri()
    node: Node = json.loads(ask("node", "-e", _FIG, module, str(depth)))
    node["g"] = " ".join(SOURCES["fig-flags"][tool].split())
    for path, names in SOURCES["fig"][tool].items():
        for name in names.split():
            below(node, f"{path} {name}")
    if tool == "docker":
        for name, values in SOURCES["docker-values"].items():
            for group in ("", "container", "compose"):
                place = below(node, group)["s"].get(name, {})
                place.update(g=" ".join(values.split()), k="p" if name in ("exec", "run") else "")
    return node
