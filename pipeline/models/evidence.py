"""All that a draft may rely on for one scenario."""

from __future__ import annotations

from pipeline.models.base import Frozen
from pipeline.models.catalog import Catalog, Service
from pipeline.models.entry import AnyEntry, DepEntry, MonEntry, RiskEntry
from pipeline.models.procedure import Procedure
from pipeline.models.scenario import Scenario


class Evidence(Frozen):
    """The scenario, its entries, its service's facts, the procedure that answers it, and the plan's other runbooks.

    `siblings` maps the ID of a procedure to the RUN- number that it has in this plan. `guidance` holds why people
    rejected earlier drafts, oldest first, and `left_out` the titles, case folded, of steps that they left out.
    """

    scenario: Scenario
    entries: tuple[AnyEntry, ...]
    supporting: tuple[AnyEntry, ...] = ()
    catalog: Catalog = Catalog()
    service: Service | None = None
    procedure: Procedure | None = None
    siblings: tuple[tuple[str, str], ...] = ()
    guidance: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def alerts(self) -> tuple[MonEntry, ...]:
        """The scenario's MON- entries, in the order of the plan."""
        return tuple(e for e in self.entries if isinstance(e, MonEntry))

    @property
    def deployments(self) -> tuple[DepEntry, ...]:
        """The DEP- entries the scenario answers."""
        return tuple(e for e in self.entries if isinstance(e, DepEntry))

    @property
    def risks(self) -> tuple[RiskEntry, ...]:
        """The RISK- entries the scenario answers."""
        return tuple(e for e in self.entries if isinstance(e, RiskEntry))
