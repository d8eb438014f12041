"""The procedure library as a whole: every file is in form, and the project's own critics accept every draft of it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.drafting import library
from pipeline.drafting.assemble import assemble
from pipeline.drafting.grounds import grounds
from pipeline.errors import UserError
from pipeline.exporters.markdown import export
from pipeline.importers.document import read_document
from pipeline.models.catalog import Catalog, Contact
from pipeline.models.evidence import Evidence
from pipeline.models.procedure import MustHave, Procedure
from pipeline.models.scenario import Scenario, Tier
from pipeline.procedures.library import embedded, parse_procedure

LIBRARY = embedded()
CATALOG = Catalog(owner="Platform Team", escalation=(Contact(role="On-call", contact="pager"),))
# A new draft was never tested; its procedure cannot change that.
_EXPECTED = {"never-tested"}


def drafted(procedure: Procedure) -> tuple[str, Evidence]:
    scenario = Scenario(
        key="k",
        number="RUN-001",
        title=procedure.title,
        category=procedure.category,
        tier=Tier.MUST_HAVE,
        why="test",
        procedure=procedure.id,
    )
    evidence = Evidence(scenario=scenario, entries=(), catalog=CATALOG, procedure=procedure)
    return export(assemble(evidence, library.draft(evidence))), evidence


@pytest.mark.parametrize("procedure", LIBRARY, ids=lambda p: p.id)
def test_the_critics_accept_a_draft_of_it(procedure: Procedure) -> None:
    text, evidence = drafted(procedure)
    context = Context(today=date(2026, 11, 23), known=frozenset({"RUN-001"}), grounds=grounds(evidence))
    findings = criticize(read_document(text, procedure.id), context)
    assert [f"{f.line} {f.rule}: {f.message}" for f in findings if f.rule not in _EXPECTED] == []


@pytest.mark.parametrize("procedure", LIBRARY, ids=lambda p: p.id)
def test_it_is_short_enough_for_the_night(procedure: Procedure) -> None:
    commands = [
        line
        for step in procedure.steps
        for block in step.commands
        if block.language in ("bash", "sh")
        for line in block.text.split("\n")
        if line.strip() and not line.strip().startswith("#") and not line.startswith(" ")
    ]
    assert 2 <= len(procedure.steps) <= 7
    assert len(commands) <= 20


_SAVED = re.compile(r"-o (?:yaml|json)([^\n`>]*)> ?(\S+?)(?=`|\s|$)")
_PUT_BACK = re.compile(r"(?:apply|replace|create) [^\n|`]*-f ([\w.-]+)")


@pytest.mark.parametrize("procedure", LIBRARY, ids=lambda p: p.id)
def test_what_is_put_back_was_saved_without_what_would_refuse_it(procedure: Procedure) -> None:
    """The API server refuses an object whose resourceVersion is an old one, or that has one when it is created."""
    texts = [text for s in procedure.steps for text in (s.instructions, *(b.text for b in s.commands), *s.verification)]
    saved = {name: how for text in texts for how, name in _SAVED.findall(text)}
    put_back = {name for text in texts for name in _PUT_BACK.findall(text)}
    assert [name for name in put_back & saved.keys() if "resourceVersion" not in saved[name]] == []


@pytest.mark.parametrize("procedure", LIBRARY, ids=lambda p: p.id)
def test_prerequisites_name_what_they_are_for_rather_than_a_number(procedure: Procedure) -> None:
    """They stand in a draft whose steps are others: those that a model wrote in place of the procedure's."""
    assert not [text for text in procedure.prerequisites if re.search(r"\bsteps? \d", text)]


def test_every_must_have_of_the_specification_has_one_procedure() -> None:
    assert sorted(p.answers.must_have for p in LIBRARY if p.answers.must_have) == sorted(MustHave)


def test_every_reference_to_another_procedure_leads_to_one() -> None:
    ids = {p.id for p in LIBRARY}
    for procedure in LIBRARY:
        text = procedure.model_dump_json()
        assert set(re.findall(r"\{see ([a-z0-9-]+)\}", text)) <= ids, procedure.id


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("version: 1", "version: none"), "version"),
        (("source: [fact.db_host, label.instance]", "source: [db_host]"), "neither label.NAME nor fact.NAME"),
        (("- **When to escalate**", "- **Whenever**"), "missing or empty: escalate_when"),
        (("---\nid", "id"), "no front matter"),
    ],
)
def test_a_fault_of_a_file_is_told(change: tuple[str, str], told: str) -> None:
    from tests.real_data import ROOT

    path = ROOT / "pipeline/procedures/postgresql/postgresql-connections.md"
    with pytest.raises(UserError, match=told):
        parse_procedure(path.read_text("utf-8").replace(*change), "x.md")
