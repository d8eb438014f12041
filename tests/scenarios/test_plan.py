"""Entries become the scenarios that the specification's mapping tables call for."""

from __future__ import annotations

import pytest

from pipeline.models.entry import DepType, Grade, MonType, RiskStatus, Severity
from pipeline.models.intake import Intake
from pipeline.models.scenario import Plan, Scenario, Tier
from pipeline.procedures.library import embedded
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan
from tests.build import alert, dep, fields, intake, risk, service

LATENCY = 'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[5m])))'


def planned(given: Intake, numbers: Numbers | None = None) -> Plan:
    plan, _ = make_plan(given, embedded(), numbers or Numbers())
    return plan


def answering(plan: Plan, entry: str) -> Scenario:
    found = [s for s in plan.scenarios if entry in s.entries]
    assert len(found) == 1, f"{entry} is in {len(found)} scenarios"
    return found[0]


def test_a_critical_alert_gets_a_dedicated_incident_runbook_with_five_minutes() -> None:
    plan = planned(intake(alert("ApiSlow", expr=f"{LATENCY} > 2", severity=Severity.CRITICAL)))
    scenario = answering(plan, "MON-ApiSlow")
    assert (scenario.tier, scenario.category, scenario.response_time) == (
        Tier.DEDICATED,
        "Incident",
        "under 5 minutes",
    )


def test_a_warning_and_a_critical_alert_on_one_metric_are_one_scenario() -> None:
    plan = planned(
        intake(
            alert("ApiSlowWarning", expr=f"{LATENCY} > 0.5"),
            alert("ApiSlowCritical", expr=f"{LATENCY} > 2", severity=Severity.CRITICAL),
        )
    )
    assert answering(plan, "MON-ApiSlowWarning") == answering(plan, "MON-ApiSlowCritical")
    assert answering(plan, "MON-ApiSlowWarning").tier is Tier.DEDICATED


def test_the_same_metric_of_two_services_is_two_scenarios() -> None:
    plan = planned(
        intake(
            alert("ApiSlow", expr=f"{LATENCY} > 2"),
            alert("WebSlow", expr=f"{LATENCY} > 2".replace('"api"', '"web"')),
        )
    )
    assert answering(plan, "MON-ApiSlow") != answering(plan, "MON-WebSlow")


def test_warnings_that_one_procedure_answers_share_an_investigation_runbook() -> None:
    plan = planned(
        intake(
            alert("NodeFilesystemAlmostOutOfSpace", expr="node_filesystem_avail_bytes < 5"),
            alert("NodeFilesystemSpaceFillingUp", expr="predict_linear(node_filesystem_free_bytes[6h], 3600) < 0"),
        )
    )
    scenario = answering(plan, "MON-NodeFilesystemSpaceFillingUp")
    assert scenario == answering(plan, "MON-NodeFilesystemAlmostOutOfSpace")
    assert (scenario.tier, scenario.response_time) == (Tier.SHARED, "under 30 minutes")


def test_info_alerts_share_a_reference_runbook() -> None:
    plan = planned(
        intake(
            alert("RedisVersion", expr="count(count by (version) (redis_instance_info)) > 1", severity=Severity.INFO),
            alert("RedisConfig", expr="redis_config_maxclients < 100", severity=Severity.INFO),
        )
    )
    assert answering(plan, "MON-RedisVersion") == answering(plan, "MON-RedisConfig")
    assert answering(plan, "MON-RedisConfig").response_time == "next business day"


def test_a_heartbeat_gets_none_and_says_why() -> None:
    plan = planned(intake(alert("Watchdog", expr="vector(1)", severity=Severity.NONE)))
    assert [u.entry for u in plan.uncovered] == ["MON-Watchdog"]
    assert "fires by design" in plan.uncovered[0].reason


def test_metrics_and_dashboards_support_the_scenario_of_the_alert_that_names_them() -> None:
    plan = planned(
        intake(
            alert("MON-001", type=MonType.METRIC, severity=None, metric="api.latency"),
            alert("MON-002", metric="MON-001", condition="> 500ms"),
            alert("MON-003", type=MonType.DASHBOARD, severity=None, linked=("MON-002",)),
        )
    )
    assert set(answering(plan, "MON-002").supporting) == {"MON-001", "MON-003"}
    assert {u.entry for u in plan.uncovered} == {"MON-001", "MON-003"}


def test_a_number_that_an_alert_names_is_kept_and_its_symptom_follows() -> None:
    plan = planned(
        intake(
            alert("MON-002", metric="api.latency", linked=("RUN-007",), fields=fields(Runbook="RUN-007 (latency)")),
            alert("MON-003", metric="api.latency", severity=Severity.CRITICAL),
        )
    )
    assert answering(plan, "MON-002").number == answering(plan, "MON-003").number == "RUN-007"


def test_two_entries_of_different_kinds_that_name_one_number_share_its_runbook() -> None:
    plan = planned(
        intake(
            alert("MON-002", metric="api.errors", linked=("RUN-005",), fields=fields(Runbook="RUN-005")),
            dep("DEP-003", DepType.ROLLBACK, linked=("RUN-005",)),
        )
    )
    assert answering(plan, "MON-002") == answering(plan, "DEP-003")


def test_rollback_triggers_of_one_service_get_one_rollback_runbook() -> None:
    plan = planned(
        intake(
            dep("DEP-003", DepType.ROLLBACK, title="Error rate of checkout-api"),
            dep("DEP-004", DepType.ROLLBACK, title="Latency of checkout-api"),
            dep("DEP-005", DepType.ROLLBACK, title="Errors of search"),
            services=(service("checkout-api"), service("search")),
        )
    )
    assert answering(plan, "DEP-003") == answering(plan, "DEP-004") != answering(plan, "DEP-005")
    assert answering(plan, "DEP-003").tier is Tier.ROLLBACK


def test_release_entries_get_deployment_runbooks_by_strategy() -> None:
    plan = planned(
        intake(
            dep("DEP-001", DepType.ENVIRONMENT),
            dep("DEP-002", DepType.CRITERIA),
            dep("DEP-006", DepType.STEP, strategy="Canary"),
        )
    )
    canary = answering(plan, "DEP-006")
    assert (canary.category, canary.procedure) == ("Deployment", "canary-release")
    assert set(canary.supporting) == {"DEP-001", "DEP-002"}
    assert answering(plan, "DEP-002").procedure == "standard-release"


@pytest.mark.parametrize(
    ("impact", "likelihood", "status", "covered"),
    [
        (Grade.HIGH, Grade.HIGH, RiskStatus.OPEN, True),
        (Grade.HIGH, Grade.LOW, RiskStatus.OPEN, True),
        (Grade.MEDIUM, Grade.MEDIUM, RiskStatus.ACCEPTED, True),
        (Grade.MEDIUM, Grade.LOW, RiskStatus.OPEN, False),
        (Grade.HIGH, Grade.HIGH, RiskStatus.RESOLVED, False),
        (None, None, RiskStatus.OPEN, True),
    ],
)
def test_high_and_medium_risks_get_a_response_unless_resolved(
    impact: Grade | None, likelihood: Grade | None, status: RiskStatus, covered: bool
) -> None:
    plan = planned(intake(risk("RISK-001", impact=impact, likelihood=likelihood, status=status)))
    assert ("RISK-001" in {e for s in plan.scenarios for e in s.entries}) is covered
    assert ("RISK-001" in {u.entry for u in plan.uncovered}) is not covered


def test_a_risk_that_links_to_an_alert_joins_its_runbook() -> None:
    plan = planned(
        intake(alert("MON-005", metric="db.connections"), risk("RISK-008", impact=Grade.HIGH, linked=("MON-005",)))
    )
    assert answering(plan, "RISK-008") == answering(plan, "MON-005")


def test_every_must_have_procedure_is_covered_and_none_twice() -> None:
    plan = planned(intake(dep("DEP-003", DepType.ROLLBACK)))
    procedures = {p.id: p.answers.must_have for p in embedded()}
    covered = [m for s in plan.scenarios if (m := procedures.get(s.procedure))]
    assert len(covered) == len(set(covered)) == 12


def test_every_alert_lands_in_exactly_one_scenario() -> None:
    alerts = [alert(f"A{n}", expr=f"metric_{n % 7}{{job='j{n % 3}'}} > {n}") for n in range(60)]
    plan = planned(intake(*alerts))
    for entry in alerts:
        answering(plan, entry.id)


def test_the_order_of_entries_changes_nothing() -> None:
    alerts = [alert(f"A{n}", expr=f"metric_{n % 7} > {n}", severity=list(Severity)[n % 3]) for n in range(20)]
    there, back = planned(intake(*alerts)), planned(intake(*reversed(alerts)))
    assert {s.key: (s.number, s.title, s.entries) for s in there.scenarios} == {
        s.key: (s.number, s.title, s.entries) for s in back.scenarios
    }


def test_the_plan_says_what_changed_since_the_last_run() -> None:
    first = alert("A", expr="metric_a > 1")
    _, numbers = make_plan(intake(first), embedded(), Numbers())
    plan = planned(intake(first, alert("B", expr="metric_a > 2"), alert("C", expr="metric_c > 1")), numbers)
    told = {(c.kind, c.what) for c in plan.changes}
    assert ("changed", "now also answers MON-B") in told
    assert any(kind == "new" for kind, _ in told)
    assert planned(intake(first), numbers).changes == ()
