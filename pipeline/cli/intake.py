"""Reading inputs for a verb: options, and the report of everything that was not understood."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.models.intake import Intake

_NOTES_SHOWN = 20


def add_input_arguments(parser: argparse.ArgumentParser) -> None:
    """Add INPUTS, --out and --strict."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUTS", help="files and folders with entries")
    parser.add_argument("--out", type=Path, default=Path("outputs"), metavar="DIR", help="output folder (outputs)")
    parser.add_argument("--strict", action="store_true", help="stop if any input could not be read")


def read_reported(args: argparse.Namespace) -> Intake:
    """Read the inputs and tell all problems on standard error; raise UserError on --strict errors or no entries."""
    from pipeline.importers.folder import read_inputs

    intake = read_inputs(args.inputs)
    report_problems(intake)
    if args.strict and intake.errors:
        raise UserError(
            f"{len(intake.errors)} errors in the inputs, told above",
            "--strict",
            "mend them, or leave out --strict to go on with what could be read",
        )
    if not intake.entries:
        raise UserError(
            "no MON-, DEP- or RISK- entries found",
            " ".join(map(str, args.inputs)),
            "“runwright init DIR” makes an example of what can be read",
        )
    return intake


def report_problems(intake: Intake) -> None:
    """Write errors, then notes, as file:line: what; what next."""
    for problem in intake.errors:
        print(f"error: {problem}", file=sys.stderr)
    notes = [p for p in intake.problems if p not in intake.errors]
    for problem in notes[:_NOTES_SHOWN]:
        print(f"note: {problem}", file=sys.stderr)
    if len(notes) > _NOTES_SHOWN:
        print(f"note: {len(notes) - _NOTES_SHOWN} more notes like these", file=sys.stderr)


def entries_told(intake: Intake) -> str:
    """Return a count such as "47 entries (25 MON-, 12 DEP-, 10 RISK-) from 6 files"."""
    kinds = Counter(entry.kind for entry in intake.entries)
    parts = ", ".join(f"{kinds[kind]} {kind}-" for kind in ("MON", "DEP", "RISK") if kinds[kind])
    return f"{count(len(intake.entries), 'entry', 'entries')} ({parts}) from {count(len(intake.files), 'file')}"


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 file" or "2 files"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
