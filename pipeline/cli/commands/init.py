"""Make a small workspace to start from: entries of each kind, a catalog, and nothing that exists is overwritten."""

from __future__ import annotations

import argparse
from importlib import resources
from pathlib import Path

from pipeline.errors import UserError

HELP = "make a small workspace to start from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to make it; it may exist")


def run(args: argparse.Namespace) -> int:
    """Write the starter files."""
    starter = resources.files("pipeline.cli").joinpath("starter")
    files = {args.folder / "inputs" / f.name: f.read_text(encoding="utf-8") for f in starter.iterdir()}
    if existing := [str(path) for path in files if path.exists()]:
        raise UserError(f"{', '.join(sorted(existing))} exist", str(args.folder), "name a folder without them")
    for path, text in sorted(files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path}")
    print(f"\nNext: runwright plan {args.folder / 'inputs'} --out {args.folder / 'outputs'}")
    return 0
