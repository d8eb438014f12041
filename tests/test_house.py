"""The house: imports run downhill, heavy libraries have one door, and the light verbs stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real_data import ROOT

PACKAGE = ROOT / "pipeline"
ORDER = (
    "models importers procedures commands scenarios llm drafting critics exporters revise review evaluation cli".split()
)
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_sub_package_imports_only_those_above_it(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    if own not in ORDER:
        return
    allowed = {"errors", "__version__", *ORDER[: ORDER.index(own) + 1]}
    wrong = {name for name in imported(path) if name.startswith("pipeline.") and name.split(".")[1] not in allowed}
    assert not wrong, f"{own} may not import {wrong}"


@pytest.mark.parametrize(("library", "door"), [("openai", "llm"), ("langgraph", "revise")])
def test_a_heavy_library_has_one_door(library: str, door: str) -> None:
    users = {p.relative_to(PACKAGE).parts[0] for p in FILES if any(n.split(".")[0] == library for n in imported(p))}
    assert users <= {door}


@pytest.mark.parametrize("arguments", [["--help"], ["lint", "README.md"], ["rule", "--help"]])
def test_the_light_verbs_import_neither_openai_nor_langgraph(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom pipeline.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print('HEAVY', sorted({'openai', 'langgraph'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_no_file_names_a_package_registry() -> None:
    for path in [*FILES, *ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        assert "pypi.org" not in text and "registry.npmjs" not in text, path
