"""Write what waits for review as one HTML file that loads nothing.

It holds the gates, the coverage, and each draft with its findings and sources.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.cli.desk import add_out, open_desk
from pipeline.cli.judged import add_inputs, verdicts

HELP = "write the review as one HTML file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "--output", type=Path, default=Path("report.html"), metavar="FILE", help="the file (report.html)"
    )
    add_inputs(parser)
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file."""
    from pipeline.review.web.site import Site
    from pipeline.review.workspace import write

    desk = open_desk(args.out)
    changed = write(args.output, Site(desk, verdicts(args.inputs, args.out)).report())
    print(f"{'wrote' if changed else 'unchanged:'} {args.output}")
    return 0
