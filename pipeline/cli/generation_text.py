"""The outcome of a generation, for people and for scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from pipeline.cli.generation import Generation
from pipeline.cli.intake import count
from pipeline.models.finding import Level
from pipeline.review.workspace import State

_TOLD = {
    State.NEW: "new",
    State.UPDATED: "updated",
    State.CONFLICT: "updated, with conflicts to resolve",
    State.UNCHANGED: "unchanged",
    State.DELETED: "deleted by people and left so",
    State.REJECTED: "rejected in review and left so",
}


def outcome_text(generation: Generation) -> str:
    """Return the report that ends `generate`."""
    return "\n".join(_lines(generation))


def outcome_json(generation: Generation) -> str:
    """Return the outcome as JSON: a row a runbook, with its state, gaps and findings by level."""
    rows = [
        {
            "number": draft.number,
            "title": draft.title,
            "state": generation.states.get(draft.number, "failed" if draft.error else "left alone"),
            "gaps": draft.gaps,
            "findings": Counter(f.level.value for f in draft.findings),
            "error": draft.error,
            "engine": draft.engine,
            "note": draft.note,
        }
        for draft in generation.drafts
    ]
    return json.dumps({"out": str(generation.workspace.folder), "runbooks": rows}, indent=2)


def _lines(generation: Generation) -> Iterator[str]:
    states = generation.counts()
    yield "Drafts: " + (", ".join(f"{states[s]} {_TOLD[s]}" for s in State if states[s]) or "none")
    levels = Counter(f.level for d in generation.drafts for f in d.findings)
    gaps = sum(d.gaps for d in generation.drafts)
    yield (
        f"To review: {count(gaps, 'gap')} (facts nobody gave), "
        f"{count(levels[Level.ERROR], 'error')}, {count(levels[Level.WARNING], 'warning')}"
    )
    if generation.plan.uncovered:
        alone = count(len(generation.plan.uncovered), "entry", "entries")
        yield f"{alone} that no runbook answers by itself: “runwright plan” says why"
    yield from _rejected_before(generation)
    yield from generation.session.told(generation.drafts) if generation.session else ()
    for draft in generation.failed:
        yield f"failed: {draft.number} {draft.title}: {draft.error}"
    if generation.failed:
        yield "Run the same command again to retry what failed."
    if not generation.written:
        yield f"Nothing changed since the last run: {generation.workspace.runbooks} is up to date, nothing was written."
        return
    yield f"Written to {generation.workspace.folder}: runbooks/*.md.new, traceability.md, run.json"


def _rejected_before(generation: Generation) -> Iterator[str]:
    """Tell what became of the drafts that people rejected since the last run, and of later ones that wait now."""
    for draft in generation.drafts:
        decision, state = generation.decisions.get(draft.number), generation.states.get(draft.number)
        waits = state in (State.NEW, State.UPDATED, State.CONFLICT)
        if decision is None or not decision.open_rejections or not (waits or draft.number in generation.answered):
            continue
        yield f"{draft.number} was rejected: {decision.open_rejections[-1].reason}"
        if draft.engine == "openai":
            yield "  The model drafted it again with the reason" + ("." if waits else ", and wrote the same as before.")
        elif waits:
            yield "  The library engine cannot follow a reason in words; review shows it beside the new draft."
        else:
            yield (
                "  The library engine cannot follow a reason in words, and drafts the same again: it stays rejected "
                "until its sources change. Change the inputs, or use --engine openai."
            )
