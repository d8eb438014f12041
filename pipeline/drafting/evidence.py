"""Plan and intake → the evidence of each scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.models.entry import AnyEntry
from pipeline.models.evidence import Evidence
from pipeline.models.intake import Intake
from pipeline.models.procedure import Procedure
from pipeline.models.scenario import Plan, Scenario, Tier


def gather(plan: Plan, intake: Intake, library: Iterable[Procedure]) -> Iterator[Evidence]:
    """Yield the evidence of every scenario, in the plan's order."""
    entries = {entry.id: entry for entry in intake.entries}
    procedures = {procedure.id: procedure for procedure in library}
    for scenario in plan.scenarios:
        yield Evidence(
            scenario=scenario,
            entries=tuple(entries[name] for name in scenario.entries),
            supporting=_supporting(scenario, entries),
            catalog=intake.catalog,
            service=intake.catalog.service(scenario.service) if scenario.service else None,
            procedure=procedures.get(scenario.procedure),
            siblings=_siblings(plan, scenario),
        )


def _supporting(scenario: Scenario, entries: dict[str, AnyEntry]) -> tuple[AnyEntry, ...]:
    """Return the scenario's supporting entries and those that its own deployments and risks link to."""
    linked = [name for own in scenario.entries for name in entries[own].linked]
    wanted = dict.fromkeys((*scenario.supporting, *(() if scenario.tier is Tier.REFERENCE else linked)))
    return tuple(entries[name] for name in wanted if name in entries and name not in scenario.entries)


def _siblings(plan: Plan, scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Map each procedure to the runbook that a reader of this one should turn to: of the same service, or the only one.

    A technology-neutral procedure answers alerts that have nothing to do with each other, so it is never referred to.
    """
    found: dict[str, list[Scenario]] = defaultdict(list)
    for other in plan.scenarios:
        if other.procedure and not other.procedure.startswith("generic-"):
            found[other.procedure].append(other)
    numbers = {}
    for procedure, others in found.items():
        own = [s for s in others if s.service == scenario.service] if scenario.service else others
        if len(own or others) == 1:
            numbers[procedure] = (own or others)[0].number
    return tuple(sorted(numbers.items()))
