"""Alerting rules in every wrapping, their IDs, and what is wrong with them."""

from __future__ import annotations

import pytest

from pipeline.importers import prometheus
from pipeline.importers.entries.combining import combine
from pipeline.models.entry import MonEntry, MonType, Severity
from pipeline.models.intake import ProblemLevel
from tests.importers.reading import only_mon, rules, source, whats

RULE = """
    groups:
      - name: redis
        rules:
          - alert: RedisDown
            expr: redis_up == 0
            for: 1m
            labels:
              severity: critical
              team: storage
            annotations:
              summary: Redis down (instance {{ $labels.instance }})
              description: "Redis is down\\n  VALUE = {{ $value }}"
              runbook_url: https://wiki.example.com/runbooks/run-005-redis.md
              dashboard_url: https://grafana.example.com/d/redis
"""


def ids(*files: str) -> list[str]:
    """Return the IDs of the rules of several files, one a line: "name severity group expr"."""
    texts = []
    for lines in files:
        text = "groups:\n"
        for line in lines.strip().split("\n"):
            name, severity, group, expr = line.split()
            text += f"  - name: {group}\n    rules:\n      - alert: {name}\n        expr: {expr}\n"
            text += f"        labels: {{severity: {severity}}}\n" if severity != "-" else ""
        texts.append(text)
    found = [prometheus.read(source(text, f"{number}.yaml")) for number, text in enumerate(texts)]
    return [entry.id for entry in combine(found, [prometheus]).entries]


def test_an_alert_with_everything() -> None:
    entry = only_mon(rules(RULE))
    assert (entry.id, entry.title, entry.type) == ("MON-RedisDown", "Redis down", MonType.ALERT)
    assert (entry.alert, entry.group, entry.expr, entry.window) == ("RedisDown", "redis", "redis_up == 0", "1m")
    assert (entry.severity, entry.owner) == (Severity.CRITICAL, "storage")
    assert entry.description == "Redis is down\n  VALUE = {{ $value }}"
    assert entry.annotation("summary") == "Redis down (instance {{ $labels.instance }})"
    assert dict(entry.labels) == {"severity": "critical", "team": "storage"}
    assert entry.runbooks == ("RUN-005",)
    assert entry.dashboard_url == "https://grafana.example.com/d/redis"
    assert str(entry.source) == "rules.yaml:4"
    assert [(field.key, field.line) for field in entry.fields][:5] == [
        ("alert", 4),
        ("expr", 5),
        ("for", 6),
        ("labels.severity", 8),
        ("labels.team", 9),
    ]


GROUPS = """
groups:
- name: g
  rules:
  - {alert: A, expr: up}
"""
FLOW = '{"groups": [{"name": "g", "rules": [{"alert": "A", "expr": "up"}]}]}'
CONFIG_MAP = "kind: ConfigMap\ndata:\n  a.yaml: |" + GROUPS.replace("\n", "\n    ")


@pytest.mark.parametrize(
    "text",
    [
        GROUPS,
        f"kind: PrometheusRule\nspec: {FLOW}\n",
        f"kind: List\nitems:\n- kind: PrometheusRule\n  spec: {FLOW}\n",
        f"kind: Service\n---\nkind: PrometheusRule\nspec: {FLOW}\n",
        f"extra:\n  rulesMap:\n    mine: {FLOW}\n",
        CONFIG_MAP,
        f'{{"kind": "PrometheusRule", "spec": {FLOW}}}',
    ],
)
def test_wrappings(text: str) -> None:
    entry = only_mon(rules(text, "a.json" if text.startswith("{") else "a.yaml"))
    assert (entry.id, entry.group, entry.expr) == ("MON-A", "g", "up")


def test_the_line_of_a_rule_in_a_config_map_is_that_of_the_file() -> None:
    assert only_mon(rules(CONFIG_MAP)).source.line == 7


@pytest.mark.parametrize(
    ("label", "severity"),
    [("page", "critical"), ("P1", "critical"), ("warn", "warning"), ("notice", "info"), ("none", "none")],
)
def test_synonyms_of_severities(label: str, severity: str) -> None:
    text = f"groups: [{{name: g, rules: [{{alert: A, expr: up, labels: {{severity: {label}}}}}]}}]"
    assert only_mon(rules(text)).severity == severity


def test_an_unknown_severity_is_noted_once_a_file() -> None:
    rule = "{alert: A%d, expr: up, labels: {severity: purple}}"
    found = rules(f"groups: [{{name: g, rules: [{rule % 1}, {rule % 2}]}}]")
    assert [entry.severity for entry in found.entries if isinstance(entry, MonEntry)] == [None, None]
    assert whats(found) == ["rules.yaml:1: the severity “purple” is not known; use critical, warning, info or none"]


@pytest.mark.parametrize(
    ("where", "identity"),
    [
        ("labels: {mon_id: MON-012}", "MON-012"),
        ("annotations: {runwright_id: MON-012}", "MON-012"),
        ("annotations: {id: mon-012}", "MON-012"),
        ("annotations: {id: '4711'}", "MON-A"),
    ],
)
def test_declared_ids(where: str, identity: str) -> None:
    assert only_mon(rules(f"groups: [{{name: g, rules: [{{alert: A, expr: up, {where}}}]}}]")).id == identity


def test_a_declared_id_that_none_may_have_is_noted_and_the_alert_read() -> None:
    found = rules("groups: [{name: g, rules: [{alert: A, expr: up, labels: {mon_id: MON-../../x}}]}]")
    assert only_mon(found).id == "MON-A"
    assert whats(found) == [
        "rules.yaml:1: “MON-../../x” is no MON- ID; the alert is read as MON-A; use an ID such as MON-012"
    ]


@pytest.mark.parametrize("name", ["../../x", "a/b c", "Größe"])
def test_a_name_never_makes_a_path_of_an_id(name: str) -> None:
    entry = only_mon(rules(f"groups: [{{name: g, rules: [{{alert: '{name}', expr: up}}]}}]"))
    assert entry.alert == name
    assert not set(entry.id) & set("/\\. ")


@pytest.mark.parametrize(
    ("annotation", "name", "title"),
    [
        ("Redis down (instance {{ $labels.instance }})", "RedisDown", "Redis down"),
        ("Target disappeared.", "TargetDown", "Target disappeared"),
        ("{{ $labels.pod }} restarts", "KubePodCrashLooping", "Kube pod crash looping"),
        ("", "OVNKubernetesNodePodAddError", "OVN kubernetes node pod add error"),
        ("", "disk_full", "Disk full"),
        ("long " * 30, "High latency", "High latency"),
    ],
)
def test_titles(annotation: str, name: str, title: str) -> None:
    text = f"groups: [{{name: g, rules: [{{alert: '{name}', expr: up, annotations: {{summary: '{annotation}'}}}}]}}]"
    assert only_mon(rules(text)).title == title


class TestSharedNames:
    def test_severity_tells_two_rules_apart(self) -> None:
        assert ids("A warning g up", "A critical g up==0\nB info g up") == ["MON-A-warning", "MON-A-critical", "MON-B"]

    def test_else_the_group_does(self) -> None:
        assert ids("A warning one up\nA warning two up==0") == ["MON-A-one", "MON-A-two"]

    def test_else_a_digest_of_the_expression_does(self) -> None:
        first, second = ids("A warning g up\nA warning g up==0")
        assert first != second
        assert all(one.startswith("MON-A-") and len(one) == len("MON-A-123456") for one in (first, second))

    def test_rules_that_differ_in_a_label_only_get_ids_of_their_own(self) -> None:
        both = [f"{{alert: A, expr: up, labels: {{severity: info, zone: {zone}}}}}" for zone in "ab"]
        text = f"groups: [{{name: g, rules: [{', '.join(both)}]}}]"
        assert len({entry.id for entry in rules(text).entries}) == 2

    def test_ids_do_not_depend_on_the_order_of_files(self) -> None:
        files = ["A warning g up\nA warning g up==0", "A warning g up==1", "B info g up", "B critical g up"]
        assert sorted(ids(*files)) == sorted(ids(*reversed(files)))

    def test_exact_duplicates_are_kept_once_with_a_note(self) -> None:
        texts = [source(RULE, name) for name in ("a.yaml", "b.yaml")]
        combined = combine([prometheus.read(file) for file in texts], [prometheus])
        assert [entry.id for entry in combined.entries] == ["MON-RedisDown"]
        assert [str(problem) for problem in combined.problems] == [
            "b.yaml:4: the alert RedisDown is the same rule as at a.yaml:4; it is kept once; remove one of them"
        ]


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("{expr: up}", "a rule with neither “alert” nor “record”; give it a name as “alert: Name”"),
        ("{alert: '', expr: up}", "an alert without a name; give it one as “alert: Name”"),
        ("{alert: A}", "the alert A has no expression; add “expr:” with its PromQL"),
        ("{alert: A, expr: [up]}", "the alert A has no expression; add “expr:” with its PromQL"),
        (
            "{alert: A, expr: up, labels: [x]}",
            "“labels” of the alert A is no mapping; write “name: value” lines under it",
        ),
        ("{alert: A, expr: up, annotations: {a: [b]}}", "“a” of the alert A is no text; quote it"),
        ("text", "a rule with neither “alert” nor “record”; give it a name as “alert: Name”"),
    ],
)
def test_a_bad_rule_is_an_error_and_the_next_one_is_read(rule: str, what: str) -> None:
    found = rules(f"groups:\n- name: g\n  rules:\n  - {rule}\n  - {{alert: Good, expr: up}}\n")
    assert only_mon(found).id == "MON-Good"
    assert [(problem.level, str(problem)) for problem in found.problems] == [
        (ProblemLevel.ERROR, f"rules.yaml:4: {what}")
    ]


def test_rules_that_are_no_list_are_an_error() -> None:
    found = rules("groups:\n- name: g\n  rules:\n    alert: A\n    expr: up\n")
    assert whats(found) == ["rules.yaml:4: “rules” is no list; write one “- alert:” a rule"]


def test_recording_rules_are_counted_in_one_note() -> None:
    found = rules(
        "groups:\n- name: g\n  rules:\n  - {record: a, expr: up}\n  - {record: b, expr: up}\n  - {alert: A, expr: up}\n"
    )
    assert only_mon(found).id == "MON-A"
    assert whats(found) == ["rules.yaml:4: 2 recording rules left out: only alerts need runbooks"]


def test_an_expression_that_does_not_parse_is_noted_and_kept() -> None:
    found = rules("groups: [{name: g, rules: [{alert: A, expr: 'up =='}]}]")
    assert only_mon(found).expr == "up =="
    assert whats(found)[0].startswith("rules.yaml:1: the expression of A is no PromQL: ")


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n- apiGroups: ['']\n  verbs: [get]\n",
        "on: push\njobs: {a: {steps: [{run: ls}]}}\n",
        "alert: this is a page's key\n",
        "services: {a: {image: b}}\n",
    ],
)
def test_other_yaml_holds_no_alerts(text: str) -> None:
    found = rules(text)
    assert (found.entries, found.problems) == ((), ())
