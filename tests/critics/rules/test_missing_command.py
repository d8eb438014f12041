"""Operations that are ordered without a command, and orders that need none."""

from __future__ import annotations

import pytest

from tests.critics.judging import lines, page

RULE = "missing-command"
CODE = "\n\n   ```bash\n   rabbitmqctl list_queues\n   ```\n\n   Below 1000.\n"


def numbered(*steps: str) -> str:
    return (
        "# Queue too long\n\n## Steps\n\n" + "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1)) + "\n"
    )


LAST = 5 + 3 * 8


def after_commands(order: str) -> list[int]:
    return lines(numbered(f"Count:{CODE}", f"Count again:{CODE}", f"And again:{CODE}", order), RULE)


@pytest.mark.parametrize(
    "order",
    [
        "Reload haproxy.",
        "Restart the exporter.",
        "Restart named on both hosts.",
        "Then rebalance the shards.",
        "Defragment each member.",
        "Enable the plugin again.",
        "Turn off maintenance mode.",
        "Get rid of the old indices.",
        "If the pool is full, extend it by one disk.",
        "Increase the heap of the broker.",
        "Add another replica to the set.",
        "Take a snapshot of the volume.",
        "Fail over to the standby.",
        "Run the consistency tool on both sides.",
        "Check the bucket policy.",
        "Verify all certificates.",
    ],
)
def test_an_operation_takes_a_command(order: str) -> None:
    assert after_commands(order) == [LAST]


@pytest.mark.parametrize(
    "order",
    [
        "Reload haproxy: `systemctl reload haproxy`.",
        "Restart the exporter in the console.",
        "Replace the broken drive.",
        "Remove the silence.",
        "Start a call with the payment team.",
        "Repeat step 2.",
        "Write down the time.",
        "Wait for ten minutes.",
        "Go on with the next host.",
        "Stop here if the list is empty.",
        "Check with the owner whether the data may go.",
        "Increase it by steps of ten, and never beyond the limit that the finance team has set for the quarter.",
        "Restart the exporter as described in [its page](exporter.md).",
    ],
)
def test_what_is_done_by_hand_or_said_takes_none(order: str) -> None:
    assert after_commands(order) == []


def test_a_page_without_commands_is_not_asked_for_one() -> None:
    assert lines(numbered("Enable the plugin again.", "Rebalance the shards.", "Check the policy."), RULE) == []


def test_a_condition_with_an_operation_is_asked_on_a_page_of_paragraphs_too() -> None:
    text = "Count:\n\n```bash\nrabbitmqctl list_queues\n```\n\n{}"
    assert lines(page(text.format("If the disk is full, extend the volume.")), RULE) == [11]
    assert lines(page(text.format("Extend it where that is cheap.")), RULE) == []


@pytest.mark.parametrize(
    "text",
    [
        "The steps will be added later.",
        "Mirrors: commands to follow.",
        "This part needs writing.",
        "Details will follow soon.",
        "The rest is still missing.",
    ],
)
def test_what_is_promised_is_unfinished(text: str) -> None:
    assert lines(page(text), "unfinished-text") == [5]


@pytest.mark.parametrize(
    "text",
    [
        "The node will be added to the pool by the autoscaler.",
        "If a step is missing in the log, start again.",
        "The message says that the table is missing.",
    ],
)
def test_what_a_system_will_do_is_not(text: str) -> None:
    assert lines(page(text), "unfinished-text") == []
