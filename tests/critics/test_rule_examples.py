from __future__ import annotations

import pytest

from pipeline.critics.pages import examples
from pipeline.critics.registry import Rule, all_rules
from tests.critics.judging import findings

CASES = [
    pytest.param(rule, kind, text, id=f"{rule.name}-{kind.lower()}-{number}")
    for rule in all_rules()
    for number, (kind, text) in enumerate(examples(rule), start=1)
]


@pytest.mark.parametrize(("rule", "kind", "text"), CASES)
def test_a_bad_example_is_found_and_a_good_one_is_not(rule: Rule, kind: str, text: str) -> None:
    found = findings(text, rule.name, **rule.example)
    assert bool(found) == (kind == "Bad"), found


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_has_a_sentence_a_reason_and_examples_of_both_kinds(rule: Rule) -> None:
    summary, _, rest = rule.doc.partition("\n\n")
    assert summary.endswith(".")
    assert "\n" not in summary
    assert len(rest.split("\n\nBad:")[0]) > 60
    assert {kind for kind, _ in examples(rule)} == {"Bad", "Good"}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_is_named_after_its_module(rule: Rule) -> None:
    assert rule.check.__module__.rsplit(".", 1)[-1] == rule.name.replace("-", "_")
