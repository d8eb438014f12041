"""DEP- entries → scenarios: rollback triggers get a rollback runbook, each release strategy a deployment runbook."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.models.catalog import Catalog
from pipeline.models.entry import DepEntry, DepType
from pipeline.models.procedure import MustHave, Procedure
from pipeline.models.runbook import Category
from pipeline.models.scenario import Scenario, Tier, Uncovered
from pipeline.scenarios.services import service_of

_STRATEGIES = {
    "canary": r"canary",
    "blue-green": r"blue[ -/]?green",
    "feature-flag": r"feature[ -]?(flag|toggle)",
    "migration": r"(database|schema|data) migration|migrations?\b",
    "hotfix": r"hot-?fix",
}
_TITLES = {
    "standard": "Standard release",
    "rolling": "Rolling release",
    "canary": "Canary release",
    "blue-green": "Blue-green release",
    "feature-flag": "Feature flag rollout",
    "migration": "Database migration",
    "hotfix": "Hotfix release",
}


def deployment_scenarios(
    entries: Sequence[DepEntry], catalog: Catalog, library: Iterable[Procedure]
) -> tuple[list[Scenario], list[Uncovered]]:
    """Return the rollback and release scenarios of all DEP- entries, and the entries that need none."""
    procedures = tuple(library)
    uncovered = [Uncovered(entry=e.id, reason="marked as deprecated") for e in entries if e.deprecated]
    live = [e for e in entries if not e.deprecated]
    rollbacks = [e for e in live if e.type is DepType.ROLLBACK]
    releases = [e for e in live if e.type is not DepType.ROLLBACK]
    return _rollbacks(rollbacks, catalog, procedures) + _releases(releases, catalog, procedures), uncovered


def strategy_of(entry: DepEntry) -> str:
    """Return the deployment strategy that the entry is about, or "" where it holds for any."""
    if entry.strategy:
        return next((s for s, words in _STRATEGIES.items() if re.search(words, entry.strategy, re.I)), "rolling")
    if entry.type is not DepType.STEP:
        return ""
    return next((s for s, words in _STRATEGIES.items() if re.search(words, entry.title, re.I)), "")


def _rollbacks(entries: list[DepEntry], catalog: Catalog, library: tuple[Procedure, ...]) -> list[Scenario]:
    groups: dict[tuple[str, str], list[DepEntry]] = defaultdict(list)
    for entry in entries:
        service = service_of(entry, catalog, {})
        number = entry.runbooks[0] if len(entry.runbooks) == 1 else ""
        groups[number, service.name if service else ""].append(entry)
    merged = _merge_declared(groups)
    return [_rollback(group, number, service, library) for (number, service), group in merged.items()]


def _merge_declared(groups: dict[tuple[str, str], list[DepEntry]]) -> dict[tuple[str, str], list[DepEntry]]:
    """Let triggers that name no runbook join the one that others of their service name, and one number be one group."""
    merged: dict[tuple[str, str], list[DepEntry]] = {}
    by_number = {number: (number, service) for number, service in sorted(groups) if number}
    by_service = {service: (number, service) for number, service in sorted(groups, reverse=True) if number}
    for (number, service), group in sorted(groups.items()):
        key = by_number[number] if number else by_service.get(service, (number, service))
        merged.setdefault(key, []).extend(group)
    return merged


def _rollback(group: list[DepEntry], number: str, service: str, library: tuple[Procedure, ...]) -> Scenario:
    triggers = f"{len(group)} rollback triggers" if len(group) > 1 else "rollback trigger"
    return Scenario(
        key=f"rollback/{service}",
        title=f"Roll back {service}" if service else "Roll back a release",
        category=Category.DEPLOYMENT,
        tier=Tier.ROLLBACK,
        why=f"{group[0].id} names {number}" if number else triggers,
        entries=tuple(sorted(e.id for e in group)),
        service=service,
        procedure=_must_have(MustHave.ROLLBACK, library),
        number=number,
    )


def _releases(entries: list[DepEntry], catalog: Catalog, library: tuple[Procedure, ...]) -> list[Scenario]:
    groups: dict[str, list[DepEntry]] = defaultdict(list)
    for entry in entries:
        groups[strategy_of(entry) or "standard"].append(entry)
    common = [e.id for e in groups.get("standard", [])]
    return [_release(strategy, group, common, catalog, library) for strategy, group in sorted(groups.items())]


def _release(
    strategy: str, group: list[DepEntry], common: list[str], catalog: Catalog, library: tuple[Procedure, ...]
) -> Scenario:
    steps = [e for e in group if e.type is DepType.STEP]
    services = {service.name if service else "" for e in steps for service in [service_of(e, catalog, {})]}
    numbers = {e.runbooks[0] for e in steps if len(e.runbooks) == 1}
    own = tuple(sorted(e.id for e in group))
    return Scenario(
        key=f"release/{strategy}",
        title=_TITLES[strategy],
        category=Category.DEPLOYMENT,
        tier=Tier.RELEASE,
        why="release criteria, environments, steps and validations" if strategy == "standard" else f"{strategy} steps",
        entries=own,
        supporting=tuple(sorted(set(common) - set(own))),
        service=services.pop() if len(services) == 1 else "",
        procedure=_for_strategy(strategy, library),
        number=numbers.pop() if len(numbers) == 1 else "",
    )


def _for_strategy(strategy: str, library: tuple[Procedure, ...]) -> str:
    if strategy == "hotfix":
        return _must_have(MustHave.HOTFIX, library)
    exact = next((p.id for p in library if strategy in p.answers.strategies), "")
    return exact or _must_have(MustHave.STANDARD_RELEASE, library)


def _must_have(wanted: MustHave, library: tuple[Procedure, ...]) -> str:
    return next((p.id for p in library if p.answers.must_have is wanted), "")
