"""Files and folders → entries, catalog and problems: each file goes to the importers of its format."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import pipeline.importers
from pipeline.errors import UserError
from pipeline.importers.catalog import merge
from pipeline.importers.entries.combining import combine
from pipeline.importers.entries.found import Found, Importer
from pipeline.importers.text.input_file import InputFile, open_input
from pipeline.importers.text.walking import Walked, walk
from pipeline.models.base import Source
from pipeline.models.intake import Intake, Problem, ProblemLevel

_WHAT_TO_PUT = (
    "put MON-, DEP- or RISK- entries there: Markdown, Prometheus rules (YAML), a risk register (CSV), or a catalog.yaml"
)


def read_inputs(paths: Sequence[Path], base: Path | None = None) -> Intake:
    """Read all files of all paths; folders are walked in the order of names, hidden files left out.

    Paths are shown relative to `base` where they lie below it, and as given otherwise. Everything that could not be
    read is a problem of the intake. Raises UserError for a path that does not exist and where there is no file at all.
    """
    missing = [path for path in paths if not path.exists()]
    if missing or not paths:
        names = ", ".join(str(path) for path in missing) or "no path given"
        raise UserError("no such file or folder", names, "check the path")
    walked = walk(paths, base)
    if not walked.files and not walked.problems:
        raise UserError("no files in it", ", ".join(str(path) for path in paths), _WHAT_TO_PUT)
    found = [_read_file(file, shown) for file, shown in _readable(walked)]
    combined = combine(found, [module for module in importers() if hasattr(module, "settle")])
    catalogs = [(one.path, one.catalog) for one in found if one.catalog is not None]
    catalog, conflicts = merge(catalogs)
    problems = [*walked.problems, *_unreadable(walked), *combined.problems, *conflicts]
    return Intake(
        entries=tuple(combined.entries),
        catalog=catalog,
        problems=tuple(sorted(problems, key=lambda one: (one.source.path, one.source.line))),
        files=tuple(shown for _, shown in _readable(walked)),
    )


@cache
def importers() -> tuple[Importer, ...]:
    """Return the modules of this package that are importers, ordered by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(pipeline.importers.__path__))
    modules = (importlib.import_module(f"pipeline.importers.{name}") for name in names)
    return tuple(
        cast(Importer, module) for module in modules if hasattr(module, "SUFFIXES") and hasattr(module, "sniff")
    )


def _suffixes() -> set[str]:
    return {suffix for importer in importers() for suffix in importer.SUFFIXES}


def _readable(walked: Walked) -> Iterable[tuple[Path, str]]:
    return ((file, shown) for file, shown in walked.files if Path(shown).suffix.lower() in _suffixes())


def _unreadable(walked: Walked) -> list[Problem]:
    """Note the files whose suffix no importer reads, once a suffix."""
    by_suffix: dict[str, list[str]] = {}
    for _, shown in walked.files:
        suffix = Path(shown).suffix.lower()
        if suffix not in _suffixes():
            by_suffix.setdefault(suffix, []).append(shown)
    notes: list[Problem] = []
    for suffix, files in by_suffix.items():
        kind = f"{suffix} is" if suffix else "a name without a suffix is"
        many = f" ({len(files)} such files)" if len(files) > 1 else ""
        what = f"not read: {kind} none of {' '.join(sorted(_suffixes()))}{many}"
        notes.append(Problem(source=Source(path=files[0], line=1), level=ProblemLevel.NOTE, what=what, what_next=""))
    return notes


def _read_file(path: Path, shown: str) -> Found:
    file, problems = open_input(path, shown)
    if file is None:
        return Found(problems=tuple(problems))
    own = [importer for importer in importers() if file.suffix in importer.SUFFIXES and importer.sniff(file)]
    parts = [importer.read(file) for importer in own]
    problems += _document_problems(file)
    for part in parts:
        problems += part.problems
    if not problems and all(part.empty for part in parts):
        problems.append(file.note(1, "nothing to import in it: no MON-, DEP- or RISK- entries, rules or catalog"))
    return Found(
        entries=tuple(entry for part in parts for entry in part.entries),
        summaries=tuple(entry for part in parts for entry in part.summaries),
        catalog=next((part.catalog for part in parts if part.catalog is not None), None),
        problems=tuple(problems),
        path=shown,
    )


def _document_problems(file: InputFile) -> list[Problem]:
    return file.yaml.problems if file.suffix in (".yaml", ".yml", ".json", ".rules") else []
