"""Evidence → the outcome of its loop: by the library alone, or by a model with the library's draft as the floor."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable

from pipeline.critics.context import Context
from pipeline.critics.judge import CRITERIA, Judgement, Said, judge
from pipeline.critics.registry import all_rules
from pipeline.drafting import library
from pipeline.drafting import model as engine
from pipeline.drafting.assemble import assemble
from pipeline.drafting.frame import Frame, frame
from pipeline.drafting.material import Material, offer
from pipeline.errors import UserError
from pipeline.exporters.markdown import export
from pipeline.llm.client import Client
from pipeline.llm.failure import ANSWERED, ModelError
from pipeline.llm.prompts import load
from pipeline.models.draft import Draft
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Finding, Level
from pipeline.models.runbook import Runbook
from pipeline.models.scenario import Tier
from pipeline.revise import floor
from pipeline.revise.loop import Outcome, Tools, run, weight
from pipeline.revise.parts import objections
from pipeline.revise.tools import library_tools, ruled, safely_fixed

Producer = Callable[[Evidence], Awaitable[Outcome]]
Contexts = Callable[[Evidence], Context]

# What a team or the alert itself says stands in these; there is nothing for a model to add.
_UNTOUCHED = frozenset({Tier.RELEASE, Tier.REFERENCE})
# Rules about what sources own, the page's frame gives, or files on a disk hold: nothing that a model could do better.
_NOT_THE_MODELS = frozenset(
    "never-tested stale-date no-owner open-gap nameless-contact unused-suppression expired-suppression "
    "unexplained-suppression broken-link unknown-id no-escalation incomplete-escalation empty-section no-commands "
    "too-many-steps no-remedy no-scope".split()
)


def library_producer(contexts: Contexts) -> Producer:
    """Return what drafts with the library alone."""

    async def produce(evidence: Evidence) -> Outcome:
        return await _by_library(evidence, contexts(evidence))

    return produce


async def _by_library(evidence: Evidence, context: Context) -> Outcome:
    outcome = await run(evidence, library_tools(context))
    return outcome.model_copy(update={"history": ()})


def model_producer(contexts: Contexts, client: Client, choice: engine.ModelChoice, *, judges: bool = False) -> Producer:
    """Return what drafts with a model; where it fails or does no better, the library's draft stands and says why.

    With `judges`, the model's drafts are revised by their findings, too, and the library's are judged once.
    """
    rules = rules_told()

    async def produce(evidence: Evidence) -> Outcome:
        context = contexts(evidence)
        safe = await _by_library(evidence, context)
        outcome = await write(evidence, context, safe)
        if not judges or outcome.engine == engine.NAME:
            return outcome
        said = await judgement(evidence, outcome.runbook, client, choice)
        prompts = tuple(sorted((*outcome.prompts, *judge_prompts())))
        findings = (*outcome.findings, *said.findings)
        return outcome.model_copy(update={"findings": findings, "prompts": prompts, "said": said.said})

    async def write(evidence: Evidence, context: Context, safe: Outcome) -> Outcome:
        draft = library.draft(evidence)
        framed = frame(draft)
        if framed is None or evidence.scenario.tier in _UNTOUCHED:
            return safe
        writing = _Writing(evidence, context, draft, framed, client, choice, rules, judges)
        try:
            written = await run(evidence, writing.tools())
        except UserError as error:
            again = not (isinstance(error, ModelError) and error.failure in ANSWERED)
            return safe.model_copy(update={"note": f"drafted by the library: {error.what}", "retry": again})
        made = {"engine": engine.NAME, "prompts": tuple(sorted(writing.prompts)), "said": writing.said(written.runbook)}
        written = written.model_copy(update=made)
        if reason := floor.objection(written, safe, framed.middle, evidence):
            note = f"drafted by the library: {reason}"
            return safe.model_copy(update={"note": note, "rounds": written.rounds, "history": written.history})
        return written

    return produce


async def judgement(
    evidence: Evidence, runbook: Runbook, client: Client, choice: engine.ModelChoice, material: Material | None = None
) -> Judgement:
    """Return what the judges say of a draft as it would be written, beside the evidence that its author was offered."""
    offered = material or offer(evidence, library.draft(evidence), choice.context_tokens // 3)
    return await judge(export(runbook), runbook.id, offered.told(), client, choice.name, choice.key)


def prompts_digest(*, judges: bool) -> str:
    """Return 16 hex digits that change with any prompt that a run uses."""
    names = ("draft", "revise", *(f"judges/{name}" for name in CRITERIA if judges))
    return hashlib.sha256("".join(load(name).sha256 for name in names).encode()).hexdigest()[:16]


def judge_prompts() -> tuple[str, ...]:
    """Return the labels of the judges' prompts."""
    return tuple(load(f"judges/{name}").label for name in CRITERIA)


def rules_told() -> str:
    """Return the rules that a model's text is judged by, as its prompt lists them."""
    told = [r for r in all_rules() if r.level is not Level.NOTE and not r.last and r.name not in _NOT_THE_MODELS]
    return "\n".join(f"- {rule.name}: {rule.summary}" for rule in told)


class _Writing:
    """One scenario's loop with a model: what was offered to it stays the same from the draft to the last revision."""

    def __init__(
        self,
        evidence: Evidence,
        context: Context,
        library_draft: Draft,
        framed: Frame,
        client: Client,
        choice: engine.ModelChoice,
        rules: str,
        judges: bool,
    ) -> None:
        self._evidence, self._context, self._rules, self._judges = evidence, context, rules, judges
        self._library, self._frame = library_draft, framed
        self._client, self._choice = client, choice
        self._material = Material(items=())
        self._steps = range(0)
        self._said: list[tuple[Runbook, tuple[Said, ...]]] = []
        self.prompts: set[str] = set()

    def tools(self) -> Tools:
        """Return the loop's tools."""
        return Tools(drafter=self._draft, critic=self._criticize, reviser=self._revise)

    async def _draft(self, evidence: Evidence) -> Runbook:
        self.prompts.add(load("draft").label)
        written, self._material = await engine.draft(
            evidence, self._library, self._frame, self._rules, self._client, self._choice
        )
        self._steps = range(self._frame.first, len(written.steps) - len(self._frame.after) + 1)
        return assemble(evidence, written)

    async def _criticize(self, runbook: Runbook) -> tuple[Finding, ...]:
        """Return what the rules find, and, where that is no error, what the judges say."""
        found = ruled(runbook, self._context)
        if not self._judges or weight(found)[0]:
            return found
        self.prompts.update(judge_prompts())
        judged = await judgement(self._evidence, runbook, self._client, self._choice, self._material)
        self._said.append((runbook, judged.said))
        return (*found, *judged.findings)

    def said(self, runbook: Runbook) -> tuple[Said, ...]:
        """Return what the judges said of this version."""
        return next((said for judged, said in self._said if judged == runbook), ())

    async def _revise(self, runbook: Runbook, findings: tuple[Finding, ...]) -> Runbook:
        """Apply what needs no model first; ask the model only about what is left in its own parts."""
        fixed = safely_fixed(runbook, findings)
        left = ruled(fixed, self._context) if fixed != runbook else findings
        told = objections(export(fixed), left, self._steps)
        if not told:
            return fixed
        self.prompts.add(load("revise").label)
        try:
            return await engine.revise(fixed, told, self._evidence, self._client, self._choice, self._material)
        except ModelError:
            return fixed  # the draft stands with its findings; the client has counted the failure
