"""The keys that people write, and the field of an entry that each of them means."""

from __future__ import annotations

import re
from functools import cache

_NOISE = re.compile(r"\([^()]{0,80}\)|[^\w\s/%-]")
_GAPS = re.compile(r"[\s_-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_COMMON = {
    "title": "title, name, summary title, headline",
    "owner": """owner, owners, owned by, risk owner, owner/team, team, responsible, assignee, assigned to, dri,
        owning team""",
    "description": "description, risk description, what, definition, purpose, summary, details, overview",
    "linked": """linked ids, linked id, related ids, related id, related, links, linked, references, reference,
        traceability, related entries, cross references, cross reference, related operations, related specifications,
        depends on""",
    "status": "status, state, current status",
}

_MON = {
    "type": "type, mon type, entry type, kind",
    "layer": "layer, monitoring layer",
    "severity": "severity, alert severity, severity level, level, priority, urgency",
    "metric": "metric, metric name, metric id, signal, measures, indicator",
    "condition": """condition, conditions, thresholds, threshold, threshold expression, alert condition,
        trigger condition, fires when, alert when, alert threshold""",
    "cause": "trigger, triggers, when",
    "window": "window, for, duration, evaluation window, evaluation period, time window, evaluation",
    "expr": "expr, expression, promql, query, promql expression, promql query, alert expression, alert expr",
    "runbook": "runbook, runbooks, runbook id, runbook url, playbook",
    "notification": "notification, notifications, notify, alerting, routing",
    "silencing": "silencing, silence, silences, inhibition",
    "dashboard": "dashboard, dashboard url, url, dashboard link",
    "objective": "objective, slo, service level objective",
    "target": "target, slo target, slo objective",
    "budget": "error budget",
    "panels": "panels, panel, widgets",
    "audience": "audience, refresh, time range",
    "unit": "unit, units",
    "aggregation": "aggregation, aggregate, collection frequency",
    "source": "source, data source, baseline, retention",
}

_DEP = {
    "type": "type, dep type, entry type, deployment type, kind",
    "stage": "stage, phase, deployment stage",
    "environment": "environment, environments, target environment, env",
    "strategy": "strategy, deployment strategy, rollout strategy, release strategy, migration strategy",
    "requirement": "requirement, requirements, criterion, criteria, release criteria, go criteria, what must be true",
    "verification": "verification, verify, verified by, how to verify, evidence, validation",
    "blocker": "blocker, blocking, blocks release, blocks deploy, is blocker",
    "trigger": "trigger, triggers, rollback trigger, rollback triggers, trigger conditions, trigger condition",
    "threshold": "threshold, thresholds, rollback threshold",
    "procedure": "procedure, rollback procedure, rollback steps, actions, action, rollback plan, rollback",
    "steps": "deployment steps, steps, step, release steps, deploy steps",
    "configuration": "configuration, config, settings, environment variables",
    "infrastructure": "infrastructure, platform, hosting, secrets, access",
    "notification": "notification, notifications, notify, who to alert",
    "check": "check, checks, what to check",
    "method": "method, how, automation",
    "success": """success criteria, success, success criterion, expected result, expected, acceptance,
        acceptance criteria""",
    "escalation": "escalation, escalate to, if it fails, on failure",
    "window": "deployment window, release window, maintenance window, target date, estimated duration, risk level",
}

_RISK = {
    "description": """description, risk description, risk statement, statement, what could go wrong, details, summary,
        overview, risk""",
    "category": "category, scoring category, discovery category, risk category, risk type, area",
    "impact": """impact, impact level, consequence, severity, risk severity, severity of impact, risk level, i,
        impacto, auswirkung, 影响, 影響, 影響度, 严重程度, التأثير, الأثر""",
    "likelihood": """likelihood, probability, chance, risk likelihood, risk probability, prob, occurrence, l, p,
        probabilidade, probabilidad, wahrscheinlichkeit, 可能性, 概率, 発生確率, الاحتمال, الاحتمالية""",
    "score": """raw score, score, risk score, rating, risk rating, exposure, inherent, inherent risk, inherent score,
        priority score, rpn, effective score, residual, residual risk""",
    "priority": "priority",
    "trigger": "trigger, triggers, cause, causes, root cause, trigger event, risk trigger",
    "early signal": """early signal, early signals, early warning, early warning signs, indicator, indicators,
        warning signs, key risk indicator, detection""",
    "response": "response, risk response, response strategy, treatment, treatment plan, response type, strategy",
    "mitigation": """mitigation, mitigations, mitigation plan, mitigation strategy, mitigation actions,
        mitigation action, mitigation steps, mitigating controls, controls, control, countermeasure, countermeasures,
        preventive action,
        mitigação, mitigación, maßnahme, 缓解措施, 应对措施, 対策, التخفيف""",
    "contingency": "contingency, contingency plan, fallback, fallback plan, plan b, contingency action, recovery plan",
    "review date": "review date, review, next review, reviewed, last reviewed, review cadence, added",
}

_TABLES = {"MON": _MON, "DEP": _DEP, "RISK": _RISK}

# Fields that show that an entry is one of its kind, and not, say, a finding about a dependency with an ID of DEP-001.
_EVIDENCE = {
    "MON": set(_MON) - {"type", "severity", "dashboard", "cause", "objective", "target", "audience", "source"},
    "DEP": set(_DEP) - {"type", "verification", "window"},
    "RISK": set(_RISK) - {"description", "priority", "review date", "category"},
}


def normal(key: str) -> str:
    """Return a key as the vocabulary has it: lower case, single spaces, no brackets, signs or emphasis."""
    plain = _NOISE.sub(" ", _CAMEL.sub(" ", key[:120]) if key[:1].islower() else key[:120])
    return _GAPS.sub(" ", plain).strip().casefold()


@cache
def names(kind: str, field: str) -> tuple[str, ...]:
    """Return the normal keys that mean a field in entries of that kind, the most telling one first."""
    written = _TABLES[kind].get(field) or _COMMON.get(field, "")
    return tuple(normal(name) for name in written.split(","))


@cache
def known(kind: str) -> frozenset[str]:
    """Return all normal keys that have a meaning in entries of that kind."""
    fields = {**_COMMON, **_TABLES[kind]}
    return frozenset(name for field in fields for name in names(kind, field))


@cache
def evidence(kind: str) -> frozenset[str]:
    """Return the normal keys that only an entry of that kind has."""
    return frozenset(name for field in _EVIDENCE[kind] for name in names(kind, field))
