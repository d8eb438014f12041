"""What pages say of themselves in other words: the notes on owner, test, border and contact are silent then."""

from __future__ import annotations

import pytest

from tests.critics.judging import findings, lines, page, template


def about(text: str) -> str:
    return f"# Queue too long\n\n{text}\n\n## Steps\n\n1. Count them: `rabbitmqctl list_queues`\n"


@pytest.mark.parametrize(
    "text",
    [
        "The messaging crew edits this page.",
        "Page of the messaging squad.",
        "The messaging group's runbook.",
        "Messaging infra maintains this.",
        "Upkeep of this page: messaging desk.",
        "Maintainers are the messaging developers.",
        "Ask the messaging team who run this.",
        "*Responsible: Messaging.*",
    ],
)
def test_an_owner_is_named(text: str) -> None:
    assert findings(about(text), "no-owner") == []


@pytest.mark.parametrize(
    "text", ["The queue keeps this host busy.", "Owner is TBD.", "Responsible: TBD", "Page the broker's admin."]
)
def test_no_owner_is_named(text: str) -> None:
    assert findings(about(text), "no-owner")


@pytest.mark.parametrize(
    "text",
    [
        "Used twice a year, last on 3 May 2026.",
        "Dry run: 2026-05-03, in the staging cluster.",
        "We test it with each upgrade, most recently on 2026-05-03.",
        "Latest exercise: the spring drill, 2026-05-03.",
        "| | |\n|---|---|\n| Last used for real | 3 May 2026 |",
    ],
)
def test_a_date_of_a_test_is_said(text: str) -> None:
    assert findings(about(text), "never-tested") == []


@pytest.mark.parametrize("text", ["Reviewed on 2026-05-03.", "Never tested; a drill is due on 2026-05-03.", "Tested."])
def test_no_date_of_a_test_is_said(text: str) -> None:
    assert findings(about(text), "never-tested")


@pytest.mark.parametrize(
    "text",
    [
        "Dead letters aren't described.",
        "Mirrored queues are a different matter.",
        "Classic queues only.",
        "It does not help with a full disk.",
        "| | |\n|---|---|\n| Applies to | quorum queues, not classic ones |",
    ],
)
def test_a_border_is_drawn(text: str) -> None:
    assert findings(about(text), "no-scope") == []


@pytest.mark.parametrize("text", ["Over an hour: ring `#messaging`.", "Stuck: messaging desk, +1-555-0110."])
def test_a_contact_is_named(text: str) -> None:
    assert findings(about(text), "no-escalation") == []


def test_plain_labels_of_an_escalation_are_read() -> None:
    text = "\n\n## Escalation\n- When: after 15 minutes\n- Who: the messaging lead\n- What: -\n"
    assert lines(page("Run `ls`.") + text, "incomplete-escalation") == [11]


def test_a_command_below_a_shallow_item_is_code() -> None:
    text = "# Queue\n\n1) Check it\n\n    rabbitmqctl list_queues --vhost shop name\n\nBelow 10.\n"
    assert findings(text, "vague-step") == []


@pytest.mark.parametrize("text", ["`<ID>` is in the message.", "ID is in the message."])
def test_a_name_of_one_filler_word_is_explained_by_a_sentence(text: str) -> None:
    body = f"Free it:\n\n```bash\nterraform force-unlock <ID>\n```\n\n{text}"
    assert findings(page(body), "undeclared-placeholder") == []
    assert findings(page(body.replace(text, "Done.")), "undeclared-placeholder")


def test_a_copy_made_by_an_earlier_step_guards_the_removal() -> None:
    remove = "### Step 2: Remove it\nCommands:\n```bash\nrm -rf /var/lib/mq/mnesia\n```\n"
    copied = template(
        f"### Step 1: Save\nCommands:\n```bash\ntar -C /var/lib/mq -czf /b/mq.tgz mnesia\n```\n\n{remove}"
    )
    assert findings(copied, "unguarded-destruction") == []
    assert findings(copied.replace("mnesia\n```\n\n###", "config\n```\n\n###"), "unguarded-destruction")
