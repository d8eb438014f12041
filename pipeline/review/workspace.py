"""The output folder: accepted and pending runbooks, the bases for merging, numbers, the run record, traceability.

Everything in it is a plain file: `runbooks/RUN-005-title.md` is accepted, `….md.new` beside it waits for review,
`bases/RUN-005.md` is the last generated text, `bases/RUN-005.accepted.md` the accepted text that the pending one was
merged from, `numbers.json` says who has which RUN- number, `decisions/` what people decided.
"""

from __future__ import annotations

import os
import re
import tempfile
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.models.run import RunRecord
from pipeline.review.content import last_tested, with_last_tested
from pipeline.review.merge import merge


class State(StrEnum):
    """What became of one generated text."""

    NEW = "new"  # written as pending; nothing was accepted before
    UPDATED = "updated"  # merged with what people have; pending
    CONFLICT = "conflict"  # as updated, but both sides changed the same lines
    UNCHANGED = "unchanged"  # the same text as last time, or as people have; nothing pending is written
    DELETED = "deleted"  # people deleted the runbook; it stays deleted
    REJECTED = "rejected"  # people rejected this draft, and nothing it rests on changed


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

    def file(self, number: str) -> Files:
        """Return the files of one number."""
        return self.files(number).get(number, Files())

    def files(self, number: str = "RUN-") -> dict[str, Files]:
        """Return the runbook files by RUN- number, whatever follows the number in their names."""
        found: dict[str, Files] = {}
        for path in sorted(self.runbooks.glob(f"{number}*.md*")):
            match = re.fullmatch(r"(RUN-\d+)(?:[-_. ].*)?\.md(\.new)?", path.name)
            if match is None:
                continue
            kind = "pending" if match[2] else "accepted"
            known = found.get(match[1], Files())
            if (other := getattr(known, kind)) is not None:
                raise UserError(f"{other.name} has the same number", str(path), "keep one of the two files")
            found[match[1]] = known.model_copy(update={kind: path})
        return found

    def emit(self, number: str, title: str, text: str, files: Files, *, rejected: bool = False) -> State:
        """Bring a generated text into the folder without losing an edit; the base is written last.

        `rejected` says that the absence of files is no deletion: people rejected the last draft, not the runbook.
        """
        base_file = self.bases / f"{number}.md"
        base = read(base_file)
        if (gone := self.gone(number, files, rejected=rejected)) and (base == text or gone is State.DELETED):
            return gone
        if base == text:
            return State.UNCHANGED
        state, merged = self._merged(None if gone else base, text, files)
        before = read(files.accepted) if files.accepted else None
        if merged == before and files.pending is None:
            state = State.UNCHANGED
        else:
            if before is not None and files.pending is None:
                write(self.ancestor(number), before)
            write(files.pending or self._pending(number, title, files.accepted), merged)
        write(base_file, text)
        return state

    def ancestor(self, number: str) -> Path:
        """Return the file that holds the accepted text from which the pending one was merged."""
        return self.bases / f"{number}.accepted.md"

    def gone(self, number: str, files: Files, *, rejected: bool) -> State | None:
        """Return why a runbook that was generated before has no file of its own to update, or None where it has."""
        if files.accepted or not (self.bases / f"{number}.md").exists():
            return None
        if files.pending:
            return State.DELETED if self.ancestor(number).exists() else None
        return State.REJECTED if rejected else State.DELETED

    def _merged(self, base: str | None, text: str, files: Files) -> tuple[State, str]:
        mine = files.pending or files.accepted
        if mine is None:
            return State.NEW, text
        ours = read(mine) or ""
        if base is None and files.pending is None:
            return State.UPDATED, text  # a person's runbook of that number: review decides between the two
        # Last Tested is written from drills: it takes no part in the merge.
        ours = with_last_tested(ours, last_tested(text))
        merged, conflicts = merge(ours, with_last_tested(base or "", last_tested(text)), text)
        return (State.CONFLICT if conflicts else State.UPDATED), merged

    def _pending(self, number: str, title: str, accepted: Path | None) -> Path:
        if accepted is not None:
            return accepted.with_name(accepted.name + ".new")
        return self.runbooks / f"{number}-{slug(title)}.md.new"


def load_record(workspace: Workspace) -> RunRecord | None:
    """Return the last run's record, or None where there was no run. Raises UserError for a file that is none."""
    text = read(workspace.record)
    if text is None:
        return None
    try:
        return RunRecord.model_validate_json(text)
    except ValidationError as error:
        raise UserError(
            f"not a run record: {error.errors()[0]['msg']}",
            str(workspace.record),
            "restore it from git, or delete it: everything is then drafted again, and no edit is lost",
        ) from None


def slug(title: str) -> str:
    """Return a title as part of a file name: lower case, at most 60 of a-z, 0-9 and single hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:60].strip("-") or "runbook"


def order(number: str) -> tuple[int, str]:
    """Return the key by which RUN- numbers are sorted."""
    digits = re.search(r"\d+", number)
    return (int(digits[0]) if digits else 0, number)


def read(path: Path) -> str | None:
    """Return a file's text, or None where there is no such file. Raises UserError for one that is not UTF-8.

    Lines end with a line feed, and a byte order mark is left out, whatever editor wrote the file.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UserError(f"not UTF-8 text (byte {error.start + 1})", str(path), "convert it to UTF-8") from None


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
