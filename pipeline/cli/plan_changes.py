"""Why a run would draft again: for each runbook the fields that changed since the last run, with old and new value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.drafting.evidence import gather
from pipeline.models.decision import Decision
from pipeline.models.intake import Intake
from pipeline.models.procedure import Procedure
from pipeline.models.run import RunRecord
from pipeline.models.scenario import Change, Plan
from pipeline.review import decisions
from pipeline.review.basis import changes, engine_facts, evidence_digest, facts_of
from pipeline.review.workspace import Workspace, load_record

_FIELDS = 4


def with_reasons(plan: Plan, intake: Intake, library: Iterable[Procedure], out: Path) -> Plan:
    """Return the plan with a change for every runbook of the output folder that would be drafted again."""
    record = load_record(Workspace(out))
    if record is None:
        return plan
    new = {change.number for change in plan.changes if change.kind == "new"}
    reasons = [*_reasons(plan, intake, library, record), *_rejected(record, decisions.load(out))]
    reasons = [change for change in reasons if change.number not in new]
    return plan.model_copy(update={"changes": (*_engine(record), *plan.changes, *reasons)})


def with_orphans(plan: Plan, workspace: Workspace) -> Plan:
    """Return the plan with "orphaned" for what no entry calls for any more and whose file is still there."""
    files = workspace.files()
    told = tuple(
        change.model_copy(update={"kind": "orphaned", "what": f"{change.what}; its file stays until you delete it"})
        if change.kind == "removed" and change.number in files
        else change
        for change in plan.changes
    )
    return plan.model_copy(update={"changes": told})


def _engine(record: RunRecord) -> Iterator[Change]:
    """Tell that the code which made the drafts changed; another choice of engine is not known before the run."""
    before = record.maker
    now = engine_facts(before.get("name", record.engine))
    if before and any(before.get(key) != value for key, value in now.items()):
        what = f"the code of the {now['name']} engine (version {now['version']})"
        yield Change(kind="changed", number="all", what=f"{what}: every runbook is drafted again")


def _rejected(record: RunRecord, decided: Mapping[str, Decision]) -> Iterator[Change]:
    """Tell which drafts people rejected since they were made."""
    for draft in record.drafts:
        rejections = decided[draft.number].whole_rejections if draft.number in decided else ()
        if len(rejections) > draft.rejections:
            yield Change(kind="changed", number=draft.number, what=f"was rejected: {rejections[-1].reason}")


def _reasons(plan: Plan, intake: Intake, library: Iterable[Procedure], record: RunRecord) -> Iterator[Change]:
    named = {change.number for change in plan.changes}
    for evidence in gather(plan, intake, library):
        number = evidence.scenario.number
        last = record.draft(number)
        if last is None or not last.evidence:
            continue
        if last.error:
            yield Change(kind="failed", number=number, what=f"is tried again: {last.error}")
        elif last.evidence != evidence_digest(evidence):
            fields = changes(record.facts_of(last), facts_of(evidence))
            told = "; ".join(map(str, fields[:_FIELDS]))
            more = f"; and {len(fields) - _FIELDS} more" if len(fields) > _FIELDS else ""
            if fields or number not in named:
                yield Change(kind="changed", number=number, what=f"{told}{more}" if told else "its sources")
