"""The tables of effects, endless calls and calls for root: every line of them can be read, and means something."""

from __future__ import annotations

from importlib import resources

import pytest

from pipeline.commands.cli import read
from pipeline.commands.shell import parse
from pipeline.commands.table import fitting, holds
from pipeline.models.runbook import Effect

FOLDER = resources.files("pipeline.commands")


def written(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def test_every_line_of_effects_says_an_effect() -> None:
    for line in written("effects.txt"):
        condition, _, says = line.partition(" :: ")
        assert condition.split()
        assert Effect(says.rstrip("!"))


def test_every_endless_call_has_a_cure_that_ends_no_sentence() -> None:
    for line in written("endless.txt"):
        says = line.partition(" :: ")[2]
        assert says and not says.endswith((".", ";")) and says[0].islower()


def test_tables_hold_no_line_twice() -> None:
    for name in ("effects.txt", "endless.txt", "root.txt"):
        conditions = [line.partition(" :: ")[0] for line in written(name)]
        assert len(conditions) == len(set(conditions))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("systemctl restart x", True),
        ("systemctl status x", False),
        ("mount", False),
        ("mount /x", True),
        ("sysctl -w a=b", True),
    ],
)
def test_a_line_fits_by_words_and_flags(text: str, fits: bool) -> None:
    call = parse(text).calls[0]
    found = list(fitting("root.txt", call.tool, read(call.tool, call.arguments)))
    assert bool(found) is fits


def test_other_names_of_a_tool_share_its_lines() -> None:
    assert holds("effects.txt", "docker-compose") and holds("effects.txt", "oc")
