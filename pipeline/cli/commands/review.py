"""Go through the drafts that wait: accept, edit, reject, answer gaps, or skip.

One key for each act; skip is the default, and what is not decided still waits.
With --web the same queue is served as a page, on this machine alone. Without a
terminal use the verbs status, diff, accept and reject.
"""

from __future__ import annotations

import argparse
import sys

from pipeline.cli.desk import add_numbers, add_out, locked_desk
from pipeline.cli.judged import add_inputs, verdicts
from pipeline.errors import UserError

HELP = "go through the drafts that wait"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "only these runbooks")
    parser.add_argument("--web", action="store_true", help="serve the queue as a page on this machine")
    parser.add_argument("--port", type=int, default=0, help="with --web: the port (a free one)")
    add_inputs(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Review on the terminal, or serve the page."""
    if args.web:
        return _web(args)
    if args.inputs:
        given = " ".join(map(str, args.inputs))
        raise UserError(
            f"--inputs {given} judges the gates of the page", "review", "give it with --web, or leave it out"
        )
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


def _web(args: argparse.Namespace) -> int:
    from pipeline.review.web.server import Server
    from pipeline.review.web.site import Site

    judged = verdicts(args.inputs, args.out)
    with locked_desk(args.out) as desk:
        server = Server(desk, Site(desk, judged, args.numbers), args.port)
        print(f"Open {server.address}\nCtrl-C ends the review; what is not decided still waits.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
        finally:
            server.server_close()
    if server.site.decided:
        print("\n".join(f"{what} {n} {title}" for n, (title, what) in server.site.decided.items()))
    return 0
