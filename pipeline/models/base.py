"""What every noun shares: frozen, typed, no unknown fields."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: two of them with the same fields are equal, and neither changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def digest(self) -> str:
        """Return the first 16 hex digits of the SHA-256 of the value's canonical JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


class Source(Frozen):
    """Where a piece of input stands: a path as the user would write it, and a line counted from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"
