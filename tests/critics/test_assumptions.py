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
    ],
)
def test_descriptions_and_what_is_shown_are_left_alone(sentence: str) -> None:
    assert not assumption_in(sentence)


def test_a_login_without_a_place_is_bare() -> None:
    assert is_bare_login("Log in to the server.")
    assert is_bare_login("1. SSH into the affected host")
    assert not is_bare_login("Log in to the server `db-1`.")
    assert not is_bare_login("Log in to the admin console and open Queues.")
