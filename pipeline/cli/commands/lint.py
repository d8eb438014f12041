"""Find in runbooks, written by people or by us, what will hurt at 3 a.m.

Every Markdown layout is read. Exit code 1 means that there is an error or a
warning (see --fail-on), 2 that something could not be read. Levels are set in
runwright.toml, or in pyproject.toml under [tool.runwright.lint]. A comment
above a block leaves it alone:

  <!-- runwright: ignore[RULE] reason until 2027-01-31 -->
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.critics.configuration import Configuration
    from pipeline.critics.context import Context
    from pipeline.critics.report import Report

HELP = "find in runbooks what will hurt at 3 a.m."
_LEVELS = ("error", "warning", "note")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="Markdown files, and folders that are searched for them"
    )
    parser.add_argument("--format", choices=_formats(), default="text", help="how to print (text)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to FILE instead of printing")
    parser.add_argument(
        "--statistics", action="store_true", help="print how often each rule found something, and no more"
    )
    parser.add_argument("--fix", action="store_true", help="apply the safe fixes, then print what is left")
    parser.add_argument("--unsafe-fixes", action="store_true", help="with --fix: apply those that need your eye, too")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="show only what FILE does not hold")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="accept all findings of now into FILE")
    parser.add_argument(
        "--inputs", nargs="+", type=Path, default=[], metavar="PATH", help="entries and catalog, to check IDs"
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="read this configuration, not the nearest one")
    parser.add_argument(
        "--fail-on", choices=_LEVELS, default="warning", help="lowest level that gives exit code 1 (warning)"
    )
    parser.add_argument("--today", type=_day, default=None, metavar="DATE", help="judge ages as of DATE (today)")


def run(args: argparse.Namespace) -> int:
    """Lint the files and print."""
    from pipeline.critics.linting import find_files, lint, read_texts
    from pipeline.critics.report import Report

    configuration = _configuration(args.config)
    texts, problems = read_texts(find_files(args.paths, configuration.excludes))
    context = _context(args, configuration, texts)
    if args.fix:
        texts = _fixed(texts, context, unsafe=args.unsafe_fixes)
    color = args.output is None and sys.stdout.isatty()
    report = Report(lint(texts, context), texts, color)
    report = _against_baseline(args, report)
    _print(args, report)
    for problem in problems:
        print(f"runwright: {problem}", file=sys.stderr)
    if problems:
        return 2
    failing = _LEVELS[: _LEVELS.index(args.fail_on) + 1]
    return int(any(finding.level in failing for finding in report.findings))


def _formats() -> tuple[str, ...]:
    """Return the formats there are: one for each exporter whose name starts with "findings_"."""
    import pkgutil

    from pipeline import exporters

    names = (module.name for module in pkgutil.iter_modules(exporters.__path__))
    return tuple(sorted(name.removeprefix("findings_") for name in names if name.startswith("findings_")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None


def _configuration(named: Path | None) -> Configuration:
    from pipeline.critics.configuration import Configuration, find_configuration, load_configuration
    from pipeline.critics.registry import rule_names

    path = named or find_configuration(Path.cwd())
    return load_configuration(path, rule_names()) if path else Configuration()


def _context(args: argparse.Namespace, configuration: Configuration, texts: Mapping[str, str]) -> Context:
    """Return the context; IDs are judged where entries or whole folders of runbooks are given."""
    from pipeline.critics.context import Context
    from pipeline.importers.document import runbook_id

    known: set[str] = set()
    if args.inputs or any(Path(path).is_dir() for path in args.paths):
        known.update(filter(None, map(runbook_id, texts.values())))
    if args.inputs:
        from pipeline.importers.folder import read_inputs

        known.update(entry.id for entry in read_inputs(args.inputs).entries)
    return Context(today=args.today or date.today(), known=frozenset(known) or None, configuration=configuration)


def _fixed(texts: Mapping[str, str], context: Context, *, unsafe: bool) -> dict[str, str]:
    from pipeline.critics.linting import fix

    fixed = {}
    for path, text in texts.items():
        fixed[path], count = fix(path, text, context, unsafe=unsafe)
        if count:
            Path(path).write_bytes(fixed[path].encode())
            print(f"{path}: {count} fixed", file=sys.stderr)
    return fixed


def _against_baseline(args: argparse.Namespace, report: Report) -> Report:
    """Return the report without what the baseline holds, after writing a new baseline where that is asked."""
    from dataclasses import replace

    if args.write_baseline:
        from pipeline.critics.baseline import write_baseline

        args.write_baseline.write_text(write_baseline(report.findings, report.texts), encoding="utf-8")
        print(f"{args.write_baseline}: {len(report.findings)} findings accepted for now", file=sys.stderr)
        return replace(report, findings=())
    if args.baseline:
        from pipeline.critics.baseline import new_findings, read_baseline

        known = read_baseline(args.baseline)
        return replace(report, findings=new_findings(report.findings, report.texts, known))
    return report


def _print(args: argparse.Namespace, report: Report) -> None:
    if args.statistics:
        from pipeline.exporters.statistics import export_statistics

        text = export_statistics(report.findings)
    else:
        from importlib import import_module

        text = import_module(f"pipeline.exporters.findings_{args.format}").export(report)
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
