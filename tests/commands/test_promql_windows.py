from __future__ import annotations

import pytest

from pipeline.commands.promql_windows import milliseconds, spoken_window


@pytest.mark.parametrize(
    ("window", "text"),
    [
        ("5m", "5 minutes"),
        ("1m", "1 minute"),
        ("1h30m", "1 hour 30 minutes"),
        ("0m", ""),
        ("", ""),
        ("2w", "2 weeks"),
        ("500ms", "500 milliseconds"),
        ("5 minutes", "5 minutes"),
        ("10 min", "10 minutes"),
        ("1 hour and 30 mins", "1 hour 30 minutes"),
        ("3 months", "3 months"),
        ("5m, sustained", "5m, sustained"),
        ("a while", "a while"),
    ],
)
def test_windows_are_spoken(window: str, text: str) -> None:
    assert spoken_window(window) == text


@pytest.mark.parametrize(
    ("window", "minutes"),
    [
        ("5m", 5),
        ("1h30m", 90),
        ("for 10 minutes", 10),
        ("5m, sustained over 2 hours", 5),
        ("1 hour and 30 min", 90),
        ("a 15-minute window", 15),
        ("3 consecutive checks", 0),
        ("", 0),
    ],
)
def test_the_first_duration_of_a_text_is_read(window: str, minutes: int) -> None:
    assert milliseconds(window) == minutes * 60_000
