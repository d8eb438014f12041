"""What a team sets in `runwright.toml` or `pyproject.toml`: levels of rules, by path if wanted, and their limits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pipeline.errors import UserError
from pipeline.models.finding import Defect, Level

OFF = "off"


@dataclass(frozen=True)
class PathLevels:
    """Levels for the files that match a glob such as "legacy/**"."""

    match: str
    levels: Mapping[str, str]


@dataclass(frozen=True)
class Configuration:
    """The `[lint]` table. `levels` maps a rule or a class of defects to a level or "off"; the narrower one wins."""

    levels: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[PathLevels, ...] = ()
    exclude: tuple[str, ...] = ()
    max_steps: int = 50
    max_age_days: int = 365

    def level(self, rule: str, defect: Defect, default: Level, path: str) -> Level | None:
        """Return the level of a rule's findings in that file, or None where the rule is off."""
        tables = [p.levels for p in reversed(self.paths) if _matches(path, p.match)]
        for table in (*tables, self.levels):
            for key in (rule, defect.value):
                if key in table:
                    return None if table[key] == OFF else Level(table[key])
        return default

    def excludes(self, path: str) -> bool:
        """Tell whether the file is left out when a folder is searched."""
        return any(_matches(path, pattern) for pattern in self.exclude)


def _matches(path: str, pattern: str) -> bool:
    plain = path.removeprefix("./")
    return fnmatch(plain, pattern) or fnmatch(plain, f"*/{pattern}") or fnmatch(plain, f"{pattern.rstrip('/')}/*")


def find_configuration(start: Path) -> Path | None:
    """Return the nearest runwright.toml, or pyproject.toml with a [tool.runwright] table, from the folder upwards."""
    for folder in (start, *start.parents):
        own = folder / "runwright.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "[tool.runwright" in project.read_text(encoding="utf-8"):
            return project
    return None


def load_configuration(path: Path, rules: frozenset[str]) -> Configuration:
    """Read the file's `[lint]` (or `[tool.runwright.lint]`) table.

    Raises UserError that names the file for TOML that does not parse, and for keys, rules or levels that do not exist.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(
            f"the file is not TOML: {error}", str(path), "correct it, or name another with --config"
        ) from None
    except OSError as error:
        raise UserError(f"the file cannot be read: {error.strerror}", str(path), "name another with --config") from None
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("runwright", {})
    return parse_configuration(data.get("lint", {}), str(path), rules)


def parse_configuration(table: Mapping[str, Any], where: str, rules: frozenset[str]) -> Configuration:
    """Return the configuration of a `[lint]` table; `where` names the file in errors. Raises UserError."""
    known = {"levels", "paths", "exclude", "max-steps", "max-age-days"}
    if unknown := sorted(set(table) - known):
        raise UserError(f"unknown key in [lint]: {', '.join(unknown)}", where, f"known are {', '.join(sorted(known))}")
    paths = []
    for item in table.get("paths", ()):
        if not isinstance(item, dict) or not isinstance(item.get("match"), str):
            raise UserError("an item of lint.paths has no match", where, 'write match = "legacy/**"')
        paths.append(PathLevels(item["match"], _levels(item.get("levels", {}), where, rules)))
    return Configuration(
        levels=_levels(table.get("levels", {}), where, rules),
        paths=tuple(paths),
        exclude=_strings(table.get("exclude", ()), where),
        max_steps=_positive(table.get("max-steps", 50), "max-steps", where),
        max_age_days=_positive(table.get("max-age-days", 365), "max-age-days", where),
    )


def _levels(table: object, where: str, rules: frozenset[str]) -> Mapping[str, str]:
    if not isinstance(table, dict):
        raise UserError("levels is not a table", where, 'write levels = { no-owner = "error" }')
    allowed = [*Level, OFF]
    for key, value in table.items():
        if key not in rules and key not in set(Defect):
            raise UserError(f"no rule or class of defects is called {key!r}", where, "`runwright rule` lists them")
        if value not in allowed:
            raise UserError(f"{key} has the level {value!r}", where, f"use one of {', '.join(allowed)}")
    return {str(key): str(value) for key, value in table.items()}


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise UserError("exclude is not a list of globs", where, 'write exclude = ["archive/**"]')
    return tuple(value)


def _positive(value: object, key: str, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UserError(f"{key} is not a whole number above 0", where, f"write {key} = 50")
    return value
