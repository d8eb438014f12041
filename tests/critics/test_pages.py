from __future__ import annotations

import json
from pathlib import Path

import pipeline.critics
from pipeline.critics.pages import as_json, index, listing, page
from pipeline.critics.registry import all_rules, rule_named


def test_the_committed_index_is_current() -> None:
    committed = Path(pipeline.critics.__file__).parent / "RULES.md"
    assert committed.read_text(encoding="utf-8") == index(all_rules()), "run `python -m pipeline.critics.pages`"


def test_a_page_names_the_rule_its_class_and_its_examples() -> None:
    text = page(rule_named("vague-step"))
    assert text.startswith("# vague-step\n\nClass: vague. Level: warning.\n")
    assert "\nBad:\n" in text


def test_the_listing_fits_a_terminal_and_holds_every_rule() -> None:
    text = listing(all_rules())
    assert all(f"  {rule.name} " in text for rule in all_rules())


def test_json_holds_every_rule() -> None:
    assert [r["name"] for r in json.loads(as_json(all_rules()))["rules"]] == [rule.name for rule in all_rules()]
