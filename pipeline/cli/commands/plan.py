"""Print which runbooks there will be, from which entries and why, and which entries get none; write nothing."""

from __future__ import annotations

import argparse
import json

from pipeline.cli.intake import add_input_arguments, count, entries_told, read_reported

HELP = "print which runbooks there will be, and why"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_input_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def run(args: argparse.Namespace) -> int:
    """Plan and print."""
    from pipeline.cli.plan_changes import with_orphans, with_reasons
    from pipeline.procedures.library import embedded
    from pipeline.review.workspace import Workspace
    from pipeline.scenarios import numbers
    from pipeline.scenarios.plan import make_plan

    intake = read_reported(args)
    workspace = Workspace(args.out)
    plan, _ = make_plan(intake, embedded(), numbers.load(workspace.numbers))
    plan = with_reasons(plan, intake, embedded(), args.out)
    plan = with_orphans(plan, workspace)
    if args.format == "json":
        problems = [p.model_dump(mode="json") for p in intake.problems]
        scenarios = [s.model_dump(mode="json") | {"response_time": s.response_time} for s in plan.scenarios]
        print(json.dumps(plan.model_dump(mode="json") | {"scenarios": scenarios, "problems": problems}, indent=2))
        return 0
    from pipeline.cli.plan_text import plan_text

    print(f"{entries_told(intake)} call for {count(len(plan.scenarios), 'runbook')}.\n")
    print(plan_text(plan))
    return 0
