"""Conflicts of a merge as values: both sides can be shown, and one, the other or both be chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from pipeline.models.base import Frozen


class Side(StrEnum):
    """Which side of a conflict stays."""

    MINE = "mine"
    NEW = "new"
    BOTH = "both"


class Conflict(Frozen):
    """One conflict: what people wrote, what was there before, what is generated now; `line` counts from 1."""

    line: int
    mine: str
    base: str
    new: str


def find_conflicts(text: str) -> tuple[Conflict, ...]:
    """Return the conflicts of a text in order."""
    return tuple(piece for piece in _pieces(text) if isinstance(piece, Conflict))


def resolve(text: str, sides: Mapping[int, Side]) -> str:
    """Put the chosen side in the place of each conflict, by its place in order from 0; the others stay."""
    found: list[str] = []
    index = -1
    for piece in _pieces(text):
        if isinstance(piece, str):
            found.append(piece)
            continue
        index += 1
        side = sides.get(index)
        if side is None:
            found.append(_marked(piece))
        else:
            mine = piece.mine if side in (Side.MINE, Side.BOTH) else ""
            found.append(mine + (piece.new if side in (Side.NEW, Side.BOTH) else ""))
    return "".join(found)


def narrowed(text: str) -> str:
    """Settle the lines of a conflict that one side alone changed, where all sides have as many lines."""
    return "".join(piece if isinstance(piece, str) else _narrow(piece) for piece in _pieces(text))


def _narrow(conflict: Conflict) -> str:
    mine, base, new = (_lines(side) for side in (conflict.mine, conflict.base, conflict.new))
    if not len(mine) == len(base) == len(new):
        return _marked(conflict)
    found: list[str] = []
    clash: list[tuple[str, str, str]] = []
    for ours, old, theirs in (*zip(mine, base, new, strict=True), ("", "", "")):
        if ours not in (old, theirs) and old != theirs:
            clash.append((ours, old, theirs))
            continue
        if clash:
            sides = ("".join(side) for side in zip(*clash, strict=True))
            found.append(_marked(Conflict(**dict(zip(("mine", "base", "new"), sides, strict=True)), line=0)))
            clash = []
        found.append(ours if old == theirs else theirs)
    return "".join(found)


def _pieces(text: str) -> list[str | Conflict]:
    found: list[str | Conflict] = []
    plain: list[str] = []
    sides: dict[str, list[str]] | None = None
    part, start = "mine", 0
    for number, line in enumerate(_lines(text), start=1):
        if sides is None and line.startswith("<<<<<<< "):
            found.append("".join(plain))
            sides, part, start, plain = {"mine": [], "base": [], "new": []}, "mine", number, []
        elif sides is not None and line.startswith("||||||| "):
            part = "base"
        elif sides is not None and line.rstrip("\n") == "=======":
            part = "new"
        elif sides is not None and line.startswith(">>>>>>> "):
            found.append(Conflict(line=start, **{name: "".join(lines) for name, lines in sides.items()}))
            sides = None
        elif sides is not None:
            sides[part].append(line)
        else:
            plain.append(line)
    if sides is not None:  # markers that are not a whole conflict stay text
        plain = _lines(text)[start - 1 :]
    return [*found, "".join(plain)]


def _marked(conflict: Conflict) -> str:
    return (
        f"<<<<<<< edited by people\n{conflict.mine}||||||| last generated\n{conflict.base}"
        f"=======\n{conflict.new}>>>>>>> newly generated\n"
    )


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
