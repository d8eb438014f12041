"""The evidence of one scenario, planned from entries as the pipeline does it."""

from __future__ import annotations

from pipeline.drafting.evidence import gather
from pipeline.models.catalog import Service
from pipeline.models.entry import DepEntry, MonEntry, RiskEntry
from pipeline.models.evidence import Evidence
from pipeline.procedures.library import parse_procedure
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan
from tests.build import intake
from tests.examples import EXAMPLES

# A procedure of the tests' own: prompts are compared to the letter, and the library's texts may change.
LIBRARY = (parse_procedure((EXAMPLES / "high-error-rate.md").read_text(encoding="utf-8"), "high-error-rate.md"),)


def evidence_of(*entries: MonEntry | DepEntry | RiskEntry, service: Service | None = None) -> Evidence:
    """The evidence of the scenario that answers the first of the entries."""
    given = intake(*entries, services=(service,) if service else ())
    plan, _ = make_plan(given, LIBRARY, Numbers())
    return next(e for e in gather(plan, given, LIBRARY) if entries[0].id in e.scenario.entries)
