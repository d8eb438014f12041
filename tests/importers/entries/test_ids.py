"""Which words are IDs, and which IDs a text refers to."""

from __future__ import annotations

import pytest

from pipeline.importers.entries.ids import Declared, declared, references, runbooks_in_address


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("MON-001", Declared.ENTRY),
        ("risk-001", Declared.ENTRY),
        ("RISK-0015", Declared.ENTRY),
        ("MON-001.2", Declared.ENTRY),
        ("MON-CHG-001", Declared.ENTRY),
        ("DEP-04b", Declared.ENTRY),
        ("RUN-005", Declared.RUNBOOK),
        ("RUN-001/002", Declared.RUNBOOK),
        ("MON-XXX", Declared.TEMPLATE),
        ("DEP-YYY", Declared.TEMPLATE),
        ("RISK-{n}", Declared.TEMPLATE),
        ("MON-../../x", Declared.INVALID),
        ("MON-..\\x", Declared.INVALID),
        ("MON-001/etc", Declared.INVALID),
        ("MON-$(reboot)", Declared.INVALID),
        ("MON-12345678901", Declared.INVALID),
        ("RISK-based", Declared.OTHER),
        ("MON-FRI", Declared.OTHER),
        ("RISK-*", Declared.OTHER),
        ("REQ-MON-001", Declared.OTHER),
        ("", Declared.OTHER),
    ],
)
def test_what_a_word_declares(word: str, verdict: Declared) -> None:
    assert declared(word)[0] is verdict


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("API-001 to API-003", "API-001 API-002 API-003"),
        ("API-001 through API-003", "API-001 API-002 API-003"),
        ("API-001–003 (all)", "API-001 API-002 API-003"),
        ("RISK-001→003", "RISK-001 RISK-002 RISK-003"),
        ("TEST-201..203", "TEST-201 TEST-202 TEST-203"),
        ("RUN-001/002", "RUN-001 RUN-002"),
        ("RUN-001/RUN-004", "RUN-001 RUN-004"),
        ("UJ-000/001/005/010 (critical)", "UJ-000 UJ-001 UJ-005 UJ-010"),
        ("EPIC-01 through EPIC-03", "EPIC-01 EPIC-02 EPIC-03"),
        ("DEP-003 → RUN-005", "DEP-003 RUN-005"),
        ("MON-001, then 002", "MON-001"),
        ("MON-001 — 005 ms", "MON-001"),
        ("- MON-001\n- MON-005", "MON-001 MON-005"),
        ("API-020 to API-001", "API-020 API-001"),
        ("API-001 to API-99999", "API-001 API-99999"),
        ("[BR-001](rules.md#br-001), [DEP-YYY](#dep-yyy)", "BR-001"),
        ("MON-001.2 and MON-CHG-001.", "MON-001.2 MON-CHG-001"),
        ("EPIC-04b", "EPIC-04b"),
        ("None", ""),
    ],
)
def test_references_in_links_and_in_prose(text: str, names: str) -> None:
    assert " ".join(references(text, listed=True)) == names
    assert " ".join(references(text)) == names


@pytest.mark.parametrize("text", ["GTM-AEO-AAA", "PRJ-001-RISK-001", "OPS-7"])
def test_a_list_of_links_may_hold_any_prefix(text: str) -> None:
    assert list(references(text, listed=True)) == [text]


@pytest.mark.parametrize(
    "text", ["SHA-256 over UTF-8", "REQ-MON-001", "lcl-cnt-mon-001", "COMMON-001", "PF-$RUN-001", "PRJ-001-RISK-001"]
)
def test_prose_mentions_only_the_known_prefixes(text: str) -> None:
    assert list(references(text)) == []


def test_runbooks_in_addresses() -> None:
    assert runbooks_in_address("https://wiki.example.com/runbooks/run-005-pool.md") == ["RUN-005"]
    assert runbooks_in_address("https://example.com/dry-run-005") == []
