"""Reject drafts without a terminal.

RUN-….md.new goes away, and the reason is kept in DIR/decisions. What was
accepted before stays as it is. The next “generate” drafts the scenario again:
a model is given the reason; the library engine cannot follow words, so its
draft comes back only when something it rests on changes.
"""

from __future__ import annotations

import argparse

from pipeline.cli.desk import add_numbers, add_out, chosen, locked_desk

HELP = "reject drafts without a terminal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "the runbooks to reject")
    parser.add_argument("--all", action="store_true", help="reject all that wait")
    parser.add_argument("--reason", required=True, help="why; the next draft is made with it")
    add_out(parser)
    parser.set_defaults(verb="reject")


def run(args: argparse.Namespace) -> int:
    """Reject one after the other."""
    with locked_desk(args.out) as desk:
        for number in chosen(args, desk):
            case = desk.case(number)
            desk.reject(case, args.reason)
            kept = "; the accepted runbook stays as it is" if case.before is not None else ""
            print(f"rejected {number} {case.title}{kept}")
    return 0
