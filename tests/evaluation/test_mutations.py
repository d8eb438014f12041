"""Mutation operators: each plants one defect, and the trials say whether its rule saw it."""

from __future__ import annotations

import pytest

from pipeline.critics.registry import rule_names
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.mutations import Operator, cleaned, operators, trials
from tests.evaluation.subjects import RUNBOOK

ANSWER = Answer(number="RUN-001", text=RUNBOOK, grounds=RUNBOOK, known=("MON-001", "RUN-001"))


def test_every_operator_is_meant_for_a_rule_that_exists() -> None:
    assert {operator.rule for operator in operators()} <= rule_names()
    assert len({operator.name for operator in operators()}) == len(operators())


def test_an_operator_without_a_place_changes_nothing() -> None:
    assert Operator(name="x", rule="no-owner", find="^Nowhere$", put="").apply(RUNBOOK) is None


def test_of_several_places_the_middle_one_is_taken() -> None:
    assert Operator(name="x", rule="no-owner", find="a", put="[\\g<0>]").apply("a1a2a") == "a1[a]2a"
    assert Operator(name="x", rule="no-owner", find="a", put="b", every=True).apply("a1a2a") == "b1b2b"
    assert Operator(name="x", rule="no-owner", find="a", put="b", times=3).apply("1a") == "1bbb"


@pytest.mark.parametrize("name", ["drop-owner", "drop-who", "age-date", "remove-verification", "unknown-flag"])
def test_a_planted_defect_is_found(name: str) -> None:
    (found,) = trials({"RUN-001": ANSWER}, [operator for operator in operators() if operator.name == name])
    assert found.scores["recall"] == 1
    assert found.tags["operator"] == name


def test_a_defect_that_its_rule_does_not_see_is_missed() -> None:
    (found,) = trials({"RUN-001": ANSWER}, [Operator(name="x", rule="vague-step", find="^Owner: .*\n", put="")])
    assert (found.scores["recall"], found.scores["also-found"], found.detail) == (0, 1, "no-owner")


def test_a_runbook_that_is_not_clean_is_left_out() -> None:
    dirty = ANSWER.model_copy(update={"text": RUNBOOK.replace("Its pods say why.", "TODO").replace("Owner", "Keeper")})
    assert list(trials({"RUN-001": dirty})) == []


def test_a_draft_is_cleaned_of_gaps_and_counts_as_drilled() -> None:
    text = cleaned("Last Tested: Never\nOwner: [GAP owner: Which team? Ask: the lead.]\n")
    assert text == "Last Tested: 2025-12-01\nOwner: agreed with the platform lead\n"
