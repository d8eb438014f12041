"""Single keys and lines from a terminal."""

from __future__ import annotations

import os
import select
import sys
from typing import Protocol

if sys.platform != "win32":
    import termios
    import tty

ENTER = "\n"


class Keys(Protocol):
    """Where a reviewer's keys and lines come from."""

    def key(self) -> str:
        """Return one key; "q" at the end of input."""

    def line(self, prompt: str) -> str:
        """Return one line; "" at the end of input."""


class TerminalKeys:
    """The keys of standard input; where single keys cannot be read, the first letter of a line is the key."""

    def key(self) -> str:
        """Return one key without waiting for Enter; keys that send several bytes (arrows) are ""."""
        if sys.platform == "win32":
            return (self.line("") or ENTER)[:1]
        handle = sys.stdin.fileno()
        before = termios.tcgetattr(handle)
        try:
            tty.setcbreak(handle, termios.TCSADRAIN)  # the default would drop what was typed ahead
            data = os.read(handle, 1)
            while select.select([handle], [], [], 0.005)[0] and data[:1] in (b"\x1b",):
                data += os.read(handle, 1)
        finally:
            termios.tcsetattr(handle, termios.TCSADRAIN, before)
        if data in (b"", b"\x04"):
            return "q"
        return data.decode("utf-8", "replace").replace("\r", ENTER) if len(data) == 1 else ""

    def line(self, prompt: str) -> str:
        """Ask for one line."""
        try:
            return input(prompt).strip()
        except EOFError:
            return ""
