"""Real alerts of a hundred technologies: every one lands somewhere, and every draft holds what it promises."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.commands.promql import check
from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.drafting import library
from pipeline.drafting.assemble import assemble
from pipeline.drafting.evidence import gather
from pipeline.drafting.grounds import grounds
from pipeline.exporters.markdown import export
from pipeline.importers.document import read_document
from pipeline.importers.folder import read_inputs
from pipeline.importers.runbook import parse_runbook
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Level
from pipeline.models.intake import Intake
from pipeline.models.runbook import Runbook
from pipeline.models.scenario import Plan
from pipeline.procedures.library import embedded
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan
from tests.real_data import REAL_DATA, needs_real_data

pytestmark = [needs_real_data, pytest.mark.xdist_group("real-alerts")]
# Judging every draft takes half a minute; every seventh is a sample of all technologies.
_SAMPLE = 7


@pytest.fixture(scope="module")
def given() -> Intake:
    return read_inputs([REAL_DATA / "alerts"])


@pytest.fixture(scope="module")
def plan(given: Intake) -> Plan:
    return make_plan(given, embedded(), Numbers())[0]


@pytest.fixture(scope="module")
def drafts(given: Intake, plan: Plan) -> list[tuple[Evidence, Runbook]]:
    return [(e, assemble(e, library.draft(e))) for e in gather(plan, given, embedded())]


def test_every_alert_is_answered_or_has_a_reason(given: Intake, plan: Plan) -> None:
    answered = [name for s in plan.scenarios for name in s.entries]
    reasons = {u.entry: u.reason for u in plan.uncovered}
    assert len(given.entries) > 1300
    assert len(answered) == len(set(answered))
    assert set(answered) | set(reasons) == {e.id for e in given.entries}
    assert not set(answered) & set(reasons) and all(reasons.values())


def test_every_query_of_every_draft_parses(drafts: list[tuple[Evidence, Runbook]]) -> None:
    queries = {b.text for _, r in drafts for s in r.steps for b in s.commands if b.language == "promql"}
    assert len(queries) > 3000
    assert not [q for q in queries if check(q)]


def test_every_draft_is_in_the_template(drafts: list[tuple[Evidence, Runbook]]) -> None:
    for _, runbook in drafts:
        assert parse_runbook(export(runbook)) == runbook


def test_every_step_has_a_verification_and_sources(drafts: list[tuple[Evidence, Runbook]]) -> None:
    for _, runbook in drafts:
        assert all(step.verification and step.sources for step in runbook.steps), runbook.id


def test_no_draft_has_an_error(given: Intake, plan: Plan, drafts: list[tuple[Evidence, Runbook]]) -> None:
    known = frozenset((*(e.id for e in given.entries), *(s.number for s in plan.scenarios)))
    found = []
    for evidence, runbook in drafts[::_SAMPLE]:
        context = Context(today=date(2026, 11, 23), known=known, grounds=grounds(evidence))
        found += criticize(read_document(export(runbook), runbook.id), context)
    assert [f"{f.path}:{f.line} {f.rule} {f.message}" for f in found if f.level is Level.ERROR] == []
