"""Which values nobody filled in."""

from __future__ import annotations

import pytest

from pipeline.importers.entries.placeholders import is_placeholder


@pytest.mark.parametrize(
    "value",
    [
        "{Metric Name}",
        "[Team]",
        "[Team responsible for this metric/alert]",
        "`[metric.name.format]`",
        "<value>",
        "YYYY-MM-DD",
        "Performance | Availability | Business",
        "Critical|Warning|Info",
        "[Critical | Warning | Info]",
        "Warning: {value} | Critical: {value}",
        "[Yes | No] — Does failure block deploy?",
        "- [BR-XXX](rules.md)".replace("(rules.md)", ""),
    ],
)
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Backend Team",
        "Backend Team | Platform Team",
        "Warning: 70% | Critical: 90%",
        "[MON-001, DEP-001]",
        "[staging, production]",
        "[Backend Team](https://wiki.example.com/backend)",
        "<https://wiki.example.com/x>",
        "{{ $labels.instance }}",
        '{job="api"} > 5',
        "Latency of GET /users/{id}",
        "Deprecated (YYYY-MM-DD)",
        "- [ ] Check it",
    ],
)
def test_values(value: str) -> None:
    assert not is_placeholder(value)


def test_a_choice_of_two_is_a_placeholder_only_where_one_is_to_be_chosen() -> None:
    assert is_placeholder("Active | Deprecated", "status")
    assert not is_placeholder("Staging | Production", "environment")
