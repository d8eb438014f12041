"""Errors that a user can act on; any other exception is a bug."""

from __future__ import annotations


class UserError(Exception):
    """Wrong use or bad input, told as three short texts.

    `what` is the fault ("the folder holds no entries"), `where` the file, line or option ("inputs/"),
    and `what_next` the way out ("name a folder with MON-, DEP- or RISK- entries").
    """

    def __init__(self, what: str, where: str = "", what_next: str = "") -> None:
        self.what = what
        self.where = where
        self.what_next = what_next
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f"\n  {self.what_next}" if self.what_next else ""
        return f"{place}{self.what}{cure}"
