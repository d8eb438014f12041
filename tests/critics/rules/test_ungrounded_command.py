"""A command in the middle of a draft's prose needs a source, a message that prose quotes does not."""

from __future__ import annotations

import pytest

from tests.critics.judging import findings, page


@pytest.mark.parametrize("quoted", ["failed to send out heartbeat on time", "took too long", "the writer is stuck"])
def test_a_quoted_message_is_no_command(quoted: str) -> None:
    assert findings(page(f"1. Look for `{quoted}` in the answer."), "ungrounded-command", trusted=(), grounds="x") == []


@pytest.mark.parametrize("command", ["kubectl delete pod web-1", "./scripts/drain.sh --now"])
def test_a_command_or_a_script_by_its_path_is_one(command: str) -> None:
    found = findings(page(f"1. Run `{command}` at once."), "ungrounded-command", trusted=(), grounds="x")
    assert [command in finding.message for finding in found] == [True]


SCALE = "kubectl -n shop scale deployment/worker --replicas={}"


@pytest.mark.parametrize(
    ("number", "trusted", "grounds", "told"),
    [
        ("9", (SCALE.format(6),), SCALE.format(6), ["6"]),
        ("9", (SCALE.format(6), SCALE.format(3)), "", ["3 or 6"]),
        ("6", (SCALE.format(6),), "", []),
        ("9", (SCALE.format("<count>"),), "", []),
        ("9", (SCALE.format(6), SCALE.format("<count>")), "", []),
        ("9", (SCALE.format(6),), "Scale to 9 in a sale.", []),
    ],
)
def test_a_number_that_no_source_gives_the_flag_is_told(
    number: str, trusted: tuple[str, ...], grounds: str, told: list[str]
) -> None:
    text = page(f"```bash\n{SCALE.format(number)}\n```")
    found = findings(text, "ungrounded-command", trusted=trusted, grounds=grounds or "x")
    assert [finding.message.split(" there has ")[1] for finding in found] == told
