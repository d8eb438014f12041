"""RISK- entries → scenarios: open high and medium risks get a response runbook, or join one that answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.models.catalog import Catalog
from pipeline.models.entry import Grade, RiskEntry, RiskStatus
from pipeline.models.procedure import Procedure
from pipeline.models.runbook import Category
from pipeline.models.scenario import Scenario, Tier, Uncovered
from pipeline.procedures import matcher
from pipeline.scenarios.services import service_of

_VALUE = {Grade.LOW: 1, Grade.MEDIUM: 2, Grade.HIGH: 3}
FALLBACK = "risk-response"


def grade_of(risk: RiskEntry) -> Grade | None:
    """Return the risk's grade from impact times likelihood: 6 and more is high, 3 and more medium, else low.

    A score on the template's scale of 1 to 9 stands in for missing factors; one factor alone is taken as the grade.
    None where nobody gave any of them.
    """
    if risk.impact and risk.likelihood:
        return _by_score(_VALUE[risk.impact] * _VALUE[risk.likelihood])
    if risk.score is not None and risk.score <= 9:
        return _by_score(risk.score)
    return risk.impact or risk.likelihood


def risk_scenarios(
    risks: Sequence[RiskEntry], catalog: Catalog, library: Iterable[Procedure], others: Sequence[Scenario]
) -> tuple[list[Scenario], list[Uncovered]]:
    """Return all scenarios, those of `others` with the risks they answer joined in, and the risks that need none."""
    procedures = tuple(p for p in library if not p.id.startswith("generic-"))
    uncovered = [Uncovered(entry=r.id, reason=reason) for r in risks if (reason := _needs_none(r))]
    skipped = {u.entry for u in uncovered}
    joined: dict[str, list[str]] = defaultdict(list)
    alone: dict[tuple[str, str], list[RiskEntry]] = defaultdict(list)
    for risk in (r for r in risks if r.id not in skipped):
        service = service_of(risk, catalog, {})
        name = service.name if service else ""
        procedure = _procedure(risk, service.technology if service else (), procedures)
        home = _linked_home(risk, others) or _same_answer(procedure, name, others)
        if home:
            joined[home.key].append(risk.id)
        else:
            alone[procedure, name if procedure != FALLBACK else risk.id].append(risk)
    kept = [_join(s, joined[s.key]) if s.key in joined else s for s in others]
    new = [_scenario(group, procedure, catalog, procedures) for (procedure, _), group in sorted(alone.items())]
    return kept + new, uncovered


def _by_score(score: float) -> Grade:
    return Grade.HIGH if score >= 6 else Grade.MEDIUM if score >= 3 else Grade.LOW


def _needs_none(risk: RiskEntry) -> str:
    if risk.deprecated or risk.status is RiskStatus.RESOLVED:
        return f"status {risk.status}: the risk is gone" if not risk.deprecated else "marked as deprecated"
    if grade_of(risk) is Grade.LOW:
        return "low risk (impact times likelihood is below 3)"
    return ""


def _procedure(risk: RiskEntry, technologies: tuple[str, ...], library: tuple[Procedure, ...]) -> str:
    text = "\n".join((risk.title, risk.description, risk.trigger, risk.early_signal))
    match = matcher.best(matcher.Situation(text=text, technologies=technologies), library)
    return match.procedure if match else FALLBACK


def _linked_home(risk: RiskEntry, others: Sequence[Scenario]) -> Scenario | None:
    """Return the scenario that the risk links to: by its RUN- number, or by one of the entries it answers.

    A link to a release criterion or an environment says what guards against the risk, not how to respond to it.
    """
    named = next((s for s in others if s.number and s.number in risk.runbooks), None)
    responding = [s for s in others if s.key != "release/standard"]
    return named or next((s for linked in risk.linked for s in responding if linked in s.entries), None)


def _same_answer(procedure: str, service: str, others: Sequence[Scenario]) -> Scenario | None:
    """Return the scenario that the same procedure answers for the same service, if there is exactly one."""
    if procedure == FALLBACK:
        return None
    same = [s for s in others if s.procedure == procedure and (not service or s.service in ("", service))]
    return same[0] if len(same) == 1 else None


def _join(scenario: Scenario, risks: list[str]) -> Scenario:
    entries = tuple(dict.fromkeys((*scenario.entries, *sorted(risks))))
    return scenario.model_copy(update={"entries": entries})


def _scenario(group: list[RiskEntry], procedure: str, catalog: Catalog, library: tuple[Procedure, ...]) -> Scenario:
    ordered = sorted(group, key=lambda r: (-_VALUE[grade_of(r) or Grade.MEDIUM], r.id))
    first = ordered[0]
    category = next((p.category for p in library if p.id == procedure), Category.ESCALATION)
    service = service_of(first, catalog, {})
    grade = grade_of(first)
    numbers = {r.runbooks[0] for r in group if len(r.runbooks) == 1}
    return Scenario(
        key=f"risk/{first.id}" if procedure == FALLBACK else f"risk/{service.name if service else ''}/{procedure}",
        title=first.title,
        category=category,
        tier=Tier.RISK,
        why=f"{grade} risk" if grade else "risk whose impact and likelihood nobody gave",
        entries=tuple(r.id for r in ordered),
        service=service.name if service else "",
        procedure=procedure if any(p.id == procedure for p in library) else "",
        number=numbers.pop() if len(numbers) == 1 else "",
    )
