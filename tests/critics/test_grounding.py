from __future__ import annotations

import pytest

from pipeline.critics.grounding import stated_facts
from pipeline.importers.document import read_document
from tests.critics.judging import findings, page


def facts(body: str) -> list[tuple[str, str]]:
    return [(fact.sort, fact.text) for fact in stated_facts(read_document(page(body)))]


def test_addresses_contacts_hosts_numbers_and_metrics_are_facts() -> None:
    body = (
        "Ask `@db-team` or #dba in 15 minutes.\n\nOpen https://grafana.shop.test/d/1.\n\n"
        "Host db1.shop.test is at 10.0.0.7, 90% full.\n\n"
    )
    query = '```promql\nsum by (job) (rate(http_requests_total{code_name_x="1"}[5m]))\n```'
    assert facts(body + query) == [
        ("contact", "@db-team"),
        ("contact", "#dba"),
        ("number", "15 minutes"),
        ("address", "https://grafana.shop.test/d/1"),
        ("host", "db1.shop.test"),
        ("host", "10.0.0.7"),
        ("number", "90%"),
        ("metric", "http_requests_total"),
    ]


def test_comments_links_within_the_page_and_local_addresses_are_none() -> None:
    assert facts("<!-- see https://x.shop.test -->\n\n[here](#there) and 127.0.0.1\n\n```bash\nls  # list\n```") == []


def test_only_what_no_source_holds_is_reported_once() -> None:
    text = page("Wait 15 minutes, then 15 minutes more, then 20 minutes.")
    found = findings(text, "ungrounded-fact", grounds="for: 20 minutes")
    assert [(f.message.split("“")[1].split("”")[0], f.line) for f in found] == [("15 minutes", 5)]


@pytest.mark.parametrize(
    ("said", "compared"),
    [
        ("15%", "free * 100 < 15"),
        ("15%", "ratio > bool 0.15"),
        ("800 ms", "latency > 0.8"),
        ("2 minutes", "age >= 120"),
        ("1 GiB", "free < 1073741824"),
    ],
)
def test_a_number_that_an_expression_compares_with_has_a_source(said: str, compared: str) -> None:
    text = page(f"Go on above {said}.")
    assert findings(text, "ungrounded-fact", grounds=f"expr: {compared} for: 3m") == []
    assert findings(text, "ungrounded-fact", grounds=f"expr: {compared}7 for: 15m") != []


def test_without_evidence_nothing_is_ungrounded() -> None:
    assert findings(page("Open https://x.shop.test."), "ungrounded-fact") == []
