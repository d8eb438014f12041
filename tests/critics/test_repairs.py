from __future__ import annotations

from pipeline.critics.context import Context
from pipeline.critics.linting import fix
from pipeline.importers.runbook import parse_runbook
from pipeline.models.finding import Level
from tests.critics.judging import STEP, TODAY, findings, template

BARE = STEP.split("\n\nVerification:")[0]


def repaired(text: str) -> str:
    return fix("page.md", text, Context(today=TODAY), unsafe=True)[0]


def test_a_page_without_its_parts_gets_them_as_gaps() -> None:
    text = repaired(template(BARE, owner="", scope="", escalation=""))
    runbook = parse_runbook(text)
    assert runbook.owner.startswith("[GAP owner: ")
    assert [label for label, _ in runbook.scope] == ["Handles", "Does NOT handle"]
    assert [label for label, _ in runbook.escalation] == ["When to escalate", "Who to contact", "What to provide"]
    assert runbook.steps[0].verification[0].startswith("[GAP verification: ")
    assert {f.rule for f in findings(text)} == {"open-gap"}


def test_a_repaired_page_has_no_error_left() -> None:
    text = repaired(template(BARE, owner="Owner: everyone\n", scope="", escalation=""))
    assert Level.ERROR not in {f.level for f in findings(text)}


def test_a_verification_goes_before_the_sources_of_a_draft() -> None:
    text = repaired(template(f"{BARE}\n\n<!-- sources: MON-001 condition -->"))
    assert "worked? Ask: whoever follows it first.]\n\n<!-- sources:" in text


def test_nothing_is_repaired_unless_unsafe_fixes_are_wanted() -> None:
    text = template(BARE, owner="")
    assert fix("page.md", text, Context(today=TODAY), unsafe=False) == (text, 0)
