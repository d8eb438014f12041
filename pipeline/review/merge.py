"""Three-way merge of runbooks: as git does it, but moved steps stay moved, and neighboring lines do not clash."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import UserError
from pipeline.review.conflict import find_conflicts, narrowed
from pipeline.review.content import parts
from pipeline.review.references import loose, tied

_LABELS = ("edited by people", "last generated", "newly generated")


def merge(ours: str, base: str, theirs: str) -> tuple[str, int]:
    """Merge what people made of `base` with what is generated now; return the text and the number of conflicts.

    Raises UserError where git is missing.
    """
    if ours in (base, theirs):
        return theirs, 0
    if base == theirs:
        return ours, 0
    if _moved(ours, base):
        return _by_parts(ours, base, theirs)
    return _by_lines(ours, base, theirs)


def _by_lines(ours: str, base: str, theirs: str) -> tuple[str, int]:
    """Merge as git does, then line by line where each line was changed by one side at most."""
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
    text = done.stdout.decode("utf-8")
    if done.returncode:
        text = narrowed(text)
    return text, len(find_conflicts(text))


def _moved(ours: str, base: str) -> bool:
    """Tell whether people put the steps in another order."""
    mine, before = _step_keys(ours), _step_keys(base)
    both = set(mine) & set(before)
    return [key for key in mine if key in both] != [key for key in before if key in both]


def _step_keys(text: str) -> list[str]:
    return [part.key for part in parts(text) if part.is_step]


def _by_parts(ours: str, base: str, theirs: str) -> tuple[str, int]:
    """Merge section by section and step by step, in the order that people gave the steps."""
    mine, before, new = ({part.key: part for part in tied(text)} for text in (ours, base, theirs))
    order = list(mine)
    for key in new:
        if key not in mine and (key not in before or new[key].text != before[key].text):
            order.insert(_after_neighbor(order, list(new), key), key)
    merged, conflicts = [], 0
    for key in order:
        sides = [side[key].text if key in side else "" for side in (mine, before, new)]
        text, clashes = _by_lines(*(_bare(side) for side in sides)) if sides[0] != sides[1] else (sides[2], 0)
        conflicts += clashes
        if text:
            merged.append((mine.get(key) or new[key]).model_copy(update={"text": _closed(text)}))
    return loose(merged), conflicts


def _after_neighbor(order: list[str], new: list[str], key: str) -> int:
    """Return the place of a new part: behind the one that it follows in the new text."""
    earlier = reversed(new[: new.index(key)])
    return next((order.index(other) + 1 for other in earlier if other in order), len(order))


def _bare(text: str) -> str:
    """Return a part without the number of its step, which is no edit."""
    return re.sub(r"^### Step \d+:", "### Step 0:", text, count=1)


def _closed(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"
