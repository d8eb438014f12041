"""Values as meant: joined lines, items, code, thresholds, yes and no."""

from __future__ import annotations

import pytest

from pipeline.importers.entries.values import bare_name, code, flowing, items, levels, yes_or_no
from pipeline.models.entry import Severity


def test_wrapped_lines_are_joined_and_lists_and_code_are_not() -> None:
    assert flowing("one\n  two\n\nthree") == "one two three"
    assert flowing("first:\n- a\n  b\n- c") == "first:\n- a b\n- c"
    assert flowing("run\n```sql\nSELECT 1\n  + 1\n```\nafter") == "run\n```sql\nSELECT 1\n  + 1\n```\nafter"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("1. a\n2. b", ("a", "b")),
        ("- [x] a\n- [ ] b", ("a", "b")),
        ("- a\n  - deeper\n  wrapped\n- b", ("a\n- deeper wrapped", "b")),
        ("1. Run:\n   ```sh\n   ls\n   ```\n2. b", ("Run:\n```sh\nls\n```", "b")),
        ("just a text\non two lines", ("just a text on two lines",)),
        ("", ()),
    ],
)
def test_items(value: str, found: tuple[str, ...]) -> None:
    assert items(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("up == 0", "up == 0"),
        ("`up == 0`", "up == 0"),
        ("```promql\nup\n  == 0\n```", "up\n  == 0"),
        ("As follows\n~~~\nup == 0\n~~~\nand so on", "up == 0"),
    ],
)
def test_code(value: str, found: str) -> None:
    assert code(value) == found


def test_thresholds_by_level() -> None:
    expected = [(Severity.WARNING, "> 70%"), (Severity.CRITICAL, "> 90%")]
    assert levels("Warning: > 70% | Critical: > 90%") == expected
    assert levels("- **Warning**: > 70%\n- **Critical**: > 90%") == expected
    assert levels("> 500ms") == []


def test_a_metric_is_its_entry_or_its_bare_name() -> None:
    assert bare_name("MON-001 (api.request.latency.p95)") == "MON-001"
    assert bare_name("`http_requests_total`") == "http_requests_total"


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("Yes", True),
        ("Yes — release cannot proceed", True),
        ("no.", False),
        ("true", True),
        ("Maybe", None),
        ("", None),
    ],
)
def test_yes_or_no(value: str, meant: bool | None) -> None:
    assert yes_or_no(value) is meant
