"""Accept drafts without a terminal.

RUN-….md.new becomes RUN-….md, and who accepted it, when, and from which sources
is kept in DIR/decisions. An open gap or a conflict blocks acceptance. A runbook
that nothing waits for is accepted again as it stands: after an edit by hand, or
when a source changed and the text is still right.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from pipeline.cli.desk import add_numbers, add_out, chosen, locked_desk
from pipeline.cli.intake import count
from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.review.case import Case
    from pipeline.review.desk import Desk

HELP = "accept drafts without a terminal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "the runbooks to accept")
    parser.add_argument("--all", action="store_true", help="accept all that wait and that nothing blocks")
    parser.add_argument("--fill", action="append", default=[], metavar="TOPIC=ANSWER", help="answer a gap first")
    parser.add_argument("--waive", action="append", default=[], metavar="TOPIC=REASON", help="let a gap stay, and why")
    add_out(parser)
    parser.set_defaults(verb="accept")


def run(args: argparse.Namespace) -> int:
    """Accept one after the other; what is refused does not stop the others."""
    fills, waivers = (_pairs(values, name) for values, name in ((args.fill, "--fill"), (args.waive, "--waive")))
    refused = 0
    with locked_desk(args.out) as desk:
        numbers = chosen(args, desk)
        for number in numbers:
            try:
                print(_accepted(desk, number, fills, waivers))
            except UserError as error:
                refused += 1
                print(f"runwright: {error}{_options(desk, number)}", file=sys.stderr)
            except OSError as error:
                what = error.strerror or str(error)
                cure = "nothing is lost: mend that, then run the same command again"
                raise UserError(what, f"{number} is not accepted", cure) from None
    if len(numbers) > 1:
        print(f"Accepted {count(len(numbers) - refused, 'runbook')}, refused {refused}.")
    return 1 if refused else 0


def _options(desk: Desk, number: str) -> str:
    """Return how the command line removes what blocks a runbook, as a further line; "" where nothing does."""
    try:
        case = desk.case(number)
    except UserError:
        return ""
    if case.conflicts and not case.is_pending:
        return f"\n  edit {case.accepted_file}: keep one side of each, and delete the lines that mark them"
    if case.conflicts:
        return f"\n  “runwright review {number}” shows both sides"
    topics = [gap.topic for gap in case.gaps]
    return f"\n  here: --fill {topics[0]}=…, or --waive {topics[0]}=…" if topics else ""


def _accepted(desk: Desk, number: str, fills: list[tuple[str, str]], waivers: list[tuple[str, str]]) -> str:
    from pipeline.review.content import last_tested

    case = desk.case(number)
    for topic, text in fills:
        case = desk.fill(case, case.gap(topic), text)
    for topic, text in waivers:
        case = desk.waive(case, case.gap(topic), text)
    done = desk.accept(case)
    again = "" if case.is_pending else "; nothing waited, so it is accepted as it stands"
    return f"accepted {number} {done.title}{again}{_dated(case, last_tested(case.before or ''))}"


def _dated(case: Case, before: str) -> str:
    """Tell when a date that a person wrote gives way, since only drills write it."""
    from pipeline.review.content import last_tested

    now = last_tested(case.after)
    if not any(c.isdigit() for c in before) or before == now or case.decision.drills or before.startswith("Never"):
        return ""
    return (
        f"\n  Last Tested was “{before}”, and no drill is recorded, so it says “{now}”;"
        f"\n  “runwright drill {case.number} --record --on DATE” records one"
    )


def _pairs(values: list[str], option: str) -> list[tuple[str, str]]:
    found = []
    for value in values:
        topic, sign, text = value.partition("=")
        if not sign or not topic.strip() or not text.strip():
            raise UserError(f"{value!r} has no topic or no text", option, f"write it as {option} owner=“…”")
        found.append((topic.strip(), text.strip()))
    return found
