"""RUN- numbers are given once and never move."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.models.runbook import Category
from pipeline.models.scenario import Scenario, Tier
from pipeline.scenarios.numbers import Numbers, assign, dump, load


def scenario(key: str, *entries: str, number: str = "") -> Scenario:
    return Scenario(
        key=key, title=key, category=Category.INCIDENT, tier=Tier.SHARED, why="test", entries=entries, number=number
    )


def given(scenarios: list[Scenario], numbers: Numbers | None = None, reserved: tuple[str, ...] = ()) -> dict[str, str]:
    numbered, _ = assign(scenarios, numbers or Numbers(), reserved)
    return {s.key: s.number for s in numbered}


def test_new_scenarios_get_the_lowest_free_numbers_in_order() -> None:
    assert given([scenario("a"), scenario("b")]) == {"a": "RUN-001", "b": "RUN-002"}


def test_a_declared_number_is_honoured_and_not_given_twice() -> None:
    assert given([scenario("a"), scenario("b", number="RUN-001")]) == {"a": "RUN-002", "b": "RUN-001"}


def test_numbers_stay_when_scenarios_are_added_reordered_and_removed() -> None:
    _, numbers = assign([scenario("a"), scenario("b"), scenario("c")], Numbers())
    assert given([scenario("d"), scenario("c"), scenario("a")], numbers) == {
        "a": "RUN-001",
        "c": "RUN-003",
        "d": "RUN-004",
    }


def test_the_number_of_a_removed_scenario_is_not_given_to_another() -> None:
    _, numbers = assign([scenario("a"), scenario("b")], Numbers())
    _, numbers = assign([scenario("b")], numbers)
    assert given([scenario("b"), scenario("new")], numbers)["new"] == "RUN-003"


def test_a_scenario_whose_key_changed_is_recognised_by_its_entries() -> None:
    _, numbers = assign([scenario("old", "MON-001", "MON-002"), scenario("other", "MON-003")], Numbers())
    assert given([scenario("new", "MON-001", "MON-002", "MON-009")], numbers) == {"new": "RUN-001"}


def test_when_a_scenario_splits_the_larger_part_keeps_the_number() -> None:
    _, numbers = assign([scenario("whole", "MON-001", "MON-002", "MON-003")], Numbers())
    parts = [scenario("small", "MON-001"), scenario("large", "MON-002", "MON-003")]
    assert given(parts, numbers) == {"large": "RUN-001", "small": "RUN-002"}


def test_numbers_that_entries_mention_are_kept_free() -> None:
    assert given([scenario("a")], reserved=("RUN-001", "RUN-002")) == {"a": "RUN-003"}


def test_the_file_reads_back_and_has_one_number_a_line(tmp_path: Path) -> None:
    _, numbers = assign([scenario("a", "MON-001"), scenario("b")], Numbers())
    file = tmp_path / "numbers.json"
    file.write_text(dump(numbers), encoding="utf-8")
    assert load(file) == numbers
    assert sum("RUN-" in line for line in file.read_text(encoding="utf-8").splitlines()) == 2


def test_a_broken_file_is_refused_rather_than_numbers_moved(tmp_path: Path) -> None:
    file = tmp_path / "numbers.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="restore it from git"):
        load(file)
