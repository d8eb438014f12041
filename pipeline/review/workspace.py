"""The output folder: accepted and pending runbooks, the bases for merging, numbers, the run record, traceability.

Everything in it is a plain file: `runbooks/RUN-005-title.md` is accepted, `….md.new` beside it waits for review,
`bases/RUN-005.md` is the last generated text, `numbers.json` says who has which RUN- number.
"""

from __future__ import annotations

import os
import re
import tempfile
from enum import StrEnum
from pathlib import Path

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.review.merge import merge


class State(StrEnum):
    """What became of one generated text."""

    NEW = "new"  # written as pending; nothing was accepted before
    UPDATED = "updated"  # merged with what people have; pending
    CONFLICT = "conflict"  # as updated, but both sides changed the same lines
    UNCHANGED = "unchanged"  # the same text as last time; nothing written
    DELETED = "deleted"  # people deleted the runbook; it stays deleted


class Files(Frozen):
    """The files of one RUN- number; None where there is none."""

    accepted: Path | None = None
    pending: Path | None = None


class Workspace:
    """One output folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runbooks = folder / "runbooks"
        self.bases = folder / "bases"
        self.numbers = folder / "numbers.json"
        self.record = folder / "run.json"
        self.traceability = folder / "traceability.md"

    def files(self) -> dict[str, Files]:
        """Return the runbook files by RUN- number, whatever follows the number in their names."""
        found: dict[str, Files] = {}
        for path in sorted(self.runbooks.glob("RUN-*.md*")):
            match = re.fullmatch(r"(RUN-\d+)(?:[-_. ].*)?\.md(\.new)?", path.name)
            if match is None:
                continue
            kind = "pending" if match[2] else "accepted"
            known = found.get(match[1], Files())
            if (other := getattr(known, kind)) is not None:
                raise UserError(f"{other.name} has the same number", str(path), "keep one of the two files")
            found[match[1]] = known.model_copy(update={kind: path})
        return found

    def emit(self, number: str, title: str, text: str, files: Files) -> State:
        """Bring a generated text into the folder without losing an edit; the base is written last."""
        base_file = self.bases / f"{number}.md"
        base = read(base_file)
        if base == text:
            return State.UNCHANGED if files.pending or files.accepted else State.DELETED
        if base is not None and not (files.pending or files.accepted):
            return State.DELETED
        state, merged = self._merged(base, text, files)
        if merged != (read(files.accepted) if files.accepted else None) or files.pending:
            target = files.pending or self._pending(number, title, files.accepted)
            write(target, merged)
        write(base_file, text)
        return state

    def _merged(self, base: str | None, text: str, files: Files) -> tuple[State, str]:
        mine = files.pending or files.accepted
        if mine is None:
            return State.NEW, text
        ours = read(mine) or ""
        if base is None and files.pending is None:
            return State.UPDATED, text  # a person's runbook of that number: review decides between the two
        merged, conflicts = merge(ours, base or "", text)
        return (State.CONFLICT if conflicts else State.UPDATED), merged

    def _pending(self, number: str, title: str, accepted: Path | None) -> Path:
        if accepted is not None:
            return accepted.with_name(accepted.name + ".new")
        return self.runbooks / f"{number}-{slug(title)}.md.new"


def slug(title: str) -> str:
    """Return a title as part of a file name: lower case, at most 60 of a-z, 0-9 and single hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:60].strip("-") or "runbook"


def read(path: Path) -> str | None:
    """Return a file's text, or None where there is no such file."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def write(path: Path, text: str) -> bool:
    """Write a file in one piece, so that an interrupt leaves the old or the new one; tell whether it changed."""
    if read(path) == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
