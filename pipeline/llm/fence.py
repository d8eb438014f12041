"""The mark around data in a prompt: no author of an entry can foresee it, and the same inputs give the same one."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import UserError

_KEY_BYTES = 32


def load_key(path: Path) -> bytes:
    """Return the workspace's key; the first call makes it.

    The file is private to its owner and kept out of version control: whoever can read it can foresee the fences.
    Losing it costs nothing, since replies are kept under digests that leave the fence out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_hex(_KEY_BYTES)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.touch(mode=0o600)
        part.write_text(fresh, encoding="ascii")
        os.link(part, path)  # unlike a rename, fails where another process was first
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise UserError("not a key", str(path), "delete the file; the next run makes a new one")
    return key


def fence(key: bytes, texts: Iterable[str]) -> str:
    """Return the fence for these texts: 16 hex digits of their keyed digest, that stand in none of them."""
    said = [text.encode() for text in texts]
    for attempt in range(100):
        digest = hmac.new(key, str(attempt).encode(), hashlib.sha256)
        for text in said:
            digest.update(len(text).to_bytes(8, "big") + text)
        mark = digest.hexdigest()[:16]
        if not any(mark.encode() in text for text in said):
            return mark
    raise AssertionError("a text cannot hold a hundred keyed digests of itself")
