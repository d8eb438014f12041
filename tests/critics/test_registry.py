from __future__ import annotations

import pytest

from pipeline.critics.registry import all_rules, rule_named, rule_names
from pipeline.errors import UserError
from pipeline.models.finding import Defect


def test_every_class_of_defects_has_a_rule() -> None:
    assert {rule.defect for rule in all_rules()} == set(Defect)


def test_names_are_unique() -> None:
    assert len(rule_names()) == len(all_rules())


def test_a_misspelt_name_is_answered_with_a_close_one() -> None:
    with pytest.raises(UserError, match="vague-step"):
        rule_named("vage-step")
