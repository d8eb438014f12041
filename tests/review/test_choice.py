"""Parts of a draft: what is left out goes, what is left for later waits, and references stay true."""

from __future__ import annotations

import pytest

from pipeline.review.choice import Choice, apply, changed_parts
from pipeline.review.content import parts
from tests.review.folders import runbook

NEW = runbook(wait="15 minutes", steps=("Confirm", "Drain", "Restart", "Prove"))


def names(text: str | None) -> list[str]:
    return [part.name for part in parts(text or "") if part.is_step]


def test_every_part_of_a_new_runbook_is_new() -> None:
    assert [c.name for c in changed_parts(None, runbook(steps=("Confirm",)))] == [
        *("Header", "Scope", "Prerequisites", "Procedure", "Step 1: Confirm", "Escalation", "Post-Incident"),
    ]


def test_only_parts_that_differ_are_listed_whatever_their_number() -> None:
    now = runbook(steps=("Drain", "Confirm", "Restart", "Prove"))
    assert [c.name for c in changed_parts(runbook(), now)] == ["Step 1: Drain"]


def test_a_step_that_the_draft_drops_is_listed_and_can_be_kept() -> None:
    now = runbook(steps=("Confirm", "Prove"))
    assert [(c.key, c.new) for c in changed_parts(runbook(), now)] == [("step restart", "")]
    settled = apply(runbook(), now, {"step restart": Choice.LEAVE_OUT})
    assert settled.pending == runbook() and settled.complete


@pytest.mark.parametrize(
    ("choice", "accepted", "pending"),
    [
        (Choice.TAKE, 4, 4),
        (Choice.LEAVE_OUT, 3, 3),
        (Choice.LATER, 3, 4),
    ],
)
def test_each_choice_for_a_new_step(choice: Choice, accepted: int, pending: int) -> None:
    settled = apply(runbook(), NEW, {"step drain": choice})
    assert (len(names(settled.accepted)), len(names(settled.pending))) == (accepted, pending)


def test_nothing_is_accepted_of_a_runbook_that_has_no_accepted_text() -> None:
    assert apply(None, NEW, {"step drain": Choice.LEAVE_OUT}).accepted is None


def test_a_reference_to_a_step_that_is_left_out_names_it() -> None:
    text = runbook(steps=("Confirm", "Restart", "Prove"), wait="then see step 2")
    pending = apply(None, text, {"step restart": Choice.LEAVE_OUT}).pending
    assert pending is not None and "see step “restart” (left out)" in pending
    assert names(pending) == ["Step 1: Confirm", "Step 2: Prove"]


def test_taking_everything_is_the_draft() -> None:
    assert apply(runbook(), NEW, {c.key: Choice.TAKE for c in changed_parts(runbook(), NEW)}).accepted == NEW
