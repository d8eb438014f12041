"""Three-way merge of texts, as git does it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import UserError

_LABELS = ("edited by people", "last generated", "newly generated")


def merge(ours: str, base: str, theirs: str) -> tuple[str, int]:
    """Merge what people made of `base` with what is generated now; return the text and the number of conflicts.

    Raises UserError where git is missing.
    """
    if ours in (base, theirs):
        return theirs, 0
    if base == theirs:
        return ours, 0
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        labels = [part for label in _LABELS for part in ("-L", label)]
        command = ["git", "merge-file", "-p", "--diff3", *labels, *map(str, files)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            raise UserError("git is not installed", "merge", "install git: edits are merged with it") from None
    if done.returncode > 127:
        raise UserError(f"git merge-file failed: {done.stderr.decode().strip()}", "merge", "see the message of git")
    return done.stdout.decode("utf-8"), done.returncode
