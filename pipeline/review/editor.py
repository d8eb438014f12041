"""A person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import UserError


def edited(text: str, name: str) -> str:
    """Return the text after a person edited a copy of it in $VISUAL or $EDITOR. Raises UserError where that fails."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="runwright-") as folder:
        file = Path(folder, name)
        file.write_text(text, encoding="utf-8", newline="")
        try:
            code = subprocess.run([*command, str(file)], check=False).returncode
        except OSError as error:
            raise UserError(f"{command[0]}: {error.strerror}", "$EDITOR", "set EDITOR to an editor you have") from None
        if code:
            raise UserError(f"{command[0]} ended with {code}", "$EDITOR", "the text was left as it is")
        return file.read_bytes().decode("utf-8")
