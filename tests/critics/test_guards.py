"""What stands between an operator and a dangerous command, and what only sounds like it."""

from __future__ import annotations

import pytest

from tests.critics.judging import lines, page

RULE = "unguarded-destruction"
COMMAND = "```bash\nredis-cli -h cache-1.shop.test FLUSHALL\n```"


def around(before: str = "Clear it:", after: str = "") -> str:
    return page(f"{before}\n\n{COMMAND}\n\n{after}")


@pytest.mark.parametrize(
    "before",
    [
        "If no session is kept in it, clear the cache:",
        "Only on the standby:",
        "The cache must not hold carts. Then clear it:",
        "The carts have to be saved to the database. Then:",
        "It has to be idle (`CLIENT LIST` prints one line). Then:",
        "Save a copy of the file first, then:",
        "Ask the shop team for its approval, then clear it:",
        "The cache is rebuilt from the database, so clearing is safe:",
        "If nothing else helps, and only after a backup:",
    ],
)
def test_a_condition_a_copy_or_a_confirmation_above_is_a_guard(before: str) -> None:
    assert lines(around(before), RULE) == []


@pytest.mark.parametrize(
    "before",
    [
        "Clear it:",
        "If that fails, clear it:",
        "If this does not help, clear the cache:",
        "If the problem persists, clear the cache:",
        "If it is still slow, clear the cache:",
        "If restarting it did not help, clear it:",
        "Otherwise clear it:",
        "Last resort:",
        "As a last resort, clear it:",
        "Our very last resort is to clear it:",
        "If necessary, clear it:",
        "Remove what should not be there:",
    ],
)
def test_that_another_way_failed_is_none(before: str) -> None:
    assert lines(around(before), RULE) == [8]


@pytest.mark.parametrize(
    "after",
    [
        "To undo it, load last night's dump.",
        "Nothing is lost: it is rebuilt from the database.",
        "Never do this on the primary.",
        "Only do this on the standby.",
        "Warning: all sessions end.",
        "The carts come back when the page is opened.",
    ],
)
def test_a_way_back_or_a_warning_below_is_a_guard(after: str) -> None:
    assert lines(around(after=after), RULE) == []


@pytest.mark.parametrize(
    "after",
    [
        "It should be empty.",
        "`DBSIZE` is 0 after that.",
        "The keys are no longer there.",
        "Check the hit rate if needed.",
    ],
)
def test_a_check_below_is_none(after: str) -> None:
    assert lines(around(after=after), RULE) == [8]


def test_the_look_before_it_may_say_on_what_it_depends() -> None:
    look = (
        "Go on only if this prints `role:slave`:\n\n```bash\nredis-cli -h cache-1.shop.test INFO replication\n```\n\n"
    )
    assert lines(page(f"{look}Then:\n\n{COMMAND}"), RULE) == []
    look = "See how it is:\n\n```bash\nredis-cli -h cache-1.shop.test INFO replication\n```\n\n"
    assert lines(page(f"{look}Then:\n\n{COMMAND}"), RULE) == [14]


def test_a_comment_above_the_line_is_a_guard() -> None:
    assert lines(page("```bash\n# only when the standby is in sync\nredis-cli FLUSHALL\n```"), RULE) == []
    assert lines(page("```bash\nredis-cli FLUSHALL   # clears it\n```"), RULE) == [6]


@pytest.mark.parametrize(
    "command",
    [
        "kill -9 4711",
        "pkill -9 writer",
        "helm uninstall orders -n shop",
        "ceph-disk zap /dev/sdk",
        "curl -X POST http://es.shop.test:9200/orders/_delete_by_query -d '{}'",
        'psql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"',
        "docker volume prune -f",
    ],
)
def test_it_is_destructive_wherever_it_stands(command: str) -> None:
    assert lines(page(f"```bash\n{command}\n```"), RULE) == [6]
    row = "# Q\n\n| # | What | How | Result |\n|---|---|---|---|\n| 1 | Make it go | `" + command + "` | – |\n"
    assert lines(row, RULE) == [5]


@pytest.mark.parametrize("command", ["systemctl reboot", "sudo reboot", "vault kv metadata get kv/orders", "kill 4711"])
def test_what_can_be_undone_needs_no_guard(command: str) -> None:
    assert lines(page(f"```bash\n{command}\n```"), RULE) == []
