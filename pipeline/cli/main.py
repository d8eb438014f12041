"""The `runwright` command: finds its verbs, runs one, and turns errors into exit codes.

Exit codes: 0 done, 1 findings or failures, 2 wrong use or bad input, 3 a bug, 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.cli import commands
from pipeline.errors import UserError

_DESCRIPTION = """\
Turn alerts (MON-), deployment plans (DEP-) and risks (RISK-) into reviewed
runbooks (RUN-).
"""
_EPILOG = """\
a first round:
  runwright init demo              make a small workspace to play with
  runwright plan demo/inputs       see which runbooks there will be, and why
  runwright generate demo/inputs   draft them into outputs/runbooks
  runwright review                 accept, edit or reject them, one by one
  runwright lint outputs/runbooks  run the same critics on any runbook
  runwright gate demo/inputs       check coverage and quality, for CI

exit codes: 0 done, 1 findings or failures, 2 wrong use or bad input, 3 a bug,
130 interrupted
"""
_ORDER = (
    *("init", "plan", "generate", "show", "lint", "rule", "gate"),
    *("review", "accept", "reject", "diff", "status", "drill", "report"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    args = build_parser().parse_args(argv)
    if args.run is None:
        build_parser().print_help()
        return 2
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"runwright: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nrunwright: interrupted; what was finished is kept, run it again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, a pager) has gone; writing to it again at exit would fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"runwright: {_told(error)}", file=sys.stderr)
        return 2
    except Exception:  # the last line of defence, where a bug becomes a report
        print(f"runwright: this is a bug; please report it with {_log()}", file=sys.stderr)
        return 3


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with one sub-command for each module of `pipeline.cli.commands`."""
    parser = argparse.ArgumentParser(
        prog="runwright",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"runwright {__version__}")
    parser.set_defaults(run=None)
    verbs = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name in _verbs():
        module = importlib.import_module(f"{commands.__name__}.{name}")
        verb = verbs.add_parser(
            name,
            help=module.HELP,
            description=_wrapped(module.__doc__ or ""),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def _wrapped(text: str) -> str:
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(textwrap.fill(" ".join(paragraph.split()), 79) for paragraph in paragraphs)


def _verbs() -> list[str]:
    found = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    return sorted(found, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))


def _told(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _log() -> str:
    with tempfile.NamedTemporaryFile("w", prefix="runwright-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(f"runwright {__version__}\nPython {sys.version}\n{' '.join(sys.argv)}\n\n{traceback.format_exc()}")
    return str(Path(file.name))


if __name__ == "__main__":
    sys.exit(main())
