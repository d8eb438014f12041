"""What a draft rests on: changes are named by source and field, secrets never stand in it."""

from __future__ import annotations

import pytest

from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Category
from pipeline.models.scenario import Scenario, Tier
from pipeline.review.basis import changed_fields, changes, evidence_digest, facts_of, field_digests
from tests.build import alert, service


def evidence(number: str = "RUN-001", **more: object) -> Evidence:
    made = alert("MON-001", **{"expr": "latency > 0.5", "condition": "above half a second", **more})
    scenario = Scenario(
        key="k", title="t", category=Category.INCIDENT, tier=Tier.SHARED, why="w", number=number, entries=("MON-001",)
    )
    return Evidence(scenario=scenario, entries=(made,), service=service("checkout", owner="Checkout Team"))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"expr": "latency > 0.8"}, "MON-001 expr: > 0.5 → > 0.8"),
        ({"condition": "above a whole second"}, "MON-001 condition: half a → a whole"),
        ({"window": "5m"}, "MON-001 window is new"),
        ({"condition": ""}, "MON-001 condition is gone"),
        ({"labels": (("team", "shop"),)}, "MON-001 labels.team is new"),
    ],
)
def test_a_change_is_named_with_the_words_that_differ(more: dict[str, object], told: str) -> None:
    before, now = evidence(), evidence(**more)
    assert [str(c) for c in changes(facts_of(before), facts_of(now))] == [told]
    assert evidence_digest(before) != evidence_digest(now)


def test_another_fact_of_the_service_is_named() -> None:
    now = evidence().model_copy(update={"service": service("checkout", owner="Shop Team")})
    assert [str(c) for c in changes(facts_of(evidence()), facts_of(now))] == ["service checkout owner: Checkout → Shop"]


def test_the_same_evidence_has_the_same_digest() -> None:
    assert evidence_digest(evidence()) == evidence_digest(evidence())


def test_digests_tell_which_fields_changed_since_an_acceptance() -> None:
    accepted = field_digests(facts_of(evidence()))
    assert changed_fields(accepted, facts_of(evidence())) == ()
    assert changed_fields(accepted, facts_of(evidence(expr="latency > 0.8"))) == ("MON-001 expr",)


def test_secrets_are_not_kept_but_their_change_shows() -> None:
    before = facts_of(evidence(description="curl -u admin:Zx81Qq7pLm9 http://x"))
    now = facts_of(evidence(description="curl -u admin:Yy92Rr8qMn0 http://x"))
    assert "Zx81Qq7pLm9" not in str(before)
    assert [c.field for c in changes(before, now)] == ["description"]


def test_a_long_value_is_cut_and_its_change_still_shows() -> None:
    before = facts_of(evidence(description="word " * 200 + "old"))
    now = facts_of(evidence(description="word " * 200 + "new"))
    assert len(before["MON-001"]["description"]) < 330 and len(changes(before, now)) == 1
