from __future__ import annotations

import pytest

from pipeline.critics.assumptions import assumption_in, is_bare_login


@pytest.mark.parametrize(
    "sentence",
    [
        "You should already know which server that is.",
        "This runbook assumes that you know what Patroni is.",
        "You are expected to know Chef.",
        "Restart the workers as usual.",
        "Continue with standard capacity planning procedures.",
        "Follow the usual release process.",
        "Use your best judgement.",
        "The fix is self-explanatory.",
        "Run it like last time.",
        "You know the drill by now.",
        "The rest you know by heart.",
        "You know them, they have been there for years.",
        "The bad disk is found by experience.",
        "Do it from memory.",
        "You will recognise the faulty row.",
        "You'll know it when you see it.",
        "Take the replica that you trust most.",
        "Which queue to drain goes without saying.",
        "The order should be obvious.",
        "As discussed in the last review, drop the index.",
        "Same procedure as every year.",
        "The password is in our heads.",
        "A full swap needs the usual trick.",
        "Log in with the shared account.",
        "Use the team password.",
        "Start the job with the usual arguments.",
        "Choose a sensible value.",
        "Set it to the right size.",
        "Pick the best candidate.",
        "Look it up in the wiki.",
        "Ask the person who set it up.",
    ],
)
def test_reliance_on_knowledge_is_found(sentence: str) -> None:
    assert assumption_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Traffic goes on as usual.",
        "If you get results then you know what type of requests are slow.",
        "The normal process is interrupted.",
        "Follow the standard procedure in [capacity](capacity.md).",
        "Restart it the usual way with `systemctl restart x`.",
        "Latency is usually below 100 ms.",
        "Once you know the pod, delete it.",
        "If you know the tenant, add it.",
        "Make sure that you know the number of the ticket.",
        "Pick the right column: the one with the newest date.",
        "Choose the right region from the list of the alert.",
        "The shared account of the shop is locked.",
        "The value is set to a sensible default.",
        "It reads the file from memory.",
        "Find the key in the wiki page “Keys of the brokers”.",
    ],
)
def test_descriptions_and_what_is_shown_are_left_alone(sentence: str) -> None:
    assert not assumption_in(sentence)


def test_a_login_without_a_place_is_bare() -> None:
    assert is_bare_login("Log in to the server.")
    assert is_bare_login("Connect to the standby.")
    assert is_bare_login("1. SSH into the affected host")
    assert not is_bare_login("Log in to the server `db-1`.")
    assert not is_bare_login("Log in to the admin console and open Queues.")
