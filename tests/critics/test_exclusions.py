"""Borders as people draw them, and sentences that draw none."""

from __future__ import annotations

import pytest

from pipeline.importers.document import read_document
from tests.critics.judging import STEP, findings, template

DRAWN = [
    "For the broker of the shop. Not the one of the warehouse.",
    "Covers `mq-1` and `mq-2`, and nothing else.",
    "Only for the cluster `events`.",
    "About the writers only; readers have a page of their own.",
    "The archive has its own runbook.",
    "Never use it for the ledger.",
    "Do not follow this for the ledger.",
    "Brokers of the customers are not ours.",
    "The ledger is not restored with this page.",
    "Handles the exchange `orders` but not its mirrors.",
    "For all queues except the dead letters.",
    "This page covers the shop's queues without the dead letters.",
    "Dead letters belong elsewhere.",
    "If the broker itself is down, you are on the wrong page.",
    "For dead letters see [the other page](dead.md).",
    "Dead letters are handled on another page.",
    "What it leaves out: dead letters.",
    "Federation links are part of another runbook.",
    "This is no help for a full disk.",
]
NOT_DRAWN = [
    "The broker does not accept messages.",
    "For the broker of the shop.",
    "This page is about the queue `orders`.",
    "Consumers are not connected, or only a few are.",
    "The queue is full, and nothing is consumed.",
    "Orders are taken without a confirmation.",
]


def about(text: str) -> str:
    return f"# Queue too long\n\n{text}\n\n## Steps\n\n1. Run `rabbitmqctl list_queues`; do not repeat it.\n"


@pytest.mark.parametrize("text", DRAWN)
def test_a_border_is_drawn(text: str) -> None:
    assert findings(about(text), "no-scope") == []


@pytest.mark.parametrize("text", NOT_DRAWN)
def test_no_border_is_drawn(text: str) -> None:
    assert findings(about(text), "no-scope")


@pytest.mark.parametrize(
    "key", ["not_covered", "does_not_cover", "not_in_scope", "out-of-scope", "excludes", "not for"]
)
def test_front_matter_may_say_it(key: str) -> None:
    page = f"---\ntitle: Queue\nscope: orders\n{key}: dead letters\n---\n\n# Queue\n\n1. Run `ls`.\n"
    assert findings(page, "no-scope") == []
    assert read_document(page).facts


def test_the_template_is_asked_for_both_halves_in_any_words() -> None:
    only_one = "## Scope\n- **Handles**: A queue above 1000\n\n"
    assert findings(template(STEP, scope=only_one), "no-scope")
    assert findings(template(STEP, scope=f"{only_one}Dead letters have a page of their own.\n\n"), "no-scope") == []
