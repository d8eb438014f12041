"""RUN- numbers: given once, never moved, and kept in one file that git can diff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.models.scenario import Scenario


class Given(Frozen):
    """To what a number was given: the scenario's key and title, and the entries it answered then."""

    key: str
    title: str
    entries: tuple[str, ...] = ()


class Numbers(Frozen):
    """All numbers ever given, by RUN- ID."""

    version: int = 1
    given: dict[str, Given] = {}


def load(file: Path) -> Numbers:
    """Read the file of numbers; an absent one holds none. Raises UserError for a file that is not one."""
    try:
        return Numbers.model_validate_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Numbers()
    except (ValidationError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0]
        raise UserError(
            f"not a file of RUN- numbers: {first}", str(file), "restore it from git; without it numbers would move"
        ) from None


def dump(numbers: Numbers) -> str:
    """Return the file's text: one number a line, in order, so that two branches merge well."""
    rows = [
        f"  {json.dumps(name)}: {json.dumps(given.model_dump(), ensure_ascii=False)}"
        for name, given in sorted(numbers.given.items(), key=lambda item: _order(item[0]))
    ]
    return f'{{"version": {numbers.version}, "given": {{\n' + ",\n".join(rows) + "\n}}\n"


def assign(
    scenarios: Sequence[Scenario], numbers: Numbers, reserved: Iterable[str] = ()
) -> tuple[list[Scenario], Numbers]:
    """Give every scenario its number: the one its entries declare, the one it had, or the next free one.

    `reserved` are RUN- IDs that entries mention and that nobody has; new numbers keep clear of them.
    """
    taken: dict[str, str] = {s.key: s.number for s in scenarios if s.number}
    used = set(taken.values())
    _keep_by_key(scenarios, numbers, taken, used)
    _keep_by_entries(scenarios, numbers, taken, used)
    free = _free_numbers(used | set(numbers.given) | set(reserved))
    for scenario in scenarios:
        if scenario.key not in taken:
            taken[scenario.key] = next(free)
    numbered = sorted(
        (s.model_copy(update={"number": taken[s.key]}) for s in scenarios), key=lambda s: _order(s.number)
    )
    given = {**numbers.given, **{s.number: Given(key=s.key, title=s.title, entries=s.entries) for s in numbered}}
    return numbered, Numbers(given=given)


def _keep_by_key(scenarios: Sequence[Scenario], numbers: Numbers, taken: dict[str, str], used: set[str]) -> None:
    by_key = {given.key: number for number, given in numbers.given.items()}
    for scenario in scenarios:
        number = by_key.get(scenario.key)
        if number and scenario.key not in taken and number not in used:
            taken[scenario.key] = number
            used.add(number)


def _keep_by_entries(scenarios: Sequence[Scenario], numbers: Numbers, taken: dict[str, str], used: set[str]) -> None:
    """Recognise a scenario whose key changed (another metric, another procedure) by the entries it still answers."""
    overlaps = sorted(
        (-len(set(scenario.entries) & set(given.entries)), _order(number), number, scenario.key)
        for scenario in scenarios
        if scenario.key not in taken
        for number, given in numbers.given.items()
        if number not in used and set(scenario.entries) & set(given.entries)
    )
    for _, _, number, key in overlaps:
        if key not in taken and number not in used:
            taken[key] = number
            used.add(number)


def _free_numbers(used: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if (name := f"RUN-{number:03d}") not in used:
            yield name


def _order(number: str) -> tuple[int, str]:
    digits = re.search(r"\d+", number)
    return (int(digits[0]) if digits else 0, number)
