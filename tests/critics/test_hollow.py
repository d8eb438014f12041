"""Orders without content, and orders that only look so."""

from __future__ import annotations

import pytest

from pipeline.critics.vagueness import is_vague


@pytest.mark.parametrize(
    "sentence",
    [
        "Tune the database.",
        "Bring the service back to a healthy state.",
        "Do what is needed to reduce the load.",
        "Then restore normal operation.",
        "Check that the application behaves.",
        "Look around for anything odd.",
        "See if something is wrong with the network.",
        "Sort it out.",
        "Stabilise the cluster.",
        "Optimise as required.",
        "Free up resources.",
        "If it goes on, get the service working again.",
        "Find the bottleneck and remove it.",
        "Evaluate the situation and react.",
        "Carry out the appropriate recovery actions.",
        "Make sure there are no errors.",
        "Manage the overload.",
        "Apply a suitable workaround.",
        "Verify the functionality of the service.",
    ],
)
def test_words_that_say_nothing_are_vague(sentence: str) -> None:
    assert is_vague(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Fix the typo in the ConfigMap.",
        "Clean up the temporary files of the build agent.",
        "Check that the certificate is valid for another 30 days.",
        "Limit the traffic of the tenant to 100 requests per second.",
        "Monitor the queue depth for 10 minutes.",
        "Free up inodes by moving old sessions away.",
        "Verify the DNS record of the gateway.",
        "See whether the replica lags behind the primary.",
        "Check whether the node is cordoned.",
        "Improve the query plan by adding the missing index.",
        "Look at the latency of each dependency.",
        "Treat the alert as a page when it fires twice.",
        "Do not restart the primary.",
        "The service is healthy again.",
        "Get the name of the pod.",
        "Reduce the replicas to 3.",
    ],
)
def test_an_order_that_names_a_thing_is_not(sentence: str) -> None:
    assert not is_vague(sentence)
