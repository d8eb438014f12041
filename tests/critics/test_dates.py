from __future__ import annotations

from datetime import date

import pytest

from pipeline.critics.dates import written_date


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
