"""The team's steps take the place of the library's changes, and every reference still leads to the right step."""

from __future__ import annotations

from pipeline.drafting.outline import around, replacing
from pipeline.models.runbook import Block, Step


def step(title: str, command: str, told: str = "") -> Step:
    return Step(title=title, instructions=told, commands=(Block(language="bash", text=command),))


LIBRARY = (
    step("look", "kubectl get pods"),
    step("deploy", "kubectl rollout restart deployment/web", "after step 1"),
    step("deploy more", "kubectl rollout restart deployment/api"),
    step("check", "kubectl get pods -o wide", "compare with step 1; if step 2 failed, stop"),
)
OWN = (step("our way", "./deploy.sh"), step("our other way", "./deploy.sh --all"))


def test_steps_before_move_the_references_of_the_library() -> None:
    outline = around(OWN, LIBRARY)
    assert outline.steps[5].instructions == "compare with step 3; if step 4 failed, stop"
    assert outline.numbers == {1: 3, 2: 4, 3: 5, 4: 6}


def test_own_steps_replace_the_changes_and_keep_the_checks() -> None:
    outline = replacing(LIBRARY, OWN)
    assert [s.title for s in outline.steps] == ["look", "our way", "our other way", "check"]


def test_a_reference_to_a_replaced_step_leads_to_the_first_own_one() -> None:
    outline = replacing(LIBRARY, OWN)
    assert outline.steps[-1].instructions == "compare with step 1; if step 2 failed, stop"
    assert outline.numbers == {1: 1, 2: 2, 3: 2, 4: 4}


def test_the_librarys_way_back_stays_beside_the_teams_own_steps() -> None:
    library = (*LIBRARY, step("switch it off", "kubectl delete configmap flags"))
    outline = replacing(library, OWN[:1])
    assert [s.title for s in outline.steps] == ["look", "our way", "check", "switch it off"]
    assert outline.numbers[5] == 4
