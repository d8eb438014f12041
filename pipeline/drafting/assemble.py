"""Draft + facts → runbook: everything that sources own is joined here, and what nobody gave becomes a gap."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.drafting.deployment import criteria
from pipeline.drafting.derived import condition_text
from pipeline.drafting.gaps import gap
from pipeline.drafting.text import bare, line
from pipeline.models.catalog import Contact
from pipeline.models.draft import Draft
from pipeline.models.entry import DepEntry, DepType, MonEntry, MonType, Severity
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Category, Runbook
from pipeline.models.scenario import Tier

# How soon a new runbook's first drill is due, in days after its acceptance: the more urgent, the sooner.
_DRILL_DAYS = {Tier.DEDICATED: 14, Tier.ROLLBACK: 14, Tier.SHARED: 30, Tier.RELEASE: 30}
_DRILL_DAYS_OTHERS = 90


def assemble(evidence: Evidence, draft: Draft) -> Runbook:
    """Join the draft with the facts of its evidence."""
    scenario = evidence.scenario
    days = _DRILL_DAYS.get(scenario.tier, _DRILL_DAYS_OTHERS)
    return Runbook(
        id=scenario.number,
        title=bare(scenario.title),
        category=scenario.category,
        trigger=trigger(evidence),
        owner=owner(evidence),
        last_tested=f"Never; first drill due within {days} days of acceptance",
        scope=(("Handles", draft.handles), ("Does NOT handle", _elsewhere(draft.excludes, scenario.number))),
        prerequisites=(*_criteria(evidence), *draft.prerequisites),
        steps=draft.steps,
        escalation=(
            ("When to escalate", _when(evidence, draft)),
            ("Who to contact", who(evidence)),
            ("What to provide", draft.escalate_with),
        ),
        post_incident=(*draft.post_incident, *_closing(evidence)),
        linked=", ".join(linked(evidence)) or "None",
    )


def owner(evidence: Evidence) -> str:
    """Return the owner that the catalog or the entries name, or a gap."""
    given = evidence.service.owner if evidence.service else ""
    given = given or _single(e.owner for e in evidence.entries) or evidence.catalog.owner
    if given:
        return bare(given)
    what = evidence.scenario.service or evidence.scenario.number
    named = sorted({e.owner for e in evidence.entries if e.owner})
    if named:
        return gap("owner", f"Which of {', '.join(map(bare, named))} keeps {what} up to date?", named[0])
    return gap("owner", f"Which team keeps {what} up to date?", "the platform lead")


def who(evidence: Evidence) -> str:
    """Return the escalation path that the catalog or the entries name, or a gap."""
    rungs: tuple[Contact, ...] = evidence.service.escalation if evidence.service else ()
    rungs = rungs or evidence.catalog.escalation
    if rungs:
        return ", then ".join(map(_rung, rungs))
    told = dict.fromkeys(
        bare(t) for e in evidence.entries if (t := e.field("Notification", "Recipients", "Escalation"))
    )
    if told:
        return "; ".join(told)
    what = evidence.scenario.service or evidence.scenario.title
    return gap("contact", f"Who is called about “{bare(what)}”, and how?", _asked(evidence))


def trigger(evidence: Evidence) -> str:
    """Return what starts the runbook: its alerts, triggers or risks, else what the procedure says."""
    scenario = evidence.scenario
    told = [_alert_trigger(alert) for alert in evidence.alerts[:6]]
    told += [f"{len(evidence.alerts) - 6} more alerts"] if len(evidence.alerts) > 6 else []
    told += [f"{d.id} ({bare(d.threshold or d.trigger or d.title)})" for d in evidence.deployments if _starts(d)]
    told += [f"{r.id} comes true ({bare(r.trigger or r.title)})" for r in evidence.risks]
    if scenario.tier is Tier.RELEASE:
        told.insert(0, "Scheduled release, all DEP- criteria met")
    if not told and evidence.procedure:
        told = [evidence.procedure.trigger or _default_trigger(scenario.category)]
    time = f"; respond in {scenario.response_time}" if scenario.response_time.startswith("under") else ""
    time = time or (f"; respond by the {scenario.response_time}" if scenario.response_time else "")
    return "; ".join(told) + time


def linked(evidence: Evidence) -> tuple[str, ...]:
    """Return the IDs of every entry that the runbook answers or draws on."""
    return tuple(dict.fromkeys((*evidence.scenario.entries, *evidence.scenario.supporting)))


def _alert_trigger(alert: MonEntry) -> str:
    condition = bare(condition_text(alert))
    lasting = alert.window and not re.fullmatch(r"0+[a-z]*", alert.window)
    window = f" {'over' if alert.type is MonType.SLO else 'for'} {line(alert.window)}" if lasting and condition else ""
    severity = (
        alert.severity.value
        if alert.severity
        else gap("severity", f"Is {alert.id} critical, warning or info?", alert.owner or "whoever wrote the alert")
    )
    return f"{alert.id} alert ({', '.join(filter(None, (severity, condition + window)))})"


def _starts(entry: DepEntry) -> bool:
    return entry.type is DepType.ROLLBACK


def _default_trigger(category: Category) -> str:
    started = {
        Category.INCIDENT: "A person reports it; no MON- entry alerts on it yet",
        Category.MAINTENANCE: "Scheduled maintenance",
        Category.DEPLOYMENT: "A release that needs it",
        Category.RECOVERY: "A decision by the incident lead",
    }
    return started.get(category, "A situation beyond the person on call")


def _rung(contact: Contact) -> str:
    after = f" after {contact.after}" if contact.after else ""
    return f"{bare(contact.role)} ({bare(contact.contact)}){after}"


def _elsewhere(excludes: str, own: str) -> str:
    """Return the exclusions without references to the runbook that they stand in."""
    return re.sub(rf" ?\((?:see )?{re.escape(own)}\)", "", excludes) if own else excludes


def _when(evidence: Evidence, draft: Draft) -> str:
    if evidence.scenario.tier is Tier.DEDICATED:
        return f"{bare(draft.escalate_when)}; or nobody has acknowledged the alert within 5 minutes"
    return draft.escalate_when


def _criteria(evidence: Evidence) -> tuple[str, ...]:
    if evidence.scenario.tier is not Tier.RELEASE:
        return ()
    return tuple(criteria(e for e in (*evidence.entries, *evidence.supporting) if isinstance(e, DepEntry)))


def _closing(evidence: Evidence) -> tuple[str, ...]:
    update = "Update this runbook if steps were wrong or missing"
    if evidence.scenario.tier is Tier.REFERENCE:
        return (update,)
    if evidence.scenario.category in (Category.DEPLOYMENT, Category.MAINTENANCE):
        return ("Record the outcome and the time it took", update)
    critical = any(a.severity is Severity.CRITICAL for a in evidence.alerts)
    review = "Schedule a post-mortem" if critical else "Schedule a post-mortem if users were affected"
    return ("Document the incident timeline", update, review)


def _asked(evidence: Evidence) -> str:
    named = owner(evidence)
    return "the platform lead" if named.startswith("[GAP") else named


def _single(values: Iterable[str]) -> str:
    given = {value for value in values if value}
    return given.pop() if len(given) == 1 else ""
