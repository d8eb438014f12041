"""catalog.yaml: pleasant forms, facts, and errors with their lines."""

from __future__ import annotations

import pytest

from pipeline.importers import catalog
from pipeline.models.catalog import Access, Catalog, Contact, Link, Script
from pipeline.models.intake import ProblemLevel
from tests.importers.reading import source

FULL = """
    owner: Platform team
    escalation:
      - role: On-call engineer
        contact: "pager: shop-primary"
      - role: Platform lead
        contact: "#platform"
        after: 15 minutes
    facts: {region: eu-west-1}
    access:
      - tool: kubectl
        how: "`kubectl --context prod`"
      - psql
    environments:
      production: {context: prod-eu, base-url: https://shop.example.com}
      staging:
    channels: {incidents: "#incidents"}
    dashboards:
      Overview: https://grafana.example.com/d/overview
    scripts:
      - command: ./deploy.sh --env production
        purpose: Deploy a version
        effect: change
    services:
      checkout-api:
        owner: Checkout team
        description: Takes orders
        technology: [python, postgresql]
        match: {service: checkout, job: checkout-api}
        namespace: shop
        db-host: db-1.internal
        facts: {workload: deployment/checkout-api, namespace: ignored-second}
        escalation:
          - Checkout on-call: "pager: checkout (after 10 minutes)"
          - "Database team: #databases"
        dashboards:
          - title: Checkout
            url: https://grafana.example.com/d/checkout
          - https://grafana.example.com/d/other
        depends_on: postgresql, redis
        scripts:
          ./drain.sh: Drain the queue
      redis:
"""


def read(text: str, path: str = "catalog.yaml") -> tuple[Catalog, list[str]]:
    file = source(text, path)
    assert catalog.sniff(file)
    found = catalog.read(file)
    assert found.catalog is not None
    return found.catalog, [str(problem) for problem in found.problems]


def test_everything_a_catalog_may_say() -> None:
    found, problems = read(FULL)
    assert problems == []
    assert found.owner == "Platform team"
    assert found.escalation == (
        Contact(role="On-call engineer", contact="pager: shop-primary"),
        Contact(role="Platform lead", contact="#platform", after="15 minutes"),
    )
    assert (found.facts, found.channels) == ((("region", "eu-west-1"),), (("incidents", "#incidents"),))
    assert found.access == (Access(tool="kubectl", how="`kubectl --context prod`"), Access(tool="psql"))
    assert [(one.name, one.facts) for one in found.environments] == [
        ("production", (("context", "prod-eu"), ("base_url", "https://shop.example.com"))),
        ("staging", ()),
    ]
    assert found.dashboards == (Link(title="Overview", url="https://grafana.example.com/d/overview"),)
    assert found.scripts == (
        Script(command="./deploy.sh --env production", purpose="Deploy a version", effect="change"),
    )


def test_everything_a_service_may_say() -> None:
    service = read(FULL)[0].service("checkout-api")
    assert service is not None
    assert (service.owner, service.description, str(service.source)) == (
        "Checkout team",
        "Takes orders",
        "catalog.yaml:24",
    )
    assert service.technology == ("python", "postgresql")
    assert service.match == (("service", "checkout"), ("job", "checkout-api"))
    assert service.depends_on == ("postgresql", "redis")
    assert service.escalation == (
        Contact(role="Checkout on-call", contact="pager: checkout", after="10 minutes"),
        Contact(role="Database team", contact="#databases"),
    )
    assert [link.title for link in service.dashboards] == ["Checkout", "https://grafana.example.com/d/other"]
    assert service.scripts == (Script(command="./drain.sh", purpose="Drain the queue"),)


def test_simple_keys_of_a_service_are_facts() -> None:
    service = read(FULL)[0].service("checkout-api")
    assert service is not None
    assert (service.fact("db_host"), service.fact("workload")) == ("db-1.internal", "deployment/checkout-api")


def test_a_service_may_have_nothing_but_a_name() -> None:
    assert read(FULL)[0].service("redis") is not None
    assert [one.name for one in read("services: [a, {name: b, owner: c}]")[0].services] == ["a", "b"]


def test_a_misspelt_key_gets_a_suggestion() -> None:
    found, problems = read("services:\n  a:\n    ownr: Team\n    escalations: [x]\n")
    assert found.services[0].fact("ownr") == "Team"
    assert problems == [
        "catalog.yaml:3: “ownr” was read as a fact; did you mean “owner”?",
        "catalog.yaml:4: the unknown key “escalations” holds no text; it was not read; did you mean “escalation”?",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("service:\n  a: {}\n", "1: unknown key “service”; it was not read; did you mean “services”?"),
        ("services: text\n", "1: “services” is no mapping; write one name a line, with its facts below"),
        ("services:\n  a: text\n", "2: the service “a” is no mapping; write “key: value” lines under its name"),
        ("services: [{owner: a}]\n", "1: an item of “services” without a name; add “name:”"),
        ("owner: [a]\n", "1: “owner” is no text; write it on one line, or as a block with “|”"),
        ("facts: [a]\n", "1: “facts” is no mapping; write “name: value” lines under it"),
        ("facts: {a: [b]}\n", "1: “a” under “facts” is no text; write it on one line"),
        ("services:\n  a:\n    technology: {b: c}\n", "3: “technology” is no list; write one “- …” a line"),
        ("escalation:\n- contact: x\n", "2: an item of “escalation” without “role”; add “role:”"),
        ("escalation:\n- [x]\n", "2: an item of “escalation” is a list; write “role:”, “contact:”, “after:”"),
        (
            "escalation:\n- {role: a, phone: b}\n",
            "2: unknown key “phone” under “escalation”; it was not read; use role, contact, after",
        ),
        (
            "scripts:\n- {command: a, effect: delete}\n",
            "2: the effect “delete” of a script is not known; use read, change or destructive",
        ),
    ],
)
def test_faults_are_errors_with_their_lines(text: str, what: str) -> None:
    found = catalog.read(source(text, "catalog.yaml"))
    assert [(problem.level, str(problem)) for problem in found.problems] == [
        (ProblemLevel.ERROR, f"catalog.yaml:{what}")
    ]


def test_one_fault_does_not_stop_the_rest() -> None:
    found, problems = read("owner: Team\nfacts: [x]\nservices:\n  a: text\n  b: {owner: c}\n")
    assert (found.owner, [one.name for one in found.services], len(problems)) == ("Team", ["b"], 2)


def test_catalogs_are_merged_and_a_second_service_is_an_error() -> None:
    first = read("owner: A\nfacts: {x: 1}\nservices: {a: {owner: b}}\n", "a/catalog.yaml")[0]
    second = read("owner: B\nfacts: {x: 2, y: 3}\nservices: {a: {owner: c}, d: {}}\n", "b/catalog.yaml")[0]
    merged, problems = catalog.merge([("a/catalog.yaml", first), ("b/catalog.yaml", second)])
    assert (merged.owner, merged.facts) == ("A", (("x", "1"), ("y", "3")))
    assert [(one.name, one.owner) for one in merged.services] == [("a", "b"), ("d", "")]
    assert [str(one) for one in problems] == [
        "b/catalog.yaml:3: the service “a” stands at a/catalog.yaml:3 already, which is kept; join the two",
        "b/catalog.yaml:1: another “owner” for all services than in a/catalog.yaml, which counts; keep one of them",
    ]


@pytest.mark.parametrize(
    ("path", "text", "is_one"),
    [
        ("catalog.yaml", "services: {}", True),
        ("inputs/shop-catalog.yml", "owner: a", True),
        ("services.yaml", "services: {a: {owner: b}}", True),
        ("docker-compose.yml", "services: {a: {image: b, owner: c}}", False),
        ("other.yaml", "services: [a]", False),
        ("catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\n", False),
        ("a.yaml", "groups: []", False),
    ],
)
def test_which_files_are_catalogs(path: str, text: str, is_one: bool) -> None:
    assert catalog.sniff(source(text, path)) is is_one
