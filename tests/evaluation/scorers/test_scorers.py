"""The scorers: each measure goes up or down for the reason it names."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.evaluation.answer import Variants
from pipeline.evaluation.registry import all_scorers, measures
from pipeline.evaluation.sample import Expected, Kind, Reference
from pipeline.evaluation.subject import Subject
from pipeline.models.finding import Defect
from tests.evaluation.subjects import RUNBOOK, subject


def scored(of: Subject) -> dict[str, float]:
    return {name: value for scorer in all_scorers() for name, value in scorer.scores(of).items()}


def test_every_measure_has_one_scorer_and_every_score_a_measure() -> None:
    names = [measure.name for scorer in all_scorers() for measure in scorer.measures]
    assert len(names) == len(set(names))
    assert set(scored(subject(grounds="x"))) <= set(measures())


def test_a_good_runbook_meets_the_whole_checklist_and_shows_no_pattern() -> None:
    scores = scored(subject())
    assert scores["checklist"] == 1.0
    assert scores["anti-patterns"] == scores["errors"] == scores["warnings"] == 0
    assert scores["gates"] == scores["command-validity"] == 1.0


@pytest.mark.parametrize(
    ("old", "new", "criterion"),
    [
        ("Owner: Orders Team\n", "", "maintained"),
        ("Last Tested: 2025-12-01", "Last Tested: Never", "tested"),
        ("- **Does NOT handle**: A broker that is down\n", "", "scoped"),
        ("- [ ] All pods are ready", "", "verifiable"),
        ("- **Who to contact**: Orders on-call (PagerDuty)\n", "", "escalatable"),
        ("Its pods say why it is slow.", "TODO: say why.", "complete"),
        ("kubectl get pods", "kubectl gett pods", "actionable"),
    ],
)
def test_a_defect_costs_its_criterion_alone(old: str, new: str, criterion: str) -> None:
    scores = scored(subject(RUNBOOK.replace(old, new)))
    failed = {n for n, value in scores.items() if n.startswith("checklist/") and value == 0}
    assert failed == {f"checklist/{criterion}"}


def test_gates_close_on_owner_date_and_escalation_only() -> None:
    assert scored(subject(RUNBOOK.replace("Owner: Orders Team\n", "")))["gates"] == 0.5
    assert scored(subject(RUNBOOK.replace("- [ ] All pods are ready", "")))["gates"] == 1.0


def test_an_unknown_flag_costs_its_block() -> None:
    broken = RUNBOOK.replace("kubectl get pods", "kubectl get pods --no-such-flag")
    assert scored(subject(broken))["command-validity"] == 0.5


def test_a_fact_without_a_source_is_invented() -> None:
    invented = RUNBOOK.replace("Its pods say", "Ask in #orders-night. Its pods say")
    grounds = RUNBOOK
    scores = scored(subject(invented, grounds=grounds))
    assert scores["invented"] == 1
    assert 0 < scores["grounding"] < 1
    assert scored(subject(grounds=grounds))["grounding"] == 1
    assert scores["sourced-steps"] == 1


def test_actions_beyond_the_fifteenth_command_count_in_one_share_only() -> None:
    early = "\n".join(["kubectl top nodes"] * 15)
    reference = Reference(actions=("kubectl get pods -n x", "kubectl top nodes"))
    scores = scored(subject(RUNBOOK.replace("kubectl get pods", f"{early}\nkubectl get pods"), reference))
    assert scores["actions-held"] == 1
    assert scores["actions-held-15"] == 0.5
    assert scores["commands"] == 18


def test_the_page_that_a_person_wrote_serves_as_reference() -> None:
    reference = Reference(runbook="# Queue\n\n```\noc get pods\n```\n\n```\noc adm drain node-1\n```\n")
    assert scored(subject(reference=reference))["actions-held"] == 0.5


def test_facts_and_forbidden_texts_are_looked_up_whatever_their_case_and_breaks() -> None:
    reference = Reference(facts=("orders  TEAM", "nobody says this"), never=("kubectl delete", "PagerDuty"))
    scores = scored(subject(reference=reference))
    assert scores["facts-held"] == 0.5
    assert scores["forbidden"] == 1


def test_gaps_are_counted_and_the_expected_ones_asked_for() -> None:
    asked = RUNBOOK.replace("Orders Team", "[GAP owner: Which team? Ask: the lead.]")
    scores = scored(subject(asked, Reference(gaps=("owner", "contact"))))
    assert (scores["gaps"], scores["gaps-named"]) == (1, 0.5)


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        (Variants(again=RUNBOOK, reordered=RUNBOOK), {"stable-again": 1.0, "stable-reordered": 1.0}),
        (Variants(changed=RUNBOOK.replace("15 minutes", "20 minutes")), {"stable-threshold": 1.0}),
        (Variants(changed=RUNBOOK), {"stable-threshold": 0.0}),
    ],
)
def test_stability_scores_the_variants_that_were_drafted(variants: Variants, expected: dict[str, float]) -> None:
    scores = scored(subject(variants=variants))
    assert {name: value for name, value in scores.items() if name.startswith("stable")} == expected


def test_a_rewritten_draft_was_not_kept() -> None:
    edited = RUNBOOK.replace("All pods are ready", "All pods are ready and the queue shrinks")
    assert 0.9 < scored(subject(accepted=edited))["kept"] < 1
    assert "kept" not in scored(subject())


def labelled(*expected: Expected, **change: Any) -> Subject:
    spoiled = RUNBOOK.replace("Owner: Orders Team\n", "")
    of = subject(spoiled)
    return Subject(of.sample.model_copy(update={"kind": Kind.LABELLED, "expected": expected, **change}), of.answer)


def test_labels_give_recall_and_what_is_found_beyond_is_a_false_alarm() -> None:
    assert scored(labelled(Expected(rule="no-owner")))["recall"] == 1
    assert scored(labelled(Expected(rule="no-owner")))["false-alarms"] == 0
    missed = scored(labelled(Expected(rule="vague-step")))
    assert (missed["recall"], missed["false-alarms"]) == (0, 1)
    assert "recall" not in scored(subject())


def test_a_label_names_its_line_and_two_lines_off_count() -> None:
    assert scored(labelled(Expected(rule="no-owner", line=3)))["recall"] == 1
    assert scored(labelled(Expected(rule="no-owner", line=40)))["recall"] == 0


def test_a_label_may_name_the_class_and_shares_are_told_by_class() -> None:
    scores = scored(labelled(Expected(defect=Defect.UNOWNED), Expected(defect=Defect.VAGUE)))
    assert (scores["recall"], scores["precision"], scores["false-alarms"]) == (0.5, 1, 0)
    assert (scores["recall/unowned"], scores["recall/vague"]) == (1, 0)
    assert "precision/vague" not in scores


def test_a_labelled_page_is_no_draft_and_is_scored_by_its_labels_alone() -> None:
    assert {name.split("/")[0] for name in scored(labelled(Expected(rule="no-owner")))} == {
        "recall", "precision", "false-alarms",
    }  # fmt: skip
