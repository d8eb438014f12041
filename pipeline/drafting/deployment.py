"""DEP- entries → the steps of release and rollback runbooks: the team's own order around the library's commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.commands.analysis import analyse
from pipeline.drafting.derived import values_now
from pipeline.drafting.gaps import gap
from pipeline.drafting.outline import Outline, around, replacing
from pipeline.drafting.text import bare, line, paragraph
from pipeline.models.entry import DepEntry, DepType, MonEntry
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Block, Effect, Step

_INLINE = re.compile(r"`([^`\n]+)`")


def release_draft(evidence: Evidence, library: tuple[Step, ...]) -> Outline:
    """Return the steps of a release: the team's own around the library's checks, then the team's validations."""
    entries = [e for e in (*evidence.entries, *evidence.supporting) if isinstance(e, DepEntry)]
    team = [_team_step(e, evidence) for e in entries if e.type is DepType.STEP]
    checks = [e for e in entries if e.type is DepType.VALIDATION]
    last = [_validation(checks, evidence)] if checks else []
    deploys = any(_changing(block, evidence) for step in team for block in step.commands)
    return replacing(library, team, last) if deploys else around(team, library, last)


def rollback_draft(evidence: Evidence, library: tuple[Step, ...]) -> Outline:
    """Return the steps of a rollback: confirm a trigger and announce, then the library's."""
    triggers = [e for e in evidence.deployments if e.type is DepType.ROLLBACK]
    return around([_confirm_trigger(triggers, evidence)] if triggers else [], library)


def criteria(entries: Iterable[DepEntry]) -> Iterator[str]:
    """Yield the release criteria as prerequisites, each with how to verify it and whether it blocks."""
    for entry in entries:
        if entry.type is DepType.CRITERIA:
            how = f"; verify: {bare(entry.verification)}" if entry.verification else ""
            blocks = "; blocks the release" if entry.blocker else ""
            yield f"{entry.id}: {bare(entry.requirement or entry.title)}{how}{blocks}"


def _team_step(entry: DepEntry, evidence: Evidence) -> Step:
    items = "\n".join(f"{n}. {line(item)}" for n, item in enumerate(entry.procedure, start=1))
    commands = _commands((entry.description, *entry.procedure, entry.field("Command", "Commands")))
    safety = _safety(entry, evidence, commands)
    told = "\n\n".join(filter(None, (paragraph(entry.description), items, safety)))
    expected = entry.verification or entry.success
    return Step(
        title=entry.title,
        instructions=told,
        commands=commands,
        verification=(bare(expected) if expected else _gap_check(entry),),
        sources=(f"{entry.id} procedure",),
    )


def _changing(block: Block, evidence: Evidence) -> bool:
    """Tell whether a block changes something; the catalog knows the effect of the team's own scripts."""
    scripts = (*(evidence.service.scripts if evidence.service else ()), *evidence.catalog.scripts)
    reading = tuple(s.command.split()[0] for s in scripts if s.effect == Effect.READ)
    lines = [text for text in block.text.split("\n") if not text.startswith(reading)]
    return analyse(block.model_copy(update={"text": "\n".join(lines)})).effect is not Effect.READ


def _safety(entry: DepEntry, evidence: Evidence, commands: tuple[Block, ...]) -> str:
    """Return what must hold before a step that changes something, and how to undo it, as far as the sources say."""
    if all(analyse(block).effect is Effect.READ for block in commands):
        return ""
    if not any(_changing(block, evidence) for block in commands):
        return "- **Effect**: read, says the catalog of these scripts.\n- **Before**: None.\n- **Undo**: None needed."
    asked = entry.owner or "the release's owner"
    own = (*evidence.entries, *evidence.supporting)
    blocking = [e.id for e in own if isinstance(e, DepEntry) and e.type is DepType.CRITERIA]
    before = entry.requirement or entry.field("Precondition", "Before", "Requires")
    before = before or (f"The criteria {', '.join(blocking)} are verified" if blocking else "")
    undo = entry.field("Undo", "Rollback", "Rollback Procedure")
    rollback = dict(evidence.siblings).get("rollback")
    undo = undo or (f"Roll back (see {rollback})" if rollback else "")
    return "\n".join(
        (
            "- **Effect**: change.",
            f"- **Before**: {bare(before) or gap('precondition', f'What must hold before {entry.id} is run?', asked)}",
            f"- **Undo**: {bare(undo) or gap('undo', f'How is {entry.id} taken back?', asked)}",
        )
    )


def _validation(entries: Sequence[DepEntry], evidence: Evidence) -> Step:
    told = [f"- {e.id}: {bare(e.check or e.title)}{f' ({bare(e.method)})' if e.method else ''}" for e in entries]
    failing = [f"- If it fails: {bare(e.escalation)}" for e in entries if e.escalation]
    return Step(
        title="Validate the release",
        instructions="\n".join((*told, *dict.fromkeys(failing))),
        commands=(*_commands([e.method for e in entries]), *_linked_queries(entries, evidence)),
        verification=tuple(f"{e.id}: {bare(e.success)}" if e.success else _gap_check(e) for e in entries),
        sources=tuple(f"{e.id} check, method, success criteria" for e in entries),
    )


def _confirm_trigger(entries: Sequence[DepEntry], evidence: Evidence) -> Step:
    told = []
    for entry in entries:
        told.append(f"- {entry.id}: {bare(entry.trigger or entry.title)}; threshold: {_threshold(entry)}")
        told += [f"  {n}. {bare(item)}" for n, item in enumerate(entry.procedure, start=1)]
    queries = _linked_queries(entries, evidence)
    if not queries:
        told.append("- " + gap("query", "Which query or dashboard shows the value of the trigger?", _asked(entries)))
    notify = dict.fromkeys(bare(e.notification) for e in entries if e.notification)
    return Step(
        title="Confirm the trigger and announce the rollback",
        instructions="One of these is enough. Where a list stands below it, that is the order the team agreed on; the "
        "steps that follow give the commands.\n\n" + "\n".join((*told, *(f"- Tell: {n}" for n in notify))),
        commands=queries,
        verification=(
            "A trigger is beyond its threshold, and the release is the last change before it began",
            "The rollback is announced, and nobody else deploys",
        ),
        sources=tuple(f"{e.id} trigger, threshold, procedure" for e in entries),
    )


def _asked(entries: Sequence[DepEntry]) -> str:
    return next((e.owner for e in entries if e.owner), "the release's owner")


def _threshold(entry: DepEntry) -> str:
    return bare(entry.threshold) or gap(
        "threshold", f"At which value does {entry.id} call for a rollback?", entry.owner or "the release's owner"
    )


def _gap_check(entry: DepEntry) -> str:
    asked = entry.owner or "the release's owner"
    return gap("verification", f"How does one see that {entry.id} ({bare(entry.title)}) succeeded?", asked)


def _linked_queries(entries: Sequence[DepEntry], evidence: Evidence) -> tuple[Block, ...]:
    linked = {name for e in entries for name in e.linked}
    return values_now(e for e in evidence.supporting if isinstance(e, MonEntry) and e.id in linked)


def _commands(texts: Iterable[str]) -> tuple[Block, ...]:
    """Return the commands that stand as inline code in the texts: those with a tool and an argument."""
    found = [code for text in texts for code in _INLINE.findall(text) if re.match(r"[./\w-]+ \S", code)]
    return (Block(language="bash", text="\n".join(dict.fromkeys(found))),) if found else ()
