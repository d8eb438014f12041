"""Check the quality gates over entries and accepted runbooks; exit 1 where something is missing.

Drafts that wait for review do not count, unless --pending says so.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from typing import TYPE_CHECKING

from pipeline.cli.intake import add_input_arguments, count, read_reported

if TYPE_CHECKING:
    from pipeline.critics.gates import Subject, Verdict

HELP = "check coverage and quality gates, for CI"
_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_input_arguments(parser)
    parser.add_argument("--pending", action="store_true", help="let drafts that wait for review count")
    parser.add_argument("--all", action="store_true", help=f"list all that is missing, not the first {_SHOWN} a gate")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def run(args: argparse.Namespace) -> int:
    """Judge and print."""
    from pipeline.critics.gates import judge

    verdicts = judge(subject(args))
    passed = all(verdict.passed for verdict in verdicts)
    if args.format == "json":
        rows = [v.model_dump(mode="json") | {"passed": v.passed} for v in verdicts]
        print(json.dumps({"passed": passed, "gates": rows}, indent=2))
    else:
        print("\n".join(line for v in verdicts for line in _lines(v, len(v.missing) if args.all else _SHOWN)))
        closed = sum(not v.passed for v in verdicts)
        print(f"\n{count(closed, 'gate')} of {len(verdicts)} closed." if closed else "\nAll gates are open.")
    return 0 if passed else 1


def subject(args: argparse.Namespace) -> Subject:
    """Return what the gates look at: the entries, the plan and the runbooks that count."""
    from datetime import date

    from pipeline.critics.context import Context
    from pipeline.critics.engine import criticize
    from pipeline.critics.gates import Reviewed, Subject
    from pipeline.importers.document import read_document
    from pipeline.procedures.library import embedded
    from pipeline.review.workspace import Workspace, read
    from pipeline.scenarios import numbers
    from pipeline.scenarios.plan import make_plan

    intake = read_reported(args)
    workspace = Workspace(args.out)
    plan, _ = make_plan(intake, embedded(), numbers.load(workspace.numbers))
    runbooks = {}
    files = workspace.files()
    for number, found in files.items():
        path = found.accepted or (found.pending if args.pending else None)
        if path is not None:
            document = read_document(read(path) or "", str(path))
            runbooks[number] = Reviewed(document, criticize(document, Context(today=date.today())))
    waiting = frozenset(number for number, found in files.items() if found.pending and number not in runbooks)
    return Subject(entries=intake.entries, plan=plan, runbooks=runbooks, pending=waiting)


def _lines(verdict: Verdict, shown: int) -> list[str]:
    lines = [f"{'open  ' if verdict.passed else 'CLOSED'}  {verdict.title}"]
    for missing in verdict.missing[:shown]:
        lines += textwrap.wrap(
            f"{missing.id}  {missing.what}", 80, initial_indent="        ", subsequent_indent="          "
        )
    more = len(verdict.missing) - shown
    return [*lines, f"        and {more} more (--all lists them)"] if more > 0 else lines
