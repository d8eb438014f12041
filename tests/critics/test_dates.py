from __future__ import annotations

from datetime import date

import pytest

from pipeline.critics.dates import tried_on, written_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-15", date(2025, 1, 15)),
        ("on 2025/1/5 by the team", date(2025, 1, 5)),
        ("2024-03", date(2024, 3, 28)),
        ("15 January 2025", date(2025, 1, 15)),
        ("Jan 3rd, 2024", date(2024, 1, 3)),
        ("March 2023", date(2023, 3, 28)),
        ("Q3 2024", date(2024, 9, 28)),
        ("25/12/2024", date(2024, 12, 25)),
        ("03/04/2024", date(2024, 4, 3)),
        ("Never", None),
        ("2025-13-45", None),
        ("version 1.2.3", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: date | None) -> None:
    assert written_date(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tested 2026-03-03.", date(2026, 3, 3)),
        ("Page last tested on 14 January 2026 by restoring a file.", date(2026, 1, 14)),
        ("It was drilled in March 2025.", date(2025, 3, 28)),
        ("Last drill: Q2 2025", date(2025, 6, 28)),
        ("We rehearsed it with the whole team on 3 May 2025.", date(2025, 5, 3)),
        ("Last used for real on 2025-12-24", date(2025, 12, 24)),
        ("tried out on the staging cluster, 2025-11-02", date(2025, 11, 2)),
        ("Last run: Jan 5, 2026", date(2026, 1, 5)),
    ],
)
def test_running_text_says_when_it_was_tried(text: str, day: date) -> None:
    assert [found for *_, found in tried_on(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "never tested, reviewed 2024-01-01",
        "Not tested since 2024-01-02",
        "It must be tested by 2027-01-01",
        "Tested with 14 nodes. Updated 2024-01-01",
        "The alert was tested.",
    ],
)
def test_other_dates_are_none_of_a_test(text: str) -> None:
    assert list(tried_on(text)) == []
