"""What shows the result of a change, in the many ways people write it, and what only looks like it."""

from __future__ import annotations

import pytest

from pipeline.critics.outcomes import states_result
from tests.critics.judging import findings, lines, page

RULE = "step-without-verification"

STATED = [
    "`running`.",
    "`Ready`, twice.",
    '`"acknowledged": true`.',
    "HTTP 204.",
    "OK.",
    "`systemctl is-active orders` prints `active`.",
    "`LAST SEEN` is younger than a minute.",
    "Both lines are the same.",
    "A version is printed.",
    "Three replicas are listed.",
    "The queue is empty.",
    "The log is empty again.",
    "`kubectl get pods -l app=orders` shows three pods that are `Running`.",
    "The dump is larger than 2 GB.",
    "The lag is below 100 after a minute.",
    "No lines.",
    "Nothing is printed.",
    "More than 3.",
    "Less than 5% for both disks.",
    "Exit code 0.",
    "0 rows.",
    "Step 2 prints 0 afterwards.",
    "The command of step 1 now lists the new node.",
    "The start page should answer.",
    "The alert clears within ten minutes.",
    "The counter goes back to zero.",
    "Within a minute `READY` reads 3/3.",
    "After that the member is `started`.",
    "It says `synced`.",
    "`Serial` went up by one.",
    "The lock has to be gone.",
    "Afterwards the disk is at 60% or less.",
    "The old certificate no longer appears.",
    "Replication catches up within five minutes.",
    "Wait until the pod is ready.",
    "Expect: two rows.",
    "The pool must be healthy.",
    "All shards are assigned.",
    "The service is up.",
    "`curl -fsS http://orders.shop.test/health` answers `ok`.",
    "`SHOW REPLICA STATUS` has `Seconds_Behind_Source: 0`.",
    "The volume is mounted.",
    "`deleted` is the answer.",
    "The prompt comes back without an error.",
]
NOT_STATED = [
    "Restart the consumer.",
    "Then restart the second one.",
    "This deletes the old segments.",
    "The command takes a while.",
    "Go on with the next node.",
    "Ask the storage team for the key.",
    "Make sure that the system is healthy.",
    "Everything should be handled appropriately.",
    "This restarts all consumers.",
    "Use the token of the deployment account.",
    "The brokers run on three hosts.",
    "Be careful.",
]


@pytest.mark.parametrize("text", STATED)
def test_a_sentence_states_what_is_seen(text: str) -> None:
    assert states_result(text)


@pytest.mark.parametrize("text", NOT_STATED)
def test_a_sentence_states_nothing_that_is_seen(text: str) -> None:
    assert not states_result(text)


def change(after: str, before: str = "Restart it:", more: str = "") -> str:
    return page(f"{before}\n\n```bash\nkubectl -n shop rollout restart deployment/orders\n{more}```\n\n{after}")


@pytest.mark.parametrize("text", STATED)
def test_a_change_is_verified_by_the_sentence_below_it(text: str) -> None:
    assert lines(change(text), RULE) == []


@pytest.mark.parametrize("text", [text for text in NOT_STATED if not text.startswith("Make sure")])
def test_a_change_is_not_verified_by_other_words(text: str) -> None:
    assert lines(change(text), RULE)


@pytest.mark.parametrize(
    "look",
    [
        "kubectl -n shop rollout status deployment/orders\n",
        "kubectl -n shop get pods\n",
        "curl -fsS http://orders.shop.test/health\n",
        "psql -c 'SELECT 1'\n",
        "kubectl -n shop describe deployment orders\n",
    ],
)
def test_a_look_in_the_same_block_verifies_a_change(look: str) -> None:
    assert lines(change("", more=look), RULE) == []
    assert lines(page(f"```bash\n{look}kubectl -n shop scale deployment/orders --replicas=3\n```"), RULE)


def test_what_was_printed_below_the_prompt_shows_the_result() -> None:
    typed = "```console\n$ kubectl uncordon node-7\n"
    assert lines(page(typed + "node/node-7 uncordoned\n```"), RULE) == []
    assert lines(page(typed + "```"), RULE)
    printed_before = "```console\n$ kubectl get nodes node-7\nnode-7 Ready\n$ kubectl uncordon node-7\n```"
    assert lines(page(printed_before), RULE)


def test_a_dry_run_or_a_saved_copy_is_no_change() -> None:
    assert lines(page("```bash\nterraform state pull > /secure/before.tfstate\n```"), RULE) == []
    assert lines(page("```bash\noc adm prune builds --keep-complete=3\n```"), RULE) == []


def numbered(*steps: str) -> str:
    return "# Queue\n\n" + "\n".join(f"## Step {n}: {step}\n" for n, step in enumerate(steps, start=1))


LOOK = "Nodes\n\n```bash\nkubectl get nodes\n```\n\nAll are `Ready`.\n"
CHANGE = "Restart\n\n```bash\nkubectl rollout restart deployment/orders\n```\n"


def test_the_next_step_says_nothing_of_a_change_where_each_step_says_what_is_seen() -> None:
    assert lines(numbered(LOOK, LOOK, CHANGE, LOOK), RULE) == [21]
    assert lines(numbered(LOOK, LOOK, CHANGE + "\nThree pods are `Running`.\n", LOOK), RULE) == []


def test_a_step_that_looks_whether_it_worked_is_enough() -> None:
    assert lines(numbered(LOOK, LOOK, CHANGE, "Check the pods\n\n```bash\nkubectl get pods\n```\n"), RULE) == []


def test_a_change_within_a_sentence_is_one() -> None:
    sentence = "Renew\n\nGet a new one with `certbot renew`.\n"
    assert lines(numbered(LOOK, LOOK, LOOK, sentence), RULE) == [30]
    assert lines(numbered(LOOK, LOOK, LOOK, sentence + "\nThe date is in three months.\n"), RULE) == [30]
    assert lines(numbered(LOOK, LOOK, LOOK, sentence + "\n`notAfter` is a new date.\n"), RULE) == [30]


def test_a_page_that_tells_what_a_query_should_read_says_when_it_is_over() -> None:
    text = page("Count the messages:\n\n```bash\nrabbitmqctl list_queues\n```\n\n{}")
    assert findings(text.format("Below 1000 for each queue."), "no-verification") == []
    assert findings(text.format("Then think again."), "no-verification")
