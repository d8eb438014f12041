"""Which files lie below a set of paths: sorted, without hidden ones, and never outside the folders that were named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.models.base import Source
from pipeline.models.intake import Problem, ProblemLevel


@dataclass(slots=True)
class Walked:
    """The files found, each with the path to show, in the order of these; and what was left out."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def walk(paths: Sequence[Path], base: Path | None) -> Walked:
    """Find all regular files. A link that leads out of its folder is noted and not followed, so no loop can occur."""
    walked = Walked()
    for path in paths:
        if path.is_dir():
            _walk_folder(path, base, walked)
        else:
            _add(path, base, walked)
    walked.files.sort(key=lambda file: file[1])
    return walked


def _walk_folder(root: Path, base: Path | None, walked: Walked) -> None:
    inside = os.path.realpath(root)

    def failed(error: OSError) -> None:
        what = f"the folder cannot be read: {error.strerror or error}"
        _report(walked, Path(str(error.filename or root)), base, ProblemLevel.ERROR, what, "check its permissions")

    for folder, folders, files in os.walk(root, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*files, *(one for one in folders if Path(folder, one).is_symlink())]):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if path.is_symlink() and not _leads_inside(path, inside):
                what = "a link that leads out of the folder was not followed"
                _report(walked, path, base, ProblemLevel.NOTE, what, "name its target as an input of its own")
            elif not path.is_dir():
                _add(path, base, walked)


def _leads_inside(path: Path, root: str) -> bool:
    target = os.path.realpath(path)
    return target == root or target.startswith(root + os.sep)


def _add(path: Path, base: Path | None, walked: Walked) -> None:
    real = os.path.realpath(path)
    if real in walked.seen:
        return
    walked.seen.add(real)
    if path.is_file():
        walked.files.append((path, shown(path, base)))
    else:
        what = "a broken link" if path.is_symlink() else "neither a file nor a folder"
        _report(walked, path, base, ProblemLevel.NOTE, f"not read: {what}", "remove it")


def shown(path: Path, base: Path | None) -> str:
    """Return a path as its user would write it: below `base` where it lies there, with forward slashes."""
    if base is not None:
        root = base.absolute()
        if path.absolute().is_relative_to(root):
            return path.absolute().relative_to(root).as_posix()
    return path.as_posix()


def _report(walked: Walked, path: Path, base: Path | None, level: ProblemLevel, what: str, what_next: str) -> None:
    source = Source(path=shown(path, base), line=1)
    walked.problems.append(Problem(source=source, level=level, what=what, what_next=what_next))
