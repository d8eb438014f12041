"""Draft a runbook for every scenario of the inputs, criticize and revise it, and leave it for review.

New and changed drafts are written to DIR/runbooks/RUN-….md.new; accepted runbooks (RUN-….md) are never touched.
Unchanged inputs write nothing.
"""

from __future__ import annotations

import argparse
import time

from pipeline.cli.asking import Session, add_model_arguments, settings
from pipeline.cli.intake import add_input_arguments, count, entries_told, read_reported

HELP = "draft runbooks from entries, for review"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_input_arguments(parser)
    add_model_arguments(parser)
    parser.add_argument("--only", nargs="+", default=[], metavar="RUN-…", help="draft these scenarios alone")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the outcome (text)")


def run(args: argparse.Namespace) -> int:
    """Generate, write and report."""
    from pipeline.cli.generation import Generation
    from pipeline.cli.generation_text import outcome_json, outcome_text

    started = time.monotonic()
    intake = read_reported(args)
    chosen = settings(args)
    session = Session(chosen, args.out, args.record, args.replay, args.judges) if chosen["engine"] == "openai" else None
    generation = Generation(intake, args.out, engine=chosen["engine"], session=session, only=args.only)
    if args.format == "text":
        alone = f"; only {', '.join(args.only)} of them" if args.only else ""
        print(f"{entries_told(intake)} call for {count(len(generation.plan.scenarios), 'runbook')}{alone}.")
    generation.run(started)
    print(outcome_json(generation) if args.format == "json" else outcome_text(generation))
    retry = any(draft.retry for draft in generation.drafts)
    return 1 if generation.failed or retry or intake.errors else 0
