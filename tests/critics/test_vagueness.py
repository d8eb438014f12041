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
        "Fix the config.",
        "If the mount is missing, correct the settings.",
        "Optimize slow queries.",
        "Tune the application parameters as required.",
        "Free up some disk space.",
        "Make room on the volume.",
        "Get more memory.",
        "Reduce the load on the primary.",
        "Lower memory usage.",
        "Give it more resources.",
        "See if anything else is broken.",
        "Look for anything unusual.",
        "Make sure that nothing is missing.",
        "Check that the replication works as it should.",
        "Verify the permissions are correct.",
        "Ensure the exporter is configured properly.",
        "Look at the diff and react accordingly.",
        "Review the limits and adjust them as needed.",
        "Compare both lists, then take action.",
        "Clean up the old files as appropriate.",
        "Scale the workers if needed.",
        "Do whatever is necessary.",
        "Do the needful in the portal.",
        "Get everything back to normal.",
        "Bring the site back up.",
        "Restore normal operation.",
        "Find a suitable workaround.",
        "Sort things out.",
        "See what can be done.",
        "Everything else should be taken care of.",
        "The remaining hosts have to be fixed accordingly.",
        "The fix depends on the cause.",
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
        "Fix the relabeling syntax.",
        "Fix the TLS configuration of the scrape job.",
        "Free 20 GB on the data volume of the standby.",
        "Reduce the batch size to 100.",
        "Give the pod 2 GiB.",
        "Check whether the primary answers.",
        "Make sure that the list is empty.",
        "Verify that the backup is from last night.",
        "Ensure that the lag is below 100.",
        "Compare both lists.",
        "Scale the workers to six.",
        "Bring the standby to the front.",
        "Restore the volume from the last snapshot.",
        "Look for lines with a status of 500.",
        "Everything should be green.",
    ],
)
def test_orders_with_an_object_of_their_own_are_not(text: str) -> None:
    assert not is_vague(text)


@pytest.mark.parametrize(
    "text", ["with `ls`", "see [this](x.md)", "by restarting it", "follow the guide", "as described in RUN-004"]
)
def test_a_means_is_recognized(text: str) -> None:
    assert says_how(text)
