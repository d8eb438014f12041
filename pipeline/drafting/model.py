"""The `openai` engine: a language model writes the middle of the library's draft, from evidence alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from pipeline.drafting import cleaning
from pipeline.drafting.frame import Frame
from pipeline.drafting.material import Material, offer, step_text
from pipeline.drafting.slots import explain
from pipeline.drafting.written import Revised, Written, WrittenStep
from pipeline.errors import UserError
from pipeline.llm.client import Client
from pipeline.llm.prompts import Rendered, load, render
from pipeline.llm.redact import redact
from pipeline.llm.request import Request
from pipeline.llm.schema import most_tokens, schema_text
from pipeline.llm.structured import ask
from pipeline.llm.tokens import count
from pipeline.models.base import Frozen
from pipeline.models.draft import Draft
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Runbook, Step

NAME = "openai"
LABELS = {"excludes": "Does NOT handle", "escalate_when": "When to escalate", "escalate_with": "What to provide"}
"""The texts that a model may write, and the labels they have in a runbook."""

# What a procedure needs a right for, by the number of a step that a model may move or drop.
_FOR_STEP = re.compile(r",? for steps? \d+(?:(?:, | and |, and )\d+)*")
_REASONS = 8
_LEAST_EVIDENCE = 400
_MARGIN = 200

Shape = TypeVar("Shape", bound=BaseModel)


class ModelChoice(Frozen):
    """Which model, how many tokens its context takes (prompt and answer), and the workspace's key for fences."""

    name: str
    context_tokens: int = 24_000
    key: bytes


class Objection(Frozen):
    """What a critic objects to, as the model is told: the part ("step 3", "excludes", …) and the message."""

    part: str
    message: str


async def draft(
    evidence: Evidence, library: Draft, frame: Frame, rules: str, client: Client, choice: ModelChoice
) -> tuple[Draft, Material]:
    """Return a draft whose middle the model wrote, and the evidence that it was offered. Raises ModelError."""
    values = {"situation": _situation(evidence), "page": redact(_page(frame, library)), "rules": rules}
    material = _material(evidence, library, choice, "draft", Written, values)
    rendered = render(load("draft"), {**values, "evidence": material.told()}, choice.key)
    written = await ask(
        client, request(rendered, choice.name, Written), Written, lambda w: _problems(w.steps, material, least=1)
    )
    return _joined(written, evidence, library, frame, material), material


async def revise(
    runbook: Runbook,
    objections: Sequence[Objection],
    evidence: Evidence,
    client: Client,
    choice: ModelChoice,
    material: Material,
) -> Runbook:
    """Return the runbook with the parts mended that objections name; whatever else comes back is left aside.

    Raises ModelError.
    """
    parts = {objection.part for objection in objections}
    touched = [step for n, step in enumerate(runbook.steps, start=1) if f"step {n}" in parts]
    values = {
        "situation": _situation(evidence),
        "findings": redact("\n".join(f"- {said.part}: {said.message}" for said in objections)),
        "page": redact("\n".join(f"Step {n}: {step.title}" for n, step in enumerate(runbook.steps, start=1))),
        "parts": redact(_shown(runbook, parts, material)),
        "evidence": material.told({source for step in touched for source in step.sources}),
    }
    asked = request(render(load("revise"), values, choice.key), choice.name, Revised)
    revised = await ask(client, asked, Revised, lambda found: _problems(found.steps, material, least=0))
    return _mended(runbook, revised, parts, material)


def request(rendered: Rendered, model: str, shape: type[BaseModel]) -> Request:
    """Return the request for an answer of that shape."""
    return Request(
        prompt=rendered.label,
        model=model,
        system=rendered.system,
        user=rendered.user,
        schema_name=shape.__name__.lower(),
        schema_text=schema_text(shape),
        max_tokens=most_tokens(shape),
        fence=rendered.fence,
    )


def _material(
    evidence: Evidence, library: Draft, choice: ModelChoice, name: str, shape: type[BaseModel], values: dict[str, str]
) -> Material:
    prompt = load(name)
    fixed = sum(map(count, (prompt.system, prompt.user, schema_text(shape), *values.values())))
    room = choice.context_tokens - most_tokens(shape) - fixed - _MARGIN
    if room < _LEAST_EVIDENCE:
        raise UserError(
            f"a context of {choice.context_tokens:,} tokens leaves no room for evidence",
            "--context-tokens",
            f"{choice.context_tokens - room + _LEAST_EVIDENCE:,} or more are needed",
        )
    return offer(evidence, library, room)


def _situation(evidence: Evidence) -> str:
    """Return what the runbook is for; as data, since its words are the entries' own."""
    scenario = evidence.scenario
    lines = [
        f"Runbook for: {scenario.title}",
        f"Category: {scenario.category}, {scenario.tier}",
        f"Entries: {', '.join(scenario.entries[:8]) or 'none; the procedure alone says what it is for'}",
        *([f"Service: {scenario.service}"] if scenario.service else []),
        *(f"Reviewers rejected an earlier draft; this one must heed: {said}" for said in evidence.guidance[-_REASONS:]),
    ]
    return redact("\n".join(" ".join(line.split())[:300] for line in lines))


def _page(frame: Frame, library: Draft) -> str:
    """Return what stands on the page already: the steps around the model's own, and the texts it may replace."""
    shown = [f"Step {n}: {step_text(step)}" for n, step in enumerate(frame.before, start=1)]
    shown.append(f"Your steps come here, numbered from {frame.first}.")
    shown += [f"After your steps: {step_text(step)}" for step in frame.after]
    shown += [f"{label}: {text}" for part, label in LABELS.items() if (text := getattr(library, part))]
    shown.append("\n".join(["Prerequisites:", *(f"- {text}" for text in _prerequisites(library))]))
    return "\n\n".join(shown)


def _prerequisites(library: Draft) -> tuple[str, ...]:
    return tuple(_FOR_STEP.sub("", text) for text in library.prerequisites)


def _problems(steps: Sequence[WrittenStep], material: Material, least: int) -> list[str]:
    """Return what is wrong with steps that fit the schema."""
    found = []
    if len(steps) < least:
        found.append("steps: write at least one step")
    for number, step in enumerate(steps):
        unknown = [key for key in step.sources if key not in material.keys]
        if unknown or not step.sources:
            found.append(f"steps.{number}.sources: use one or more of {', '.join(material.keys)}")
        if not any(check.strip() for check in step.verification):
            found.append(f"steps.{number}.verification: write at least one check")
        if not step.title.strip():
            found.append(f"steps.{number}.title: write a title")
    return found


def _joined(written: Written, evidence: Evidence, library: Draft, frame: Frame, material: Material) -> Draft:
    """Put what the model wrote in the place of the library's middle; facts and empty texts stay the library's."""
    middle = tuple(_step(step, material) for step in written.steps)
    steps = frame.around(_explained(middle, frame, evidence))
    more = [cleaning.one_line(text) for text in written.prerequisites]
    return library.model_copy(
        update={
            "steps": steps,
            "excludes": cleaning.one_line(written.excludes) or library.excludes,
            "prerequisites": tuple(dict.fromkeys((*_prerequisites(library), *filter(None, more)))),
            "escalate_when": cleaning.one_line(written.escalate_when)
            or frame.moved(library.escalate_when, len(middle)),
            "escalate_with": cleaning.one_line(written.escalate_with)
            or frame.moved(library.escalate_with, len(middle)),
        }
    )


def _mended(runbook: Runbook, revised: Revised, parts: set[str], material: Material) -> Runbook:
    steps = list(runbook.steps)
    for step in revised.steps:
        if f"step {step.number}" in parts and step.number <= len(steps):
            steps[step.number - 1] = _step(step, material)
    update: dict[str, object] = {"steps": tuple(steps)}
    if "prerequisites" in parts and revised.prerequisites:
        update["prerequisites"] = tuple(filter(None, map(cleaning.one_line, revised.prerequisites)))
    texts = {
        label: cleaning.one_line(getattr(revised, part))
        for part, label in LABELS.items()
        if part in parts and getattr(revised, part).strip()
    }
    for section in ("scope", "escalation"):
        update[section] = tuple((label, texts.get(label, text)) for label, text in getattr(runbook, section))
    return runbook.model_copy(update=update)


def _step(written: WrittenStep, material: Material) -> Step:
    sources = tuple(dict.fromkeys(material.keys[key] for key in written.sources))
    return cleaning.step(written, sources)


def _explained(middle: tuple[Step, ...], frame: Frame, evidence: Evidence) -> tuple[Step, ...]:
    """Add the explanations of the procedure's placeholders where neither the model nor a step before gives one."""
    if evidence.procedure is None:
        return middle
    told = "\n".join(step.instructions for step in (*frame.before, *middle))
    slots = {name: slot for name, slot in evidence.procedure.slots.items() if f"`<{name}>`" not in told}
    return explain(middle, slots, evidence)


def _shown(runbook: Runbook, parts: set[str], material: Material) -> str:
    """Return the parts that objections name, as the model is shown them."""
    shown = [
        f"step {n} (sources {', '.join(map(material.key, step.sources))})\n{step_text(step)}"
        for n, step in enumerate(runbook.steps, start=1)
        if f"step {n}" in parts
    ]
    texts = dict((*runbook.scope, *runbook.escalation))
    shown += [f"{part}\n{texts.get(label, '')}" for part, label in LABELS.items() if part in parts]
    if "prerequisites" in parts:
        shown.append("prerequisites\n" + "\n".join(f"- {text}" for text in runbook.prerequisites))
    return "\n\n".join(shown)
