"""Print where every runbook stands.

That is: what waits, what is stale and which source changed, what was edited
since it was accepted, what was never tested, what is orphaned or deleted.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from typing import TYPE_CHECKING

from pipeline.cli.desk import add_numbers, add_out, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.review.status import Row, Word

HELP = "print what waits, what is stale, what is untested"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_numbers(parser, "only these runbooks")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
    add_out(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rows."""
    from pipeline.errors import UserError
    from pipeline.review.status import counts, rows

    found = rows(open_desk(args.out))
    if unknown := set(args.numbers) - {row.number for row in found}:
        raise UserError(f"there is no {', '.join(sorted(unknown))}", str(args.out), "leave it out to see all there are")
    found = tuple(row for row in found if not args.numbers or row.number in args.numbers)
    if args.format == "json":
        data = {"counts": counts(found), "runbooks": [row.model_dump(mode="json") for row in found]}
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(found, counts(found))))
    return 0


def _lines(found: tuple[Row, ...], totals: dict[Word, int]) -> Iterator[str]:
    from pipeline.review.status import summary

    yield from _wrapped(summary(found), "", "  ")
    for row in found:
        yield ""
        yield from _wrapped(f"{row.number}  {row.title}", "", "         ")
        said = "; ".join(f"{told.word}: {told.what}" if told.what else told.word for told in row.states)
        yield from _wrapped(said, "         ", "         ")
    yield ""
    yield _next(totals)


def _next(totals: dict[Word, int]) -> str:
    from pipeline.review.status import Word

    if totals.get(Word.PENDING):
        return "Next: runwright review"
    if totals.get(Word.STALE) or totals.get(Word.EDITED) or totals.get(Word.UNRECORDED):
        return "Next: look at what is stale or edited, then “runwright accept RUN-…” where it is still right"
    if totals.get(Word.UNTESTED) or totals.get(Word.OVERDUE):
        return "Next: runwright drill RUN-… gives a worksheet to try a runbook with"
    return "Everything is reviewed and tested."


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, 80, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
