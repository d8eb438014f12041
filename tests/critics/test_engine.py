from __future__ import annotations

from datetime import date

import pytest

from pipeline.critics.configuration import Configuration
from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.importers.document import read_document
from pipeline.models.finding import Level
from tests.critics.judging import STEP, findings, page, template
from tests.examples import SPEC_EXAMPLES
from tests.real_data import REAL_DATA, needs_real_data


def spec_findings(number: int) -> list[tuple[str, int]]:
    document = read_document(SPEC_EXAMPLES[number], "spec.md")
    return [(f.rule, f.line) for f in criticize(document, Context(today=date(2025, 2, 1)))]


def test_the_specs_first_example_has_two_unverified_steps_and_a_vague_one() -> None:
    assert spec_findings(0) == [
        ("step-without-verification", 30),
        ("step-without-verification", 53),
        ("vague-step", 53),
    ]


def test_the_specs_second_example_has_two_unverified_steps() -> None:
    assert spec_findings(1) == [("step-without-verification", 19), ("step-without-verification", 28)]


def test_a_complete_page_in_the_template_is_clean() -> None:
    assert findings(template(STEP)) == []


def test_a_draft_with_gaps_has_warnings_and_no_error() -> None:
    draft = template(
        f"{STEP}\n\n<!-- sources: MON-001 condition -->",
        owner="Owner: [GAP owner: who keeps this right? Ask: the lead.]\n",
        tested="Last Tested: Never; first drill due within 14 days of acceptance\n",
        escalation="## Escalation\n- **When to escalate**: After 15 minutes\n"
        "- **Who to contact**: [GAP contact: who is on call? Ask: the lead.]\n"
        "- **What to provide**: The output of step 1\n\n",
    )
    found = findings(draft)
    assert [(f.rule, f.level) for f in found] == [
        ("open-gap", Level.WARNING),
        ("never-tested", Level.WARNING),
        ("open-gap", Level.WARNING),
    ]


def test_findings_are_in_order_of_line() -> None:
    found = findings(page("Investigate the issue.\n\nTODO\n\nTake appropriate action."))
    assert [f.line for f in found] == sorted(f.line for f in found)


def test_a_rule_that_is_off_finds_nothing() -> None:
    off = Configuration(levels={"vague-step": "off"})
    assert findings(page("Investigate the issue."), "vague-step", configuration=off) == []


def test_a_configured_level_replaces_the_rules_own() -> None:
    severe = Configuration(levels={"vague": "error"})
    assert [f.level for f in findings(page("Investigate the issue."), "vague-step", configuration=severe)] == [
        Level.ERROR
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "# Only a title\n", "```\nno end", "- [ ](", "\ufeff# x\r\n\r\ny\r\n", "|a|\n|-|\n"]
)
def test_odd_files_do_not_crash(text: str) -> None:
    findings(text)


@needs_real_data
def test_real_runbooks_do_not_crash_and_findings_stand_on_their_lines() -> None:
    for path in sorted((REAL_DATA / "runbooks").rglob("*.md"))[::5]:
        document = read_document(path.read_text(encoding="utf-8"), str(path))
        for finding in criticize(document, Context(today=date(2026, 1, 1))):
            assert 1 <= finding.line <= len(document.lines)
            line = document.lines[finding.line - 1]
            assert finding.end_column <= len(line) + 1, finding
            assert finding.column == 1 or finding.column <= len(line), finding
