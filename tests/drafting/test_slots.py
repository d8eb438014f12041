"""Placeholders: known values go in, unknown ones are explained once, and no value can smuggle in a command."""

from __future__ import annotations

import pytest

from pipeline.drafting.slots import explain, fill_step, known_values
from pipeline.models.catalog import Catalog, Environment
from pipeline.models.evidence import Evidence
from pipeline.models.procedure import Slot
from pipeline.models.runbook import Block, Category, Step
from pipeline.models.scenario import Scenario, Tier
from tests.build import alert, service

SCENARIO = Scenario(key="k", title="t", category=Category.INCIDENT, tier=Tier.SHARED, why="w", number="RUN-001")
SLOTS = {
    "namespace": Slot(meaning="the namespace", source=("label.namespace", "fact.namespace")),
    "pod": Slot(meaning="the failing pod", find="`kubectl -n <namespace> get pods`", source=("label.pod",)),
}
STEP = Step(title="t", commands=(Block(language="bash", text="kubectl -n <namespace> describe pod <pod>"),))


def evidence(**more: object) -> Evidence:
    return Evidence.model_validate({"scenario": SCENARIO, "entries": (), **more})


def test_a_label_that_the_expression_fixes_fills_the_slot() -> None:
    given = evidence(entries=(alert("A", expr='up{namespace="shop"} == 0'),))
    assert known_values(given, SLOTS) == {"namespace": "shop"}


def test_alerts_that_disagree_leave_the_slot_open() -> None:
    alerts = (alert("A", expr='up{namespace="shop"} == 0'), alert("B", expr='up{namespace="web"} == 0'))
    assert known_values(evidence(entries=alerts), SLOTS) == {}


def test_the_service_then_the_production_environment_then_the_catalog_give_facts() -> None:
    catalog = Catalog(
        facts=(("namespace", "everywhere"),),
        environments=(Environment(name="production", facts=(("namespace", "prod"),)),),
    )
    own = service("api", facts=(("namespace", "web"),))
    assert known_values(evidence(catalog=catalog, service=own), SLOTS) == {"namespace": "web"}
    assert known_values(evidence(catalog=catalog), SLOTS) == {"namespace": "prod"}


@pytest.mark.parametrize("value", ["x; rm -rf /", "$(id)", "`id`", "a b", "x\ny", "--all", "a|b", "'x'", "x>y", "x&y"])
def test_a_value_that_a_shell_would_read_as_more_is_not_put_into_a_command(value: str) -> None:
    given = evidence(service=service("api", facts=(("namespace", value),)))
    assert known_values(given, SLOTS) == {}


def test_an_unknown_placeholder_is_explained_where_it_first_occurs_and_only_there() -> None:
    first, second = explain((STEP, STEP), SLOTS, evidence())
    assert "- `<pod>`: the failing pod; find it with `kubectl -n <namespace> get pods`" in first.instructions
    assert "- `<namespace>`: the namespace; the `namespace` label of the alert" in first.instructions
    assert second.instructions == ""


def test_the_explanation_stands_before_the_safety_lines() -> None:
    step = STEP.model_copy(update={"instructions": "Do it.\n\n- **Effect**: change. One pod.\n- **Undo**: None."})
    (explained,) = explain((step,), SLOTS, evidence())
    lines = explained.instructions.split("\n")
    assert lines[0] == "Do it." and lines[-2].startswith("- **Effect**") and "`<pod>`" in explained.instructions


def test_filling_reaches_commands_checks_and_prose() -> None:
    step = Step(title="t", instructions="<pod>", commands=STEP.commands, verification=("`<pod>` runs",))
    filled = fill_step(step, {"pod": "web-0"})
    assert (filled.instructions, filled.verification) == ("web-0", ("`web-0` runs",))
    assert filled.commands[0].text == "kubectl -n <namespace> describe pod web-0"


def test_labels_and_the_value_in_the_alerts_own_text_are_explained_too() -> None:
    told = Step(title="t", instructions="<device> of <pod> on <node-name> is <value>% full, see <other>.")
    text = "{{ $labels.device }} {{ $labels.pod }} {{ $labels.node_name }}"
    (explained,) = explain((told,), SLOTS, evidence(entries=(alert("A", annotations=(("description", text),)),)))
    assert explained.instructions.split("\n")[2:] == [
        "- `<pod>`: the failing pod; the `pod` label of the alert",
        "- `<device>`, `<node-name>`: the labels `device`, `node_name` of the alert",
        "- `<value>`: the value that the alert shows",
    ]


WITHOUT = Block(language="bash", text="# only without an autoscaler (none is listed)\nkubectl scale <workload>")
WITH = Block(language="bash", text="# only with an autoscaler\nkubectl patch hpa <hpa> # of <workload>")


@pytest.mark.parametrize(
    ("values", "left"),
    [({"hpa": "web"}, [WITH]), ({"workload": "deployment/web"}, [WITHOUT, WITH]), ({}, [WITHOUT, WITH])],
)
def test_an_alternative_that_a_known_fact_rules_out_is_left_out(values: dict[str, str], left: list[Block]) -> None:
    filled = fill_step(Step(title="t", commands=(WITHOUT, WITH)), values)
    assert [b.text.split("\n")[0] for b in filled.commands] == [b.text.split("\n")[0] for b in left]
