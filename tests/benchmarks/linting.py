"""`runwright lint` against `markdownlint-cli2` on the same files: processor seconds of whole processes, as a ratio.

As a command, where `node` is and after `npm install --prefix NODE markdownlint-cli2`:
python -m tests.benchmarks.linting FOLDER --node NODE [--runs 7] [--copies 250 2500]

The two take turns, so that the ratio holds on a machine that does other work besides. With --copies, the files are
copied under new names until there are so many, and `runwright lint` is measured on each count: its growth.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

Command = tuple[str, ...]


class Cost(NamedTuple):
    """What a process and its children took: seconds of processor time and of the clock."""

    processor: float
    clock: float


def cost(command: Command) -> Cost:
    """Return what one run of the command takes, its start included; its output is read and dropped."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, end - start)


def lint(folder: Path) -> Command:
    """Return the command that lints a folder with this interpreter's package."""
    return (sys.executable, "-m", "pipeline", "lint", str(folder))


def compare(ours: Command, theirs: Command, runs: int) -> list[tuple[Cost, Cost]]:
    """Return the costs of both commands in turn, after a run of each that does not count."""
    cost(ours), cost(theirs)
    return [(cost(ours), cost(theirs)) for _ in range(runs)]


def copies(source: Path, target: Path, count: int) -> Path:
    """Copy the Markdown files of a folder under new names until there are `count`; return where they are."""
    texts = [path.read_bytes() for path in sorted(source.rglob("*.md"))]
    for n in range(count):
        path = target / str(n // 500) / f"runbook-{n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(texts[n % len(texts)])
    return target


def _ratios(pairs: Sequence[tuple[Cost, Cost]]) -> str:
    lines = [f"{'':24}{'runwright':>12}{'markdownlint':>14}{'ratio':>8}"]
    for name in Cost._fields:
        a, b = ([getattr(pair[i], name) for pair in pairs] for i in (0, 1))
        ratio = statistics.median(x / y for x, y in zip(a, b, strict=True))
        lines.append(f"{name + ' seconds':24}{statistics.median(a):12.2f}{statistics.median(b):14.2f}{ratio:8.2f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the medians and the median of the ratios pair by pair, then the growth."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="a folder of Markdown files")
    parser.add_argument("--node", type=Path, help="where markdownlint-cli2 was installed")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--copies", type=int, nargs="*", default=[], metavar="COUNT")
    options = parser.parse_args(arguments)
    write = sys.stdout.write
    if options.node:
        script = options.node / "node_modules" / "markdownlint-cli2" / "markdownlint-cli2-bin.mjs"
        theirs = ("node", str(script), f"{options.folder}/**/*.md")
        write(f"{_ratios(compare(lint(options.folder), theirs, options.runs))}\n")
    for count in options.copies:
        with tempfile.TemporaryDirectory() as target:
            took = cost(lint(copies(options.folder, Path(target), count)))
        write(f"{count:8} files: {took.processor:8.2f} processor seconds, {took.clock:8.2f} on the clock\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
