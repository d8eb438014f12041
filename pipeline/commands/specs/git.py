"""git: what its own completion, its short help and its manual pages say of the flags of each command."""

from __future__ import annotations

import gzip
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.commands.specs import gnu
from pipeline.commands.specs.asking import SOURCES, Node, below, joined, strongest

_FLAG = re.compile(r"^--?(?P<no>\[no-\])?(?P<name>[\w#?][\w-]*)(?P<value>\[?[=<( ]?)")


def refine(node: Node, manuals: Path) -> Node:
    """Give the commands that `sources.toml` names their flags; `manuals` holds git's manual pages, gzipped."""
    node["k"] = "xo"
    with tempfile.TemporaryDirectory() as folder:
        _git(folder, "init", "--quiet")
        for name in SOURCES["git-flags"].split():
            _settle(node, name, _flags(folder, manuals, (name, *_groups(node, name))))
    return node


def _groups(node: Node, name: str) -> Iterator[str]:
    yield from (f"{name} {child}" for child in below(node, name).get("s", {}))


def _flags(folder: str, manuals: Path, names: tuple[str, ...]) -> str:
    """Return what is known of a command and of those below it; a flag that one source shows bare may stand alone."""
    page = _in_manual(manuals / f"git-{names[0]}.1.gz")
    told = {flag for name in names for flag in (*_completed(folder, name), *_helped(folder, name))}
    found = {*page, *told, *SOURCES["flags"]["git"].get(names[0], "").split(), "h", "help"}
    alone = {flag.rstrip("?") for flag in found if not flag.endswith("=") and len(flag) > 2}
    kept = {f"{flag[:-1]}?" if flag[:-1] in alone and flag.endswith("=") else flag for flag in found}
    return joined(flag for flag in strongest(kept) if not (flag.startswith("no-") and flag[3:] in alone))


def _settle(node: Node, name: str, flags: str) -> None:
    """Keep the flags at a command; those of a group hold for each of its sub-commands, since its page lists all."""
    place = below(node, name)
    children = place.get("s", {})
    place["g" if children else "f"] = flags
    for child, inner in ({"": place} | children).items() if children else ():
        if f"{name} {child}".strip() not in SOURCES["git-open"]:
            inner["f"] = ""


def _git(folder: str, *words: str) -> str:
    done = subprocess.run(("git", *words), cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def _completed(folder: str, name: str) -> Iterator[str]:
    for flag in _git(folder, *name.split(), "--git-completion-helper-all").split():
        if re.fullmatch(r"--[\w-]+=?", flag):
            yield flag[2:]


def _helped(folder: str, name: str) -> Iterator[str]:
    for line in _git(folder, *name.split(), "-h").splitlines():
        yield from (flag for flag in gnu.flags(line) if re.fullmatch(r"[\w#?-]+[=?]?", flag))


def _in_manual(page: Path) -> Iterator[str]:
    """Yield the flags of the entries of a page, and those that its text only mentions, which stand alone."""
    text = gzip.decompress(page.read_bytes()).decode("utf-8") if page.is_file() else ""
    plain = re.sub(r"\\f\w|\\&|\\(?=-)|\\\(dq", "", text)
    entries = [flag for line in plain.splitlines() if line.startswith("-") for flag in _written(line)]
    known = {flag.rstrip("=?") for flag in entries}
    yield from entries
    yield from dict.fromkeys(f for f in re.findall(r"(?<![\w-])--([a-z][a-z-]+[a-z])\b", plain) if f not in known)


def _written(line: str) -> Iterator[str]:
    """Yield the flags of one entry of a manual: `-n <number>, --max-count=<number>`, `--[no-]signed`."""
    for part in re.split(r", (?=-)", line):
        if match := _FLAG.match(part):
            value = match["value"].strip()
            mark = "?" if value.startswith("[") else "=" if value or part[match.end() :].startswith("<") else ""
            yield match["name"] + mark
