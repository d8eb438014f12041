"""Finds runbook files, reads them and lets the rules judge them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.critics.fixes import applicable, apply_fixes
from pipeline.errors import UserError
from pipeline.importers.document import read_document
from pipeline.models.document import Document
from pipeline.models.finding import Finding

SUFFIXES = (".md", ".markdown", ".md.new")
_COMMUNITY = frozenset({"changelog", "contributing", "code_of_conduct", "license", "security", "support", "governance"})
_SKIPPED = frozenset({"node_modules", "venv", "__pycache__", "site-packages"})
_ROUNDS = 5


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


def read_documents(files: Sequence[str]) -> tuple[list[Document], list[str]]:
    """Return the documents that could be read, and for each other file what is wrong with it."""
    documents: list[Document] = []
    problems: list[str] = []
    for file in files:
        try:
            text = Path(file).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"{file}: not UTF-8 text (byte {error.start + 1}); convert it, or exclude it")
        except OSError as error:
            problems.append(f"{file}: cannot be read: {error.strerror}")
        else:
            documents.append(read_document(text, file))
    return documents, problems


def lint(documents: Iterable[Document], context: Context) -> tuple[Finding, ...]:
    """Return the findings of all documents; links to files are looked up from each document's own folder."""
    return tuple(f for document in documents for f in criticize(document, located(context, document)))


def located(context: Context, document: Document) -> Context:
    """Return the context with a look-up of relative links from the document's folder."""
    folder = os.path.dirname(document.path)  # noqa: PTH120

    def exists(target: str) -> bool:
        return os.path.exists(os.path.join(folder, target))  # noqa: PTH110, PTH118

    return replace(context, exists=exists)


def fix(document: Document, context: Context, *, unsafe: bool) -> tuple[Document, int]:
    """Return the document with its fixes applied, round after round until none is left, and how many there were."""
    count = 0
    for _ in range(_ROUNDS):
        findings = criticize(document, located(context, document))
        chosen = applicable(findings, unsafe=unsafe)
        text = apply_fixes(document.text, findings, unsafe=unsafe)
        if text == document.text:
            break
        count += len(chosen)
        document = read_document(text, document.path)
    return document, count
