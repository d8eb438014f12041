"""Texts made to make a reader hang or crash."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.importers import catalog, entries_markdown, entries_yaml, prometheus, risk_csv
from pipeline.importers.entries.found import Found, Importer
from pipeline.importers.text.input_file import InputFile

SIZE = 5_000_000
ROWS = 10_000
LONG_LINES = {
    "brackets": "MON-001 " + "[" * SIZE,
    "stars": "## RISK-001: " + "*" * SIZE,
    "comments": "MON-001 " + "<!--" * (SIZE // 4),
    "spaces": "RISK-001\n" + " " * SIZE + "x",
    "bars": "RISK-001\n" + "|" * SIZE + "\n|-|-|\n",
    "dashes": "RISK-001\n|" + "-" * SIZE + "x",
    "ids": "## RISK-001: a\nImpact: High\nLinked IDs: " + "API-001/" * (SIZE // 8),
    "bold": "## RISK-001: a\n" + "**a " * (SIZE // 4),
    "an ID": "## RISK-" + "0" * SIZE,
    "links": "## RISK-001: " + "[a](" * (SIZE // 4),
}
MANY_LINES = {
    "tables": "## RISK-001: a\n" + "| a | b |\n|---|---|\n" * ROWS,
    "keys": "## RISK-001: a\n" + "Key: v\n" * ROWS,
    "wrapped": "## RISK-001: a\nImpact: High\n" + "  more\n" * ROWS,
    "fences": "RISK-001\n" + "```a\n" * ROWS,
    "comments": "RISK-001\n" + "<!--\n" * ROWS,
    "bold keys": "## RISK-001: a\n" + "**a**: b | " * ROWS,
    "blank": "## RISK-001: a\n" + "\n" * ROWS + "x",
}


@pytest.mark.parametrize("name", LONG_LINES)
def test_five_megabytes_on_a_line_take_little_time(name: str) -> None:
    started = time.monotonic()
    entries_markdown.read(InputFile("a.md", LONG_LINES[name]))
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("name", MANY_LINES)
def test_ten_thousand_lines_take_little_time(name: str) -> None:
    started = time.monotonic()
    entries_markdown.read(InputFile("a.md", MANY_LINES[name]))
    assert time.monotonic() - started < 5


LINES = st.sampled_from(
    [
        *(
            "## MON-001: A",
            "# DEP-002 | B",
            "RISK-003: C",
            "**ID**: MON-004",
            "- **RISK-005** — D. Mitigation: e",
            "## RUN-1",
        ),
        *(
            "```",
            "```yaml",
            "~~~",
            "---",
            "<!--",
            "-->",
            "| ID | Risk | Impact |",
            "|---|---|---|",
            "| RISK-6 | a | High |",
        ),
        *(
            "Severity: High",
            "**Impact**: {x}",
            "- a",
            "  - b: c",
            "1. d",
            "",
            "### Steps",
            "Notification:",
            "MON-../../x: e",
        ),
        *(
            "groups:",
            "- name: g",
            "  rules:",
            "  - alert: A",
            "    expr: up",
            "services: {a: {owner: b}}",
            "id,risk,impact",
        ),
        *(
            "R-1,a,High",
            '"',
            "\t",
            "&a [*a]",
            "- id: RISK-7",
            "  impact: low",
            "{{ x }}",
            "\u2028",
            "\x00",
            "=====",
            "x: [",
            "}",
        ),
    ]
)


@pytest.mark.parametrize(
    ("importer", "path"),
    [
        (entries_markdown, "a.md"),
        (entries_yaml, "a.yaml"),
        (prometheus, "a.yaml"),
        (catalog, "catalog.yaml"),
        (risk_csv, "a.csv"),
        (entries_yaml, "a.json"),
    ],
)
@settings(max_examples=60, deadline=None)
@given(lines=st.lists(LINES, max_size=25))
def test_no_text_is_a_crash_and_every_place_is_in_the_file(importer: Importer, path: str, lines: list[str]) -> None:
    file = InputFile(path, "\n".join(lines))
    found = importer.read(file) if importer.sniff(file) else Found()
    for place in [one.source for one in (*found.entries, *found.summaries, *found.problems)]:
        assert 1 <= place.line <= len(lines) + 1
    again = InputFile(path, file.text)
    assert found == (importer.read(again) if importer.sniff(again) else Found())
