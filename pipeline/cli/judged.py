"""The gates' verdicts for review and report, where entries are named with --inputs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.critics.gates import Verdict


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add --inputs."""
    parser.add_argument(
        "--inputs", nargs="+", type=Path, default=[], metavar="PATH", help="entries and catalog, to judge the gates"
    )


def verdicts(inputs: list[Path], out: Path) -> tuple[Verdict, ...] | None:
    """Return the verdicts over accepted runbooks, or None where no inputs were named."""
    if not inputs:
        return None
    from pipeline.cli.commands.gate import subject
    from pipeline.critics.gates import judge

    return judge(subject(argparse.Namespace(inputs=inputs, out=out, strict=False, pending=False)))
