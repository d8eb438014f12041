"""What the verbs of review share: the output folder, RUN- numbers as people type them, and the desk."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.review.desk import Desk


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add --out."""
    parser.add_argument("--out", type=Path, default=Path("outputs"), metavar="DIR", help="output folder (outputs)")


def add_numbers(parser: argparse.ArgumentParser, what: str) -> None:
    """Add any number of RUN- numbers."""
    parser.add_argument("numbers", nargs="*", metavar="RUN-…", type=run_number, help=what)


def run_number(text: str) -> str:
    """Return "RUN-005" for RUN-005, run-5 or 5."""
    match = re.fullmatch(r"(?:run-)?(\d+)", text.strip(), re.IGNORECASE)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number such as RUN-005")
    return f"RUN-{int(match[1]):03d}"


def open_desk(folder: Path) -> Desk:
    """Return the desk of a folder, to look at it."""
    from pipeline.review.desk import Desk
    from pipeline.review.identity import who

    return Desk(folder, who(folder))


@contextmanager
def locked_desk(folder: Path) -> Iterator[Desk]:
    """Give the desk of a folder to act on it, while no other reviewer does."""
    from pipeline.review.identity import now, stamp, who
    from pipeline.review.lock import locked

    with locked(folder, who(folder), stamp(now())):
        yield open_desk(folder)


def chosen(args: argparse.Namespace, desk: Desk) -> Sequence[str]:
    """Return the numbers that were named, or all that wait with --all. Raises UserError for both or neither."""
    if bool(args.numbers) == bool(args.all):
        raise UserError("name runbooks, or say --all", args.verb, f"for example: runwright {args.verb} RUN-005")
    if args.all and not desk.pending():
        raise UserError("nothing waits for review", str(args.out), "“runwright status” shows where everything stands")
    return args.numbers or desk.pending()
