"""What it costs to generate again after one threshold changed, against the whole run: CPU seconds, and their ratio.

As a command, from the top of the repository: python -m tests.benchmarks.regeneration RULES...
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from pipeline.cli.main import main

_THRESHOLD = re.compile(r"(^\s+expr: [^|>\n]*[<>] )(\d+)$", re.MULTILINE)


def measure(rules: list[Path], place: Path) -> dict[str, float]:
    """Generate from copies of the rules, change one threshold in them, generate again."""
    for number, path in enumerate(rules):
        target = place / "in" / f"{number}-{path.name}"
        shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
    whole = _seconds(place)
    file = next(f for f in sorted((place / "in").rglob("*.y*ml")) if _THRESHOLD.search(f.read_text("utf-8")))
    text = _THRESHOLD.sub(lambda m: f"{m[1]}{int(m[2]) + 1}", file.read_text("utf-8"), count=1)
    file.write_text(text, encoding="utf-8")
    again = _seconds(place)
    return {"whole": round(whole, 2), "one threshold": round(again, 2), "ratio": round(again / whole, 3)}


def _seconds(place: Path) -> float:
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(["generate", str(place / "in"), "--out", str(place / "out")])
    return time.process_time() - start


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        print(measure([Path(given) for given in sys.argv[1:]], Path(folder)))  # noqa: T201 - a command
