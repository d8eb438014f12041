"""Replies as lines of JSON: written by --record, answered from by --replay, and small enough for a repository."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.llm.reply import Reply
from pipeline.llm.ways import Way
from pipeline.models.base import Frozen


class Recorded(Frozen):
    """One line: `key` is the digest of a request, what it was for, and the reply."""

    key: str
    prompt: str
    model: str
    reply: Reply


class Recording:
    """A ledger that lives in memory; with the replies of a file it answers offline."""

    def __init__(self, recorded: Iterable[Recorded] = ()) -> None:
        self._replies = {line.key: line for line in recorded}
        self._ways: dict[tuple[str, str], Way] = {}

    @property
    def models(self) -> frozenset[str]:
        """The models whose replies it holds."""
        return frozenset(line.model for line in self._replies.values())

    def get(self, digest: str) -> Reply | None:
        """Return the kept reply, or None."""
        line = self._replies.get(digest)
        return line.reply if line else None

    def put(self, digest: str, prompt: str, model: str, reply: Reply) -> None:
        """Keep a reply until the process ends."""
        self._replies.setdefault(digest, Recorded(key=digest, prompt=prompt, model=model, reply=reply))

    def claim(self, digest: str, seconds: float) -> bool:
        """Tell that nobody else sends this request: the memory is one process's own."""
        return True

    def release(self, digest: str) -> None:
        """Give up a claim: there is none to give up."""

    def way(self, endpoint: str, model: str) -> Way | None:
        """Return the way that the endpoint is known to accept for the model, or None."""
        return self._ways.get((endpoint, model))

    def remember(self, endpoint: str, model: str, way: Way) -> None:
        """Keep the way that the endpoint accepted."""
        self._ways[endpoint, model] = way

    def close(self) -> None:
        """Let go of nothing: there is no file."""


def load(path: Path) -> Recording:
    """Read a recording. Raises UserError with the line that is not one of ours."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the recording cannot be read: {error}", str(path), "make one with --record") from None
    recorded = []
    for number, line in enumerate(lines, start=1):
        try:
            recorded.append(Recorded.model_validate_json(line))
        except ValidationError:
            raise UserError("not a line of a recording", f"{path}:{number}", "make one with --record") from None
    return Recording(recorded)


def save(path: Path, recorded: Iterable[Recorded]) -> None:
    """Write a recording, in order of digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [line.model_dump_json() + "\n" for line in sorted(recorded, key=lambda line: line.key)]
    path.write_text("".join(lines), encoding="utf-8")
