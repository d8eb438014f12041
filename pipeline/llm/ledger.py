"""Replies kept under the digests of their requests, and what was found out about endpoints, in one SQLite file."""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pipeline.errors import UserError
from pipeline.llm.reply import Reply
from pipeline.llm.ways import Way

_TABLES = """
CREATE TABLE IF NOT EXISTS replies (
    digest TEXT PRIMARY KEY, prompt TEXT NOT NULL, model TEXT NOT NULL, reply TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claims (
    digest TEXT PRIMARY KEY, host TEXT NOT NULL, pid INTEGER NOT NULL, until REAL NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS answered AFTER INSERT ON replies
    BEGIN DELETE FROM claims WHERE digest = NEW.digest; END;
CREATE TABLE IF NOT EXISTS ways (
    endpoint TEXT NOT NULL, model TEXT NOT NULL, way TEXT NOT NULL, PRIMARY KEY (endpoint, model)
) WITHOUT ROWID;
"""
_VERSION = 1
_BUSY_SECONDS = 30.0


class Ledger(Protocol):
    """Where replies are kept. All calls return at once; `put` returns only when the reply will survive a kill."""

    def get(self, digest: str) -> Reply | None:
        """Return the kept reply, or None."""

    def put(self, digest: str, prompt: str, model: str, reply: Reply) -> None:
        """Keep a reply, and give up the claim on its request."""

    def claim(self, digest: str, seconds: float) -> bool:
        """Tell whether the caller may send this request; False while another living process has it in flight."""

    def release(self, digest: str) -> None:
        """Give up a claim without a reply."""

    def way(self, endpoint: str, model: str) -> Way | None:
        """Return the way that the endpoint is known to accept for the model, or None."""

    def remember(self, endpoint: str, model: str, way: Way) -> None:
        """Keep the way that the endpoint accepted."""

    def close(self) -> None:
        """Let go of the file."""


class SqliteLedger:
    """The ledger of one machine, safe for several processes.

    A claim whose process is gone, or that is older than its call may take, is nobody's.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._host = socket.gethostname()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            # WAL with NORMAL loses nothing when the process is killed, and at worst the last replies on a power cut.
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            raise UserError(f"the replies kept cannot be read: {error}", str(path), "move the file away") from None

    def get(self, digest: str) -> Reply | None:
        """Return the kept reply, or None."""
        row = self._db.execute("SELECT reply FROM replies WHERE digest = ?", (digest,)).fetchone()
        return Reply.model_validate_json(row[0]) if row else None

    def put(self, digest: str, prompt: str, model: str, reply: Reply) -> None:
        """Keep a reply, and give up the claim on its request."""
        row = (digest, prompt, model, reply.model_dump_json())
        # The trigger drops the claim in the same transaction.
        if self._db.execute("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?)", row).rowcount == 0:
            self.release(digest)

    def claim(self, digest: str, seconds: float) -> bool:
        """Tell whether the caller may send this request; False while another living process has it in flight."""
        mine = (digest, self._host, os.getpid(), self._clock() + seconds)
        # Nearly every claim is the first on its request, and one statement.
        if self._db.execute("INSERT OR IGNORE INTO claims VALUES (?, ?, ?, ?)", mine).rowcount:
            return True
        self._db.execute("BEGIN IMMEDIATE")
        row = self._db.execute("SELECT host, pid, until FROM claims WHERE digest = ?", (digest,)).fetchone()
        free = row is None or not self._holds(*row)
        if free:
            self._db.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)", mine)
        self._db.execute("COMMIT")
        return free

    def release(self, digest: str) -> None:
        """Give up a claim without a reply."""
        self._db.execute("DELETE FROM claims WHERE digest = ? AND pid = ?", (digest, os.getpid()))

    def way(self, endpoint: str, model: str) -> Way | None:
        """Return the way that the endpoint is known to accept for the model, or None."""
        found = self._db.execute("SELECT way FROM ways WHERE endpoint = ? AND model = ?", (endpoint, model)).fetchone()
        return Way.model_validate_json(found[0]) if found else None

    def remember(self, endpoint: str, model: str, way: Way) -> None:
        """Keep the way that the endpoint accepted."""
        self._db.execute("INSERT OR REPLACE INTO ways VALUES (?, ?, ?)", (endpoint, model, way.model_dump_json()))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _prepare(self, path: Path) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise UserError("a newer version of runwright wrote the replies kept", str(path), "update runwright")
        self._db.executescript(f"{_TABLES}PRAGMA user_version = {_VERSION};")

    def _holds(self, host: str, pid: int, until: float) -> bool:
        """Tell whether a claim still stands."""
        if until < self._clock() or (host == self._host and pid == os.getpid()):
            return False
        return host != self._host or _alive(pid)


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return True  # signal 0 would end the process there; the claim's own time limit decides
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
