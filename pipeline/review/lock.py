"""One reviewer at a time on one output folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.models.base import Frozen

NAME = ".review.lock"


class Holder(Frozen):
    """Who holds the lock: a person, a process on a host, and since when."""

    by: str
    pid: int
    host: str
    since: str


@contextmanager
def locked(folder: Path, by: str, since: str) -> Iterator[None]:
    """Hold the folder's lock; raise UserError that names the other reviewer where somebody has it.

    A lock whose process on this host is gone is taken over.
    """
    file = folder / NAME
    holder = Holder(by=by, pid=os.getpid(), host=socket.gethostname(), since=since)
    if not _take(file, holder):
        other = _holder(file)
        if other is None or not _gone(other):
            raise _taken(file, other)
        file.unlink(missing_ok=True)
        if not _take(file, holder):
            raise _taken(file, _holder(file))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _take(file: Path, holder: Holder) -> bool:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    except FileNotFoundError:
        raise UserError(
            "there is no such folder", str(file.parent), "run “runwright generate INPUTS” first, or name --out"
        ) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(holder.model_dump_json() + "\n")
    except OSError as error:
        file.unlink(missing_ok=True)
        raise UserError(error.strerror or str(error), str(file.parent), "nothing was done; make room first") from None
    return True


def _holder(file: Path) -> Holder | None:
    try:
        return Holder.model_validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None


def _gone(holder: Holder) -> bool:
    """Tell whether the holder's process has ended; on another host nobody can tell."""
    if holder.host != socket.gethostname():
        return False
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _taken(file: Path, other: Holder | None) -> UserError:
    told = f"{other.by} (process {other.pid} on {other.host}, since {other.since})" if other else "somebody"
    return UserError(
        f"{told} is reviewing this folder",
        str(file.parent),
        f"wait until that review ends; if it did end, delete {file}",
    )
