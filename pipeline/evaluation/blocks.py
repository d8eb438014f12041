"""Counts how far the command blocks of runbooks are understood: python -m pipeline.evaluation.blocks FOLDER."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.commands.analysis import analyse
from pipeline.importers.document import read_document
from pipeline.models.command import Analysis, FaultKind

_WRONG = (FaultKind.SYNTAX, FaultKind.UNKNOWN_SUBCOMMAND, FaultKind.UNKNOWN_FLAG)


def analyses(folder: Path) -> Iterator[tuple[Path, int, Analysis]]:
    """Yield the file, the first line and the analysis of each block of the Markdown files in a folder."""
    for path in sorted(folder.rglob("*.md")):
        document = read_document(path.read_text(encoding="utf-8", errors="replace"), str(path))
        for located in document.blocks:
            yield path, located.line, analyse(located.block)


def counts(found: Sequence[Analysis]) -> Counter[str]:
    """Return how many blocks there are, how many hold commands, parse and are flagged, and the same of their calls."""
    held = [analysis for analysis in found if analysis.language]
    calls = [call for analysis in held for call in analysis.invocations]
    kinds = Counter(fault.kind.value for analysis in held for fault in analysis.faults)
    return Counter(
        {
            "blocks": len(found),
            "with commands or queries": len(held),
            "parsed": sum(analysis.parsed for analysis in held),
            "flagged as wrong": sum(any(f.kind in _WRONG for f in analysis.faults) for analysis in held),
            "calls": len(calls),
            "calls of a known tool": sum(call.known for call in calls),
            **{f"fault {kind}": n for kind, n in sorted(kinds.items())},
        }
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts, then each block that is flagged as wrong, with the reason."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluation.blocks", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of runbooks")
    found = list(analyses(parser.parse_args(arguments).folder))
    for name, count in counts([analysis for _, _, analysis in found]).items():
        sys.stdout.write(f"{count:6}  {name}\n")
    for path, line, analysis in found:
        for fault in (f for f in analysis.faults if f.kind in _WRONG):
            sys.stdout.write(f"{path}:{line + fault.line - 1}: {fault.kind.value}: {fault.message}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
