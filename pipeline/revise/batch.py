"""Many scenarios through the loop: failures are reported beside the others, and each outcome is given as it comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.models.evidence import Evidence
from pipeline.revise.loop import Outcome, Tools, run


class Result(Frozen):
    """One scenario's outcome, or the reason why it has none."""

    evidence: Evidence
    outcome: Outcome | None = None
    error: str = ""


def run_all(evidences: Iterable[Evidence], tools: Tools) -> Iterator[Result]:
    """Yield a result for every scenario, in order. A UserError ends its scenario only; a bug ends the run."""
    for evidence in evidences:
        try:
            yield Result(evidence=evidence, outcome=run(evidence, tools))
        except UserError as error:
            yield Result(evidence=evidence, error=str(error))
