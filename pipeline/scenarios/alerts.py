"""MON- entries → scenarios: critical alerts get a runbook of their own, warnings share, info alerts get a reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.commands.derive import family, scope
from pipeline.commands.promql import understand
from pipeline.models.catalog import Catalog
from pipeline.models.entry import MonEntry, MonType, Severity
from pipeline.models.procedure import Procedure
from pipeline.models.query import SignalKind
from pipeline.models.runbook import Category
from pipeline.models.scenario import Scenario, Tier, Uncovered
from pipeline.procedures import matcher
from pipeline.procedures.fallback import fallback
from pipeline.procedures.technology import of_metric, of_text
from pipeline.scenarios.services import service_of
from pipeline.scenarios.titles import alert_name, alert_title

_RANK = {Severity.CRITICAL: 0, Severity.WARNING: 1, None: 1, Severity.INFO: 2, Severity.NONE: 3}
# Labels whose fixed values say that two alerts on one metric are about different things.
_SCOPING_LABELS = ("service", "app", "job", "namespace", "deployment", "statefulset", "topic", "consumergroup")


class Symptom(NamedTuple):
    """What makes two alerts one scenario: where they look, at which metrics, and for what."""

    where: str
    metrics: tuple[str, ...]
    topic: str


class Profile(NamedTuple):
    """An alert with what is known of it before scenarios are made."""

    entry: MonEntry
    service: str
    symptom: Symptom
    match: matcher.Match | None

    @property
    def rank(self) -> int:
        """0 for critical, 1 for warning or none given, 2 for info."""
        return _RANK[self.entry.severity]


def alert_scenarios(
    entries: Sequence[MonEntry], catalog: Catalog, library: Iterable[Procedure]
) -> tuple[list[Scenario], list[Uncovered]]:
    """Return the scenarios of all alerts and SLOs, and the alerts that need none with the reason."""
    procedures = tuple(library)
    by_id = {entry.id: entry for entry in entries}
    uncovered = [Uncovered(entry=e.id, reason=reason) for e in entries if (reason := _needs_none(e))]
    skipped = {u.entry for u in uncovered}
    wanted = [e for e in entries if e.type in (MonType.ALERT, MonType.SLO) and e.id not in skipped]
    profiles = [_profile(entry, by_id, catalog, procedures) for entry in wanted]
    titles = {procedure.id: procedure.title for procedure in procedures}
    scenarios = [_scenario(group, number, titles) for number, group in _groups(profiles)]
    return scenarios, uncovered


def _needs_none(entry: MonEntry) -> str:
    if entry.deprecated:
        return "marked as deprecated"
    if entry.type is MonType.ALERT and entry.severity is Severity.NONE:
        return "severity none: it fires by design (a heartbeat or an inhibitor) and asks for no response"
    return ""


def _profile(entry: MonEntry, by_id: dict[str, MonEntry], catalog: Catalog, library: tuple[Procedure, ...]) -> Profile:
    metric = by_id.get(entry.metric)
    metric_name = (metric.metric or metric.title) if metric else entry.metric
    metrics = _metrics(entry) or ((metric_name,) if metric_name else ())
    fixed = {**scope(entry.expr), **dict(entry.labels)} if entry.expr else dict(entry.labels)
    service = service_of(entry, catalog, fixed, metrics) or (metric and service_of(metric, catalog, {}))
    situation = matcher.Situation(
        names=tuple(dict.fromkeys((alert_name(entry), entry.alert or alert_name(entry)))),
        metrics=metrics,
        text="\n".join((entry.title, entry.description, entry.annotation("summary"), metric.title if metric else "")),
        technologies=service.technology if service else (),
    )
    match = matcher.best(situation, library)
    where = service.name if service else ",".join(f"{k}={fixed[k]}" for k in _SCOPING_LABELS if k in fixed)
    topic = match.procedure if match else (understand(entry.expr).signal if entry.expr else entry.type.lower())
    return Profile(entry, service.name if service else "", Symptom(where, metrics or (entry.title,), topic), match)


def _metrics(entry: MonEntry) -> tuple[str, ...]:
    return family(entry.expr) if entry.expr else ()


def _groups(profiles: Sequence[Profile]) -> list[tuple[str, list[Profile]]]:
    """Group alerts into scenarios, each with the RUN- number its alerts declare or ""."""
    by_symptom: dict[Symptom, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_symptom[profile.symptom].append(profile)
    declared: dict[str, list[Profile]] = defaultdict(list)
    shared: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    dedicated: list[list[Profile]] = []
    for symptom, group in by_symptom.items():
        numbers = sorted({number for p in group if (number := declared_runbook(p.entry))})
        if numbers:
            for profile in group:  # those that name none follow the symptom's first number
                declared[declared_runbook(profile.entry) or numbers[0]].append(profile)
        elif min(p.rank for p in group) == 0:
            dedicated.append(group)
        else:
            shared[_shared_key(symptom, group)].extend(group)
    groups = [("", group) for group in (*dedicated, *shared.values())]
    return [*declared.items(), *groups]


def _shared_key(symptom: Symptom, group: list[Profile]) -> tuple[str, ...]:
    """Warnings that one procedure answers in one place share a runbook; info alerts of one technology a reference."""
    if min(p.rank for p in group) >= _RANK[Severity.INFO]:
        return ("reference", symptom.where or _technology(group[0]))
    if group[0].match:
        return ("shared", symptom.where, symptom.topic)
    return ("symptom", *symptom.metrics, symptom.where, symptom.topic)


def _technology(profile: Profile) -> str:
    told = [of_metric(metric) for metric in profile.symptom.metrics] + sorted(of_text(profile.entry.title))
    return next(filter(None, told), profile.entry.group or "others")


def declared_runbook(entry: MonEntry) -> str:
    """Return the RUN- number that the alert names as its own, or ""."""
    for text in (entry.field("Runbook"), entry.annotation("runbook"), dict(entry.labels).get("runbook", "")):
        for number in entry.runbooks:
            if number in text:
                return number
    return entry.runbooks[0] if len(entry.runbooks) == 1 and entry.type is MonType.ALERT else ""


def _scenario(group: list[Profile], number: str, titles: dict[str, str]) -> Scenario:
    ordered = sorted(group, key=lambda p: (p.rank, p.entry.id))
    first = ordered[0]
    tier = {0: Tier.DEDICATED, 1: Tier.SHARED}.get(first.rank, Tier.REFERENCE)
    procedure = next((p.match.procedure for p in ordered if p.match), "") or _fallback(first.entry)
    return Scenario(
        key=_key(first, tier),
        title=_title(ordered, tier, titles),
        category=Category.INCIDENT,
        tier=tier,
        why=_why(ordered, number, tier),
        entries=tuple(p.entry.id for p in ordered),
        service=first.service,
        procedure="" if tier is Tier.REFERENCE else procedure,
        number=number,
    )


def _fallback(entry: MonEntry) -> str:
    signal = understand(entry.expr).signal if entry.expr else SignalKind.OTHER
    return fallback(signal, alert_name(entry))


def _key(first: Profile, tier: Tier) -> str:
    if tier is Tier.REFERENCE:
        return f"reference/{first.symptom.where or _technology(first)}"
    return f"alert/{first.symptom.where}/{'+'.join(first.symptom.metrics)}/{first.symptom.topic}"


def _title(ordered: list[Profile], tier: Tier, titles: dict[str, str]) -> str:
    first = ordered[0]
    if tier is Tier.REFERENCE and len(ordered) == 1:
        return f"Reference: {alert_title(first.entry)}"
    if tier is Tier.REFERENCE:
        return f"Reference for informational alerts: {first.symptom.where or _technology(first)}"
    if tier is Tier.SHARED and first.match and len({p.symptom.metrics for p in ordered}) > 1:
        return titles[first.match.procedure] + (f" ({first.service})" if first.service else "")
    return alert_title(first.entry)


def _why(ordered: list[Profile], number: str, tier: Tier) -> str:
    first = ordered[0]
    matched = f"; answered by {first.match.procedure} ({first.match.why})" if first.match else ""
    if number:
        return f"{first.entry.id} names {number}{matched}"
    same = "on one symptom" if len({p.symptom for p in ordered}) == 1 else "that one procedure answers"
    if tier is Tier.DEDICATED:
        return f"critical alert{' with others ' + same if len(ordered) > 1 else ''}{matched}"
    if tier is Tier.SHARED:
        return f"{len(ordered)} warnings {same}{matched}" if len(ordered) > 1 else f"warning{matched}"
    return f"{len(ordered)} informational alert{'s' if len(ordered) > 1 else ''}"
