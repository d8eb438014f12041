"""Print a worksheet to try an accepted runbook by, or record how it went.

With --record the result is kept, and Last Tested is written from it; nothing
else writes it. The result is bound to the steps as they stood: a step that is
edited later is untested again.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from pipeline.cli.desk import add_out, locked_desk, open_desk, run_number
from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.review.case import Case
    from pipeline.review.desk import Desk

HELP = "try a runbook, and record how it went"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("number", metavar="RUN-…", type=run_number, help="an accepted runbook")
    parser.add_argument("--record", action="store_true", help="record the result of a drill or a real use")
    parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="the day of it (today)")
    parser.add_argument("--failed", type=_steps, default=(), metavar="STEPS", help="steps that failed, such as 3,5")
    parser.add_argument("--notes", default="", help="what the next reader should know")
    parser.add_argument("--who", default="", help="who followed it (you)")
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Print the worksheet, or record."""
    if args.record:
        with locked_desk(args.out) as desk:
            print(_recorded(desk, args))
        return 0
    if args.on or args.failed or args.notes or args.who:
        raise UserError("these belong to a result", "--on, --failed, --notes, --who", "add --record")
    from pipeline.review.worksheet import worksheet

    print(worksheet(_accepted(open_desk(args.out), args.number)), end="")
    return 0


def _recorded(desk: Desk, args: argparse.Namespace) -> str:
    from pipeline.review.content import last_tested
    from pipeline.review.tested import step_titles, untested

    case = _accepted(desk, args.number)
    titles = step_titles(case.before or "")
    if wrong := [step for step in args.failed if not 0 < step <= len(titles)]:
        raise UserError(f"there is no step {wrong[0]}", "--failed", f"{args.number} has {len(titles)} steps")
    on = args.on or desk.clock().date()
    if on > desk.clock().date():
        raise UserError(f"{on} is still to come", "--on", "give the day on which it was tried")
    more = {"by": args.who} if args.who else {}
    done = desk.drill(case, desk.new_drill(case, on=on, failed=args.failed, notes=args.notes.strip(), **more))
    left = untested(done.before or "", done.decision)
    lines = [f"recorded {args.number} {done.title}; Last Tested: {last_tested(done.before or '')}"]
    lines += [f"  to mend and try again: {titles[n - 1]}" for n in left]
    return "\n".join(lines)


def _accepted(desk: Desk, number: str) -> Case:
    case = desk.case(number)
    if case.before is None:
        raise UserError("it is not accepted yet", number, f"“runwright review {number}” first")
    return case


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None


def _steps(text: str) -> tuple[int, ...]:
    words = text.replace(",", " ").split()
    if not words or not all(word.isdigit() for word in words):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of steps such as 3,5")
    return tuple(sorted({int(word) for word in words}))
