"""Asking tools about themselves, and the pieces that every generator of specifications needs."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Node = dict[str, Any]
SOURCES: dict[str, Any] = tomllib.loads((Path(__file__).with_name("sources.toml")).read_text(encoding="utf-8"))


def ask(*command: str) -> str:
    """Return what a command prints on both streams."""
    environment = {**os.environ, "COLUMNS": "400", "LC_ALL": "C", "ETCDCTL_API": "3", "HOME": "/nonexistent"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    return done.stdout + done.stderr


def joined(*flags: Iterable[str]) -> str:
    """Return the flags as one text, each once."""
    return " ".join(sorted({flag for some in flags for flag in some}))


def below(node: Node, path: str) -> Node:
    """Return the node of a path, made where it is missing."""
    for name in path.split():
        node = node.setdefault("s", {}).setdefault(name, {})
    return node


def strongest(flags: Iterable[str]) -> list[str]:
    """Keep one entry a flag: the one that takes a value wins over the one that may, and that over the bare one."""
    best: dict[str, str] = {}
    for flag in sorted(flags, key=lambda f: {"=": 2, "?": 1}.get(f[-1], 0)):
        best[flag.rstrip("=?") or flag] = flag
    return list(best.values())
