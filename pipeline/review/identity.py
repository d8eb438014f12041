"""Who decides, and when: the git identity, else the user of the system; and the clock, which tests replace."""

from __future__ import annotations

import getpass
import socket
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def stamp(time: datetime) -> str:
    """Return a time as it stands in decisions: "2026-01-31T09:30:00Z"."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def who(folder: Path) -> str:
    """Return "Name <mail>" as git has it for the folder, or the user and host where git has none."""
    name, mail = _git(folder, "user.name"), _git(folder, "user.email")
    if name:
        return f"{name} <{mail}>" if mail else name
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (KeyError, OSError):
        return f"unknown@{socket.gethostname()}"


def _git(folder: Path, key: str) -> str:
    place = next((p for p in (folder, *folder.absolute().parents) if p.is_dir()), Path.cwd())
    try:
        done = subprocess.run(["git", "config", key], cwd=place, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
