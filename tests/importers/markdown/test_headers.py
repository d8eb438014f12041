"""What starts an entry, and what only looks like it."""

from __future__ import annotations

import pytest

from pipeline.importers.entries.ids import Declared
from pipeline.importers.markdown.headers import bare_head, head, heading_depth, id_line
from pipeline.importers.markdown.items import item_fields, item_head


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("MON-001: A title: with a colon", "MON-001", "A title: with a colon"),
        ("Risk ID: RISK-0015", "RISK-0015", ""),
        ("**RISK-001** — A", "RISK-001", "A"),
        ("(DEP-001) A", "DEP-001", "A"),
        ("MON-001: A {#mon-001}", "MON-001", "A"),
        ('<a id="x"></a> MON-001: A', "MON-001", "A"),
        ("MON-001: A ##", "MON-001", "A"),
        ("⚠️ RISK-001: A", "RISK-001", "A"),
    ],
)
def test_heads(text: str, name: str, title: str) -> None:
    found = head(text)
    assert found is not None
    assert (found.declared, found.id, found.title) == (Declared.ENTRY, name, title)


@pytest.mark.parametrize("text", ["MON-001–006", "MON-001 to MON-006", "RISK-001, RISK-002", "About MON-001", "MON-"])
def test_headings_that_are_about_ids_are_no_heads(text: str) -> None:
    assert head(text) is None


def test_a_title_without_a_separator_is_not_sure() -> None:
    found = head("DEP-003 rollback was executed")
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize(
    "text", ["See MON-001: A", " MON-001: A", "- MON-001: A", "MON-001", "MON-001 A", "https://x/MON-001: A"]
)
def test_lines_that_are_no_bare_heads(text: str) -> None:
    assert bare_head(text) is None


@pytest.mark.parametrize("text", ["ID: MON-001", "**ID**: MON-001", "- **Risk ID:** `MON-001`", "id: mon-001"])
def test_lines_that_give_an_id(text: str) -> None:
    found = id_line(text)
    assert found is not None
    assert found.id == "MON-001"


def test_depth() -> None:
    assert [heading_depth(text) for text in ("# a", "###### a", "####### a", "#a", "a", "##")] == [1, 6, 0, 0, 0, 2]


def test_an_item_with_its_fields() -> None:
    found = item_head("1. [ ] **RISK-001**: a")
    assert found is None
    found = item_head("1. **RISK-001: A** (High impact) — b may fail. *Mitigation*: c; Owner: d")
    assert found is not None
    about, text = found
    assert (about.id, about.title) == ("RISK-001", "A")
    assert [(field.key, field.value) for field in item_fields(text, 1)] == [
        ("Impact", "High"),
        ("Description", "b may fail."),
        ("Mitigation", "c"),
        ("Owner", "d"),
    ]
