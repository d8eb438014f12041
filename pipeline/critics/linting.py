"""Finds runbook files, reads them and lets the rules judge them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.critics.fixes import applicable, apply_fixes
from pipeline.critics.registry import all_rules
from pipeline.errors import UserError
from pipeline.importers.document import read_document
from pipeline.models.finding import Finding

SUFFIXES = (".md", ".markdown", ".md.new")
_COMMUNITY = frozenset({"changelog", "contributing", "code_of_conduct", "license", "security", "support", "governance"})
_SKIPPED = frozenset({"node_modules", "venv", "__pycache__", "site-packages"})
_ROUNDS = 5
_SHARE = 250
"""So many files are worth a processor of their own: reading them takes longer than starting it."""


def find_files(paths: Iterable[str], excluded: Callable[[str], bool]) -> list[str]:
    """Return the Markdown files of files and folders, each once; a file that is named is taken whatever it is called.

    Hidden folders, dependencies and a project's community files are left out. Raises UserError for a path that is not
    there.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - thousands of paths; pathlib costs several times as much
            found.update((file, None) for file in _walk(path) if not excluded(file))
        elif os.path.exists(path):  # noqa: PTH110
            found[path] = None
        else:
            raise UserError("there is no such file or folder", path, "name Markdown files, or folders that hold some")
    return list(found)


def _walk(top: str) -> Iterator[str]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and name.split(".")[0].lower() not in _COMMUNITY:
                yield os.path.normpath(f"{folder}/{name}")


def read_texts(files: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return the text of each file that could be read, by path, and for each other file what is wrong with it."""
    texts: dict[str, str] = {}
    problems: list[str] = []
    for file in files:
        try:
            texts[file] = Path(file).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"{file}: not UTF-8 text (byte {error.start + 1}); convert it, or exclude it")
        except OSError as error:
            problems.append(f"{file}: cannot be read: {error.strerror}")
    return texts, problems


def lint(texts: Mapping[str, str], context: Context) -> tuple[Finding, ...]:
    """Return the findings of all files in the order given; many files are shared among the processors."""
    parts = list(texts.items())
    workers = min(os.cpu_count() or 1, len(parts) // _SHARE)
    if workers < 2:
        return _lint_part(parts, context)
    from concurrent.futures import ProcessPoolExecutor

    all_rules()
    chunks = [parts[i : i + _SHARE] for i in range(0, len(parts), _SHARE)]
    with ProcessPoolExecutor(workers) as pool:
        return tuple(f for found in pool.map(_lint_part, chunks, repeat(context)) for f in found)


def _lint_part(texts: Sequence[tuple[str, str]], context: Context) -> tuple[Finding, ...]:
    return tuple(f for path, text in texts for f in criticize(read_document(text, path), _from(path, context)))


def _from(path: str, context: Context) -> Context:
    """Return the context with a look-up of relative links from the file's folder."""
    folder = os.path.dirname(path)  # noqa: PTH120

    def exists(target: str) -> bool:
        return os.path.exists(os.path.join(folder, target))  # noqa: PTH110, PTH118

    return replace(context, exists=exists)


def fix(path: str, text: str, context: Context, *, unsafe: bool) -> tuple[str, int]:
    """Return the file's text with its fixes applied, round after round until none is left, and how many there were."""
    count = 0
    for _ in range(_ROUNDS):
        findings = criticize(read_document(text, path), _from(path, context))
        fixed = apply_fixes(text, findings, unsafe=unsafe)
        if fixed == text:
            break
        count += len(applicable(findings, unsafe=unsafe))
        text = fixed
    return text, count
