"""Print what accepting would change, with findings on their lines.

With --patch it is a patch that “git apply” takes. The patch holds the runbooks
alone: who accepted them is recorded by “runwright accept”.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.desk import add_numbers, add_out, open_desk

if TYPE_CHECKING:
    from pipeline.review.case import Case

HELP = "print what accepting would change"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "the runbooks to print (all that wait)")
    parser.add_argument("--patch", action="store_true", help="print a patch for “git apply”")
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Print the differences."""
    from rich.console import Console

    from pipeline.review.listing import differing
    from pipeline.review.reading import cases

    desk = open_desk(args.out)
    console = Console(highlight=False, soft_wrap=True)
    for case in cases(desk, args.numbers or desk.pending()):
        if args.patch:
            sys.stdout.write(_patch(case, _root(args.out)))
        elif case.is_pending:
            console.print(
                f"{case.heading} ({'an update' if case.before is not None else 'new'})", style="bold", markup=False
            )
            console.print(differing(case))
        else:
            console.print(f"{case.number} {case.title}: nothing waits for review", markup=False)
    if not (args.numbers or desk.pending()) and not args.patch:
        print("Nothing waits for review.")
    return 0


def _patch(case: Case, root: Path) -> str:
    from pipeline.review.difference import patch

    path = case.accepted_file or (case.pending_file and case.pending_file.with_name(case.pending_file.name[:-4]))
    if path is None or not case.is_pending:
        return ""
    return patch(path.resolve().relative_to(root).as_posix(), case.before, case.after)


def _root(folder: Path) -> Path:
    """Return the top of the folder's git checkout, or the folder where there is none: what a patch's paths start at."""
    done = subprocess.run(
        ["git", "rev-parse", "--show-toplevel"], cwd=folder, capture_output=True, text=True, check=False
    )
    return Path(done.stdout.strip()).resolve() if done.returncode == 0 else folder.resolve()
