"""Go through the drafts that wait, one after the other: accept, edit, reject, answer gaps, or skip.

One key for each act; skip is the default, and what is not decided still waits. With --web the same queue is served
as a page on this machine alone. Without a terminal use the verbs accept, reject, diff and status.
"""

from __future__ import annotations

import argparse
import sys

from pipeline.cli.desk import add_numbers, add_out, locked_desk
from pipeline.errors import UserError

HELP = "go through the drafts that wait"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "only these runbooks")
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Review on the terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(
            "review needs a terminal",
            "review",
            "without one: runwright status, diff, accept RUN-… | --all, reject RUN-… --reason …",
        )
    from rich.console import Console

    from pipeline.review.keys import TerminalKeys
    from pipeline.review.terminal import Session, summary

    with locked_desk(args.out) as desk:
        numbers = args.numbers or desk.pending()
        if not numbers:
            print("Nothing waits for review.")
            return 0
        for number in numbers:
            desk.case(number)
        session = Session(desk, numbers, Console(highlight=False), TerminalKeys())
        try:
            outcomes = session.run()
        except KeyboardInterrupt:
            print("\n" + summary(session.outcomes))
            raise
    print(f"\n{summary(outcomes)}")
    return 0
