"""Show one runbook with its sources, findings and gaps, or one entry with the runbooks that answer it."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.errors import UserError

HELP = "show a runbook with its sources, or where an entry went"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("id", metavar="ID", help="a RUN-, MON-, DEP- or RISK- ID")
    parser.add_argument("--out", type=Path, default=Path("outputs"), metavar="DIR", help="output folder (outputs)")


def run(args: argparse.Namespace) -> int:
    """Print what is known of the ID."""
    from pipeline.cli.show_text import entry_text, runbook_text
    from pipeline.models.run import RunRecord
    from pipeline.review.workspace import Workspace, read

    workspace = Workspace(args.out)
    text = read(workspace.record)
    if text is None:
        raise UserError(
            "no run is recorded there", str(args.out), "run “runwright generate INPUTS” first, or name --out"
        )
    record = RunRecord.model_validate_json(text)
    wanted = args.id.upper() if args.id.upper().startswith("RUN-") else args.id
    told = runbook_text(wanted, workspace, record) if wanted.startswith("RUN-") else entry_text(wanted, record)
    print(told)
    return 0
