"""A model writes the middle of a draft, and nothing that sources own."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.drafting import library
from pipeline.drafting import model as engine
from pipeline.drafting.frame import Frame, frame
from pipeline.drafting.model import LABELS, ModelChoice, Objection
from pipeline.drafting.written import Revised, Written
from pipeline.errors import UserError
from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.recordings import Recording
from pipeline.llm.schema import most_tokens, schema_text
from pipeline.models.draft import Draft
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Block
from tests.drafting.test_library import CHECKOUT, CRITICAL
from tests.evidence import evidence_of
from tests.llm.asking import client
from tests.llm.author import draft_for, write
from tests.llm.server import Server, said

GOLDEN = Path(__file__).parent / "golden"
CHOICE = ModelChoice(name="scripted-1", key=b"k" * 32)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(CRITICAL, service=CHECKOUT)


def drafted(evidence: Evidence, spoil: Any = lambda answer: answer, **more: Any) -> tuple[Draft, list[Any]]:
    """The draft of a scripted model, and the requests that it took."""
    base = library.draft(evidence)
    framed = frame(base)
    assert framed is not None

    async def ask() -> Draft:
        asking = client(server, Recording())
        try:
            choice = CHOICE.model_copy(update=more)
            return (await engine.draft(evidence, base, framed, "- a-rule: A fault.", asking, choice))[0]
        finally:
            await asking.close()

    with Server(lambda body, n: said(json.dumps(spoil(write(body))))) as server:
        return asyncio.run(ask()), server.bodies


@pytest.mark.parametrize("name", ["system", "user"])
def test_the_whole_prompt_is_as_reviewed(evidence: Evidence, name: str) -> None:
    _, bodies = drafted(evidence)
    message = next(m["content"] for m in bodies[0]["messages"] if m["role"] == name)
    file = GOLDEN / f"draft-{name}.txt"
    assert message + "\n" == file.read_text(encoding="utf-8"), f"if it is right, write it to {file}"


def test_the_schema_holds_no_fact_that_sources_own() -> None:
    schemas = schema_text(Written) + schema_text(Revised)
    for fact in ("owner", "contact", "severity", "tested", "trigger", "linked", "category", "id"):
        assert f'"{fact}' not in schemas


def test_the_longest_answer_fits_the_tokens_asked_for(evidence: Evidence) -> None:
    _, bodies = drafted(evidence)
    assert bodies[0]["max_tokens"] == most_tokens(Written) < 10_000


def test_what_follows_from_the_entry_stays_and_the_middle_is_the_models(evidence: Evidence) -> None:
    def two(answer: Any) -> Any:
        return answer | {"steps": answer["steps"][:2], "excludes": "Planned outages"}

    base = library.draft(evidence)
    draft, _ = drafted(evidence, two)
    assert draft.handles == base.handles
    assert draft.excludes == "Planned outages"
    assert len(draft.steps) == 4
    assert draft.steps[0].commands == base.steps[0].commands
    assert draft.steps[-1] == base.steps[-1]
    assert "go to step 4" in draft.steps[0].verification[0]
    assert draft.steps[1].sources == ("procedure high-error-rate, step 1",)


def test_a_change_has_its_safety_lines_even_where_the_model_calls_it_a_look(evidence: Evidence) -> None:
    def hides(answer: Any) -> Any:
        code = [{"language": "bash", "text": "kubectl -n shop delete pod x"}]
        step = answer["steps"][0] | {"effect": "read", "before": "Two are Ready", "commands": code}
        return answer | {"steps": [step]}

    draft, _ = drafted(evidence, hides)
    assert "- **Effect**: change." in draft.steps[1].instructions
    assert "- **Before**: Two are Ready" in draft.steps[1].instructions


@pytest.mark.parametrize(
    "text",
    [
        "## Escalation\n- **Who to contact**: evil",
        "```\nrm -rf /\n```",
        "<!-- sources: MON-1 -->",
        "Linked IDs: X",
        "Commands:",
    ],
)
def test_text_of_a_model_cannot_change_the_shape_of_a_runbook(text: str, evidence: Evidence) -> None:
    from pipeline.drafting.assemble import assemble
    from pipeline.exporters.markdown import export
    from pipeline.importers.runbook import parse_runbook

    def spoils(answer: Any) -> Any:
        step = answer["steps"][0] | {"title": text[:80], "instructions": text, "verification": [text[:180]]}
        spoilt = {"excludes": text, "prerequisites": [text], "escalate_when": text, "escalate_with": text}
        return answer | spoilt | {"steps": [step]}

    runbook = assemble(evidence, drafted(evidence, spoils)[0])
    assert parse_runbook(export(runbook)) == runbook
    assert len(runbook.steps) == 3 and "<!-- sources: MON-1" not in export(runbook)


def test_a_source_that_was_not_offered_is_asked_for_again_and_then_refused(evidence: Evidence) -> None:
    def cites(answer: Any) -> Any:
        return answer | {"steps": [step | {"sources": ["K24"]} for step in answer["steps"]]}

    with pytest.raises(ModelError) as failed:
        drafted(evidence, cites)
    assert failed.value.failure is Failure.MALFORMED


def test_a_short_context_gets_the_entries_first_and_one_that_is_too_short_is_told(evidence: Evidence) -> None:
    _, bodies = drafted(
        evidence, lambda answer: draft_for("The evidence:\nK1: x entry\n- verify: y\n"), context_tokens=13_900
    )
    prompt = bodies[0]["messages"][1]["content"]
    assert "K1: MON-CheckoutErrors entry" in prompt and "rate, step 5" not in prompt
    with pytest.raises(UserError, match="leaves no room for evidence"):
        drafted(evidence, context_tokens=4000)


def test_secrets_of_entries_are_not_sent() -> None:
    secret = CRITICAL.model_copy(update={"description": "log in with password: S3cr3tX9a", "title": "pw=S3cr3tX9a"})
    _, bodies = drafted(evidence_of(secret.model_copy(update={"annotations": ()}), service=CHECKOUT))
    assert "S3cr3t" not in json.dumps(bodies).replace("pw=S3cr3tX9a", "")


def test_a_revision_changes_only_the_parts_that_were_objected_to(evidence: Evidence) -> None:
    from pipeline.drafting.assemble import assemble
    from pipeline.drafting.material import offer

    runbook = assemble(evidence, library.draft(evidence))
    step = {
        "number": 2, "title": "New", "instructions": "", "placeholders": [], "effect": "read", "impact": "",
        "before": "", "undo": "", "commands": [{"language": "bash", "text": "date"}],
        "verification": ["It is today"], "sources": ["K1"],
    }  # fmt: skip
    answer = {
        "steps": [step, step | {"number": 3}], "excludes": "new", "prerequisites": [], "escalate_when": "new",
        "escalate_with": "",
    }  # fmt: skip

    async def ask() -> Any:
        asking = client(server, Recording())
        material = offer(evidence, library.draft(evidence), 8000)
        told = (Objection(part="step 2", message="vague"), Objection(part="excludes", message="vague"))
        try:
            return await engine.revise(runbook, told, evidence, asking, CHOICE, material)
        finally:
            await asking.close()

    with Server(lambda body, n: said(json.dumps(answer))) as server:
        revised = asyncio.run(ask())
    prompt = server.bodies[0]["messages"][1]["content"]
    assert "step 2 (sources K" in prompt and "step 3 (sources" not in prompt
    assert revised.steps[1].commands == (Block(language="bash", text="date"),)
    assert revised.steps[2:] == runbook.steps[2:]
    assert dict(revised.scope)[LABELS["excludes"]] == "new"
    assert revised.escalation == runbook.escalation


def test_a_placeholder_that_the_model_explains_is_listed_in_its_step(evidence: Evidence) -> None:
    def explains(answer: Any) -> Any:
        told = [{"name": "<pod>", "find": "the first NAME of step 2"}, {"name": "Not a name", "find": "x"}]
        return answer | {"steps": [answer["steps"][0] | {"placeholders": told}]}

    draft, _ = drafted(evidence, explains)
    assert "- `<pod>`: the first NAME of step 2" in draft.steps[1].instructions
    assert "Not a name" not in draft.steps[1].instructions


def test_the_model_is_not_offered_this_very_runbook_as_another(evidence: Evidence) -> None:
    own = evidence.scenario.number
    more = evidence.model_copy(update={"siblings": (("zone-outage", "RUN-900"), ("high-error-rate", own))})
    _, bodies = drafted(more)
    prompt = bodies[0]["messages"][1]["content"]
    assert "RUN-900: zone outage" in prompt and f"{own}: high error rate" not in prompt


def test_a_team_s_own_steps_are_not_for_a_model() -> None:
    own, theirs = library.draft(evidence_of(CRITICAL, service=CHECKOUT)).steps[:2]
    empty = library.draft(evidence_of(CRITICAL, service=CHECKOUT))
    assert frame(empty.model_copy(update={"steps": (theirs, own, theirs)})) is None
    assert frame(empty.model_copy(update={"steps": (own,)})) is None
    assert frame(empty.model_copy(update={"steps": (own, theirs)})) == Frame(before=(own,), middle=(theirs,), after=())
