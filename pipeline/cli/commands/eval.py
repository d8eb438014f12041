"""Measure drafts and critics on data sets: how good are they, and did a change make them better?

Without arguments it runs the free suite in evals/datasets: the embedded engine and kept replies of models, no network.
A DATASET is a data set (*.yaml), a folder of them, a file of alerts with human runbooks (*.jsonl), or an output folder,
whose accepted runbooks are compared with their drafts. Exit code 1 means a regression against the baseline, or a table
that is out of date.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.eval_engines import Bench, add_engine_arguments
from pipeline.errors import UserError

if TYPE_CHECKING:
    from pipeline.evaluation.record import Record

HELP = "measure drafts and critics on data sets"
_RECORD = Path("evals/runs/latest.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("datasets", nargs="*", type=Path, metavar="DATASET", help="what to run (evals/datasets)")
    add_engine_arguments(parser)
    parser.add_argument("--processes", type=_count, metavar="N", help="processes of the embedded engine (all)")
    parser.add_argument("--epochs", type=_count, default=1, metavar="N", help="draft every sample N times (1)")
    parser.add_argument(
        "--unforeseen",
        action="store_true",
        help="draft each alert without the procedures that list it by name, as an alert that nobody foresaw",
    )
    parser.add_argument("--by", default="", metavar="TAG", help="break results down: technology, tier, rule, procedure")
    parser.add_argument(
        "--out",
        type=Path,
        default=_RECORD,
        metavar="FILE",
        help=f"where the record goes, HTML beside it ({_RECORD})",
    )
    parser.add_argument(
        "--rescore", type=Path, metavar="FILE", help="score the drafts of this record again, and no more"
    )
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"), help="compare two records, and no more")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="exit 1 where a measure fell behind this baseline"
    )
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="make this run the baseline")
    parser.add_argument(
        "--write-table", type=Path, metavar="PAGE", help="put the table of results into a Markdown page"
    )
    parser.add_argument("--check-table", type=Path, metavar="PAGE", help="exit 1 where such a page is out of date")
    parser.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="how to print (text)")


def run(args: argparse.Namespace) -> int:
    """Run, score again or compare; print; and hold against the baseline."""
    if args.compare:
        return _compare(args.compare[0], args.compare[1], args.out.with_name("compare.html"))
    record = _rescored(args.rescore, args.processes) if args.rescore else _evaluated(args)
    _keep(record, args)
    print(_told(record, args), end="")
    code = _against_baseline(record, args.baseline, whole=not args.datasets) if args.baseline else 0
    return code or (_checked(record, args.check_table) if args.check_table else 0)


def _evaluated(args: argparse.Namespace) -> Record:
    _needs_extra()
    from pipeline.evaluation.suite import DATASETS, evaluate
    from pipeline.evaluation.workers import processors

    paths = args.datasets or [DATASETS]
    if not args.datasets and not DATASETS.is_dir():
        raise UserError("there are no data sets here", str(DATASETS), "name one, or run from a folder that has them")
    bench = Bench(args)
    try:
        processes = args.processes or processors()
        return evaluate(paths, bench.engines(), args.epochs, _say, processes, unforeseen=args.unforeseen)
    finally:
        bench.keep()
        for line in bench.told():
            _say(line)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _rescored(path: Path, processes: int | None) -> Record:
    _needs_extra()
    from pipeline.evaluation.record import read_record
    from pipeline.evaluation.suite import evaluate_again
    from pipeline.evaluation.workers import processors

    return evaluate_again(read_record(path), processes or processors())


def _keep(record: Record, args: argparse.Namespace) -> None:
    from pipeline.evaluation import baseline, page, tables
    from pipeline.evaluation.record import write_record

    write_record(args.out, record)
    args.out.with_suffix(".html").write_text(page.html(record), encoding="utf-8")
    print(f"{args.out} and {args.out.with_suffix('.html').name} written", file=sys.stderr)
    if args.write_baseline:
        args.write_baseline.parent.mkdir(parents=True, exist_ok=True)
        args.write_baseline.write_text(baseline.dump(baseline.of_record(record)), encoding="utf-8")
    if args.write_table:
        tables.update_page(args.write_table, record)


def _told(record: Record, args: argparse.Namespace) -> str:
    from pipeline.evaluation import tables
    from pipeline.evaluation.headline import as_data

    if args.format == "json":
        return json.dumps(as_data(record), indent=2) + "\n"
    return tables.markdown(record) if args.format == "markdown" else tables.text(record, args.by)


def _compare(a: Path, b: Path, html: Path) -> int:
    from pipeline.evaluation import compare_page, comparison
    from pipeline.evaluation.record import read_record

    before, after = read_record(a), read_record(b)
    html.parent.mkdir(parents=True, exist_ok=True)
    html.write_text(compare_page.html(before, after), encoding="utf-8")
    print(comparison.text(before, after), end="")
    print(f"{html} written", file=sys.stderr)
    return 0


def _against_baseline(record: Record, path: Path, *, whole: bool) -> int:
    """Print what got worse; after a run over all data sets, one that is missing is a loss as well."""
    from pipeline.evaluation import baseline

    known = baseline.load(path)
    worse = [str(r) for r in baseline.regressions(known, record)] + list(baseline.lost(known, record))
    worse += baseline.not_run(known, record) if whole else ()
    for line in baseline.stale(known, record):
        print(f"note: {line}")
    for line in worse:
        print(f"regression: {line}")
    if worse:
        print(f"If that is meant, make it the new baseline: runwright eval --write-baseline {path}")
    else:
        print(f"No regression against {path}.")
    return int(bool(worse))


def _checked(record: Record, page: Path) -> int:
    from pipeline.evaluation import tables

    current = tables.is_current(page, record)
    print(f"{page} is up to date." if current else f"{page} is out of date: runwright eval --write-table {page}")
    return int(not current)


def _needs_extra() -> None:
    if importlib.util.find_spec("pydantic_evals") is None:
        raise UserError(
            "evaluations need the package pydantic-evals, which is not installed",
            "runwright eval",
            "install it with: pip install 'runwright[eval]' (in a checkout: pip install -e '.[eval]')",
        )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
