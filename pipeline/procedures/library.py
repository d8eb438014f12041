"""The procedure library: Markdown files in the runbook template's shape, read and validated."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.importers.runbook import checks, pairs, split_sections, steps
from pipeline.models.procedure import FrontMatter, Procedure

# libyaml reads the library five times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def embedded() -> tuple[Procedure, ...]:
    """Return the procedures that ship with the package, ordered by id."""
    return load(resources.files("pipeline.procedures"))


def load(folder: Traversable | Path) -> tuple[Procedure, ...]:
    """Read every Markdown file of the folder's sub-folders (one a technology), ordered by id.

    Raises UserError for a file that is not in the form of a procedure, or an id that two files have.
    """
    found: dict[str, Procedure] = {}
    for technology in sorted((f for f in folder.iterdir() if f.is_dir()), key=lambda f: f.name):
        for file in sorted(technology.iterdir(), key=lambda f: f.name):
            if not file.name.endswith(".md"):
                continue
            where = f"{technology.name}/{file.name}"
            procedure = parse_procedure(file.read_text(encoding="utf-8"), where)
            if file.name != f"{procedure.id}.md":
                raise UserError(f"the id is {procedure.id!r}", where, "name the file after its id")
            if procedure.id in found:
                raise UserError(f"a second procedure with the id {procedure.id!r}", where, "choose another id")
            found[procedure.id] = procedure
    return tuple(found[name] for name in sorted(found))


def parse_procedure(text: str, path: str) -> Procedure:
    """Parse one procedure file: YAML front matter between "---" lines, then the template's sections.

    Raises UserError that names the file, and the line where one is to blame.
    """
    front, body, first_line = _split(text, path)
    try:
        matter = FrontMatter.model_validate(yaml.load(front, Loader=_LOADER))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise UserError(f"the front matter is not YAML: {error}", path) from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UserError(f"the front matter is wrong: {faults}", path) from None
    _, sections = split_sections(list(enumerate(body.split("\n"), start=first_line)), path)
    scope = pairs(sections.get("Scope", []), path)
    escalation = dict(pairs(sections.get("Escalation", []), path))
    contents: dict[str, Any] = {
        "handles": tuple(text for label, text in scope if label == "Handles"),
        "excludes": tuple(text for label, text in scope if label == "Does NOT handle"),
        "prerequisites": checks(sections.get("Prerequisites", []), path),
        "steps": steps(sections.get("Procedure", []), path),
        "escalate_when": escalation.get("When to escalate", ""),
        "escalate_with": escalation.get("What to provide", ""),
        "post_incident": checks(sections.get("Post-Incident", []), path),
    }
    if missing := [name for name, value in contents.items() if not value]:
        raise UserError(f"missing or empty: {', '.join(missing)}", path, "see CONTRIBUTING.md, “A procedure”")
    return Procedure(**dict(matter), **contents)


def _split(text: str, path: str) -> tuple[str, str, int]:
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        raise UserError("no front matter", f"{path}:1", "start the file with a block between two “---” lines")
    end = lines.index("---", 1)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2
