from __future__ import annotations

import pytest

from pipeline.critics.vagueness import is_vague, says_how


@pytest.mark.parametrize(
    "text",
    [
        "Investigate the issue.",
        "Investigate.",
        "Investigate and fix the root cause",
        "Look into it.",
        "Then find out what is wrong.",
        "Take appropriate action.",
        "Perform the necessary steps to resolve the issue.",
        "Do the needful",
        "Check the logs.",
        "Review the application logs for any errors or warnings.",
        "Make sure everything is working as expected.",
        "If the logs show a configuration error, troubleshoot the issue.",
        "**Fix** the underlying problem and resolve it.",
        "Resolve any issues found.",
    ],
)
def test_orders_to_find_or_fix_the_problem_are_vague(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "Investigate the queue depth with:",
        "Check the status of the pods.",
        "Check the logs of the ingress controller.",
        "Fix the improper syntax in the rule.",
        "Identify problematic queries",
        "Verify Alert",
        "The issue is usually a full disk.",
        "Restart the consumer.",
        "",
    ],
)
def test_orders_with_an_object_of_their_own_are_not(text: str) -> None:
    assert not is_vague(text)


@pytest.mark.parametrize(
    "text", ["with `ls`", "see [this](x.md)", "by restarting it", "follow the guide", "as described in RUN-004"]
)
def test_a_means_is_recognized(text: str) -> None:
    assert says_how(text)
