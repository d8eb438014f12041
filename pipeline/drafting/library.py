"""The embedded engine: drafts from entries and the procedure library alone, with no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.drafting.deployment import release_draft, rollback_draft
from pipeline.drafting.derived import condition_text, confirm_step, lookup_step, recovery_proof, told_apart
from pipeline.drafting.gaps import gap
from pipeline.drafting.outline import Outline, around, without
from pipeline.drafting.renumber import renumber_text
from pipeline.drafting.risk import planned_response, risk_over_step, risk_step
from pipeline.drafting.slots import explain, fill, fill_step, known_values, labels_apart
from pipeline.drafting.text import line
from pipeline.models.draft import Draft
from pipeline.models.entry import MonEntry
from pipeline.models.evidence import Evidence
from pipeline.models.procedure import Slot
from pipeline.models.runbook import Step
from pipeline.models.scenario import Tier

_SEE = re.compile(r" ?\{see ([a-z0-9-]+)\}")

_ESCALATE_WITH = "What the queries of each step returned, and since when"


def draft(evidence: Evidence) -> Draft:
    """Draft the runbook of one scenario."""
    tier = evidence.scenario.tier
    if tier is Tier.RELEASE:
        return finish(release_draft(evidence, procedure_steps(evidence)), evidence)
    if tier is Tier.ROLLBACK:
        return finish(rollback_draft(evidence, procedure_steps(evidence)), evidence)
    if tier is Tier.REFERENCE:
        return finish(around([lookup_step(alert) for alert in evidence.alerts], ()), evidence)
    if evidence.alerts:
        return finish(_incident_steps(evidence), evidence)
    if evidence.risks:
        return finish(around([risk_step(evidence)], procedure_steps(evidence), [risk_over_step(evidence)]), evidence)
    return finish(around((), procedure_steps(evidence)), evidence)


def procedure_steps(evidence: Evidence) -> tuple[Step, ...]:
    """Return the procedure's steps with known values put in; they still count from the procedure's own first."""
    procedure = evidence.procedure
    if procedure is None:
        return ()
    values = known_values(evidence, procedure.slots)
    return tuple(
        fill_step(step, values).model_copy(update={"sources": (f"procedure {procedure.id}, step {number}",)})
        for number, step in enumerate(procedure.steps, start=1)
    )


def finish(outline: Outline, evidence: Evidence) -> Draft:
    """Join the steps with the scope, prerequisites and escalation that the procedure and the entries give."""
    outline = without(outline, evidence.left_out)
    procedure = evidence.procedure
    slots = procedure.slots if procedure else {}
    values = known_values(evidence, slots)

    def said(text: str) -> str:
        return _see(renumber_text(fill(text, values), outline.numbers), evidence)

    resolved = tuple(_resolved(step, evidence) for step in outline.steps)
    moved = {name: _renumbered(slot, outline) for name, slot in slots.items()}
    return Draft(
        handles=_handles(evidence),
        excludes=_excludes(evidence),
        prerequisites=tuple(map(said, _prerequisites(evidence, resolved))),
        steps=tuple(
            map(
                _on_one_line,
                explain(resolved, moved, evidence),
            )
        ),
        escalate_when=said(procedure.escalate_when) if procedure else _escalate_when(evidence),
        escalate_with=said(procedure.escalate_with) if procedure else _ESCALATE_WITH,
        post_incident=tuple(map(said, procedure.post_incident)) if procedure else (),
    )


def _resolved(step: Step, evidence: Evidence) -> Step:
    return step.model_copy(
        update={
            "instructions": _see(step.instructions, evidence),
            "verification": tuple(_see(check, evidence) for check in step.verification),
        }
    )


def _renumbered(slot: Slot, outline: Outline) -> Slot:
    return slot.model_copy(update={"find": renumber_text(slot.find, outline.numbers)})


def _on_one_line(step: Step) -> Step:
    return step.model_copy(
        update={"title": line(step.title), "verification": tuple(line(check) for check in step.verification)}
    )


def _incident_steps(evidence: Evidence) -> Outline:
    middle = procedure_steps(evidence) or (_unknown_mitigation(evidence),)
    first = confirm_step(evidence.alerts, recovery_step=len(middle) + 2)
    boards, response = _dashboards(evidence), planned_response(evidence.risks)
    sources = [f"{r.id} mitigation and contingency" for r in evidence.risks if response]
    sources += [f"catalog {evidence.scenario.service}, dashboards"] if evidence.service and boards else []
    slots = evidence.procedure.slots if evidence.procedure else {}
    said = labels_apart(fill(first.instructions, known_values(evidence, slots)), slots)
    told = "\n\n".join(filter(None, (said, boards, response)))
    first = first.model_copy(update={"instructions": told, "sources": (*first.sources, *sources)})
    return around([first], middle, [recovery_proof(evidence.alerts)])


def _dashboards(evidence: Evidence) -> str:
    """Return the dashboards of the service and of the entries as one line, or ""."""
    found = [(d.title, d.url) for d in evidence.service.dashboards] if evidence.service else []
    found += [(e.title, e.dashboard_url) for e in evidence.supporting if isinstance(e, MonEntry) and e.dashboard_url]
    return f"Dashboards: {', '.join(f'{line(title)} ({line(url)})' for title, url in found)}" if found else ""


def _unknown_mitigation(evidence: Evidence) -> Step:
    """Return the step of a situation that no procedure answers: the question, rather than an invented answer."""
    alert = evidence.alerts[0]
    return Step(
        title="Mitigate",
        instructions=gap("mitigation", f"What is the first safe action when {alert.id} fires?", _owner(evidence)),
        verification=("The first query of step 1 falls back below its threshold",),
        sources=(f"{alert.id}: no procedure answers it",),
    )


def _handles(evidence: Evidence) -> str:
    said = []
    for alert in evidence.alerts[:8]:
        details = ", ".join(filter(None, (told_apart(alert, evidence.alerts), condition_text(alert))))
        said.append(f"{alert.alert or alert.title}{f' ({details})' if details else ''}")
    said += [f"{r.title} ({r.id})" for r in evidence.risks]
    said += [f"{d.title} ({d.id})" for d in evidence.deployments[:8]]
    more = len(evidence.alerts[8:]) + len(evidence.deployments[8:])
    said += [f"{more} more, see Linked IDs"] if more else []
    if not said or (evidence.scenario.tier is Tier.RISK and evidence.procedure):
        said += list(evidence.procedure.handles) if evidence.procedure else []
    return line("; ".join(dict.fromkeys(said))) or line(evidence.scenario.title)


def _excludes(evidence: Evidence) -> str:
    if evidence.procedure and not evidence.procedure.id.startswith("generic-"):
        return _see("; ".join(evidence.procedure.excludes), evidence)
    service = evidence.scenario.service or "this alert's target"
    return f"Other alerts on {service}; a change that somebody is making right now (ask in the incident channel first)"


def _prerequisites(evidence: Evidence, steps: Sequence[Step]) -> list[str]:
    listed = list(evidence.procedure.prerequisites) if evidence.procedure else []
    languages = {b.language for step in steps for b in step.commands}
    if "promql" in languages and not any("Prometheus" in text for text in listed):
        listed.insert(0, "Access to Prometheus, or to Grafana Explore, to run the queries")
    if not listed:
        listed.append("Access to the monitoring that raised the alert, and to the dashboards and logs of its target")
    access = {a.tool.lower(): a.how for a in evidence.catalog.access if a.how}
    found = []
    for text in listed:
        how = next((f"{tool}: {how}" for tool, how in access.items() if tool in text.lower()), "")
        found.append(f"{text} ({how})" if how else text)
    return found


def _escalate_when(evidence: Evidence) -> str:
    minutes = {Tier.DEDICATED: "15 minutes", Tier.SHARED: "60 minutes"}.get(evidence.scenario.tier, "one business day")
    return f"The value is still beyond its threshold after {minutes}, it grows, or users are affected"


def _see(text: str, evidence: Evidence) -> str:
    """Turn references to other procedures into their RUN- numbers, and drop those that this plan does not have."""
    numbers = dict(evidence.siblings)

    def number(match: re.Match[str]) -> str:
        found = numbers.get(match[1])
        return f" (see {found})" if found and found != evidence.scenario.number else ""

    return _SEE.sub(number, text)


def _owner(evidence: Evidence) -> str:
    named = next((e.owner for e in evidence.entries if e.owner), "")
    return (evidence.service.owner if evidence.service else "") or named or "whoever wrote the alert"
