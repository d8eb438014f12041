"""Entries → the plan: every scenario with its number, every other entry with its reason, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.models.entry import AnyEntry, DepEntry, MonEntry, MonType, RiskEntry
from pipeline.models.intake import Intake
from pipeline.models.procedure import MustHave, Procedure
from pipeline.models.scenario import Change, Plan, Scenario, Tier, Uncovered
from pipeline.scenarios.alerts import alert_scenarios
from pipeline.scenarios.deployments import deployment_scenarios
from pipeline.scenarios.numbers import Numbers, assign
from pipeline.scenarios.risks import risk_scenarios

_ORDER = list(Tier)


def make_plan(intake: Intake, library: Iterable[Procedure], numbers: Numbers) -> tuple[Plan, Numbers]:
    """Return the plan in order of RUN- number, and the numbers with the new ones given."""
    procedures = tuple(library)
    monitors = [e for e in intake.entries if isinstance(e, MonEntry)]
    alerts, quiet = alert_scenarios(monitors, intake.catalog, procedures)
    deployments, retired = deployment_scenarios(
        [e for e in intake.entries if isinstance(e, DepEntry)], intake.catalog, procedures
    )
    risks = [e for e in intake.entries if isinstance(e, RiskEntry)]
    found, harmless = risk_scenarios(risks, intake.catalog, procedures, alerts + deployments)
    scenarios = _by_number([_with_supporting(s, monitors) for s in found])
    scenarios += _must_haves(scenarios, procedures)
    scenarios.sort(key=lambda s: (_ORDER.index(s.tier), s.key))
    mentioned = [number for entry in intake.entries for number in entry.runbooks]
    numbered, given = assign(scenarios, numbers, mentioned)
    plan = Plan(
        scenarios=tuple(numbered),
        uncovered=tuple(sorted((*quiet, *retired, *harmless), key=lambda u: u.entry)),
        changes=tuple(_changes(numbered, numbers)),
    )
    return plan.model_copy(update={"uncovered": (*plan.uncovered, *_facts_only(intake.entries, plan))}), given


def _by_number(scenarios: list[Scenario]) -> list[Scenario]:
    """Let scenarios of several kinds that declare one RUN- number be one."""
    kept: dict[str, Scenario] = {}
    for scenario in scenarios:
        name = scenario.number or scenario.key
        first = kept.get(name)
        if first is None:
            kept[name] = scenario
            continue
        entries = tuple(dict.fromkeys((*first.entries, *scenario.entries)))
        supporting = tuple(dict.fromkeys((*first.supporting, *scenario.supporting)))
        kept[name] = first.model_copy(update={"entries": entries, "supporting": supporting})
    return list(kept.values())


def _with_supporting(scenario: Scenario, monitors: Sequence[MonEntry]) -> Scenario:
    """Add the metrics, dashboards and SLOs that the scenario's alerts name, or that name them."""
    own = [m for m in monitors if m.id in scenario.entries]
    named = {name for m in own for name in (m.metric, *m.linked)}
    plain = [m for m in monitors if m.type in (MonType.METRIC, MonType.DASHBOARD)]
    related = [m.id for m in plain if m.id in named or set(m.linked) & set(scenario.entries)]
    supporting = tuple(dict.fromkeys((*scenario.supporting, *related)))
    return scenario.model_copy(update={"supporting": supporting})


def _must_haves(scenarios: Sequence[Scenario], library: tuple[Procedure, ...]) -> list[Scenario]:
    """Return a scenario for each of the spec's must-have procedures that no entry brought up."""
    present = {s.procedure for s in scenarios}
    wanted = {p.answers.must_have: p for p in library if p.answers.must_have}
    missing = [wanted[m] for m in MustHave if m in wanted and wanted[m].id not in present]
    return [
        Scenario(
            key=f"must-have/{procedure.answers.must_have}",
            title=procedure.title,
            category=procedure.category,
            tier=Tier.MUST_HAVE,
            why="the specification's list of procedures that every team must have",
            procedure=procedure.id,
        )
        for procedure in missing
    ]


def _facts_only(entries: Iterable[AnyEntry], plan: Plan) -> list[Uncovered]:
    """Explain the entries that are no situation themselves, such as metrics and dashboards."""
    explained = {u.entry for u in plan.uncovered} | {name for s in plan.scenarios for name in s.entries}
    found = []
    for entry in entries:
        if entry.id in explained:
            continue
        kind = entry.type.lower() if isinstance(entry, MonEntry | DepEntry) else "risk"
        users = ", ".join(s.number for s in plan.scenarios if entry.id in s.supporting)
        use = f"used in {users}" if users else "no alert refers to it"
        found.append(Uncovered(entry=entry.id, reason=f"a {kind} calls for no response by itself; {use}"))
    return found


def _changes(scenarios: Sequence[Scenario], before: Numbers) -> Iterable[Change]:
    now = {s.number for s in scenarios}
    for scenario in scenarios:
        given = before.given.get(scenario.number)
        if given is None:
            yield Change(kind="new", number=scenario.number, what=scenario.title)
        elif given.entries != scenario.entries:
            yield Change(kind="changed", number=scenario.number, what=_entry_change(given.entries, scenario.entries))
    for number, given in before.given.items():
        if number not in now:
            yield Change(kind="removed", number=number, what=f"no entry calls for it any more: {given.title}")


def _entry_change(before: tuple[str, ...], now: tuple[str, ...]) -> str:
    added = [name for name in now if name not in before]
    gone = [name for name in before if name not in now]
    parts = [f"now also answers {', '.join(added)}"] if added else []
    parts += [f"no longer answers {', '.join(gone)}"] if gone else []
    return "; ".join(parts) or "answers its entries in another order"
