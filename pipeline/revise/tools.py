"""The loop's tools for the embedded engine: library drafts, the critics' rules, and their safe fixes."""

from __future__ import annotations

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.critics.fixes import apply_fixes
from pipeline.drafting import library
from pipeline.drafting.assemble import assemble
from pipeline.exporters.markdown import export
from pipeline.importers.document import read_document
from pipeline.importers.runbook import parse_runbook
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Finding
from pipeline.models.runbook import Runbook
from pipeline.revise.loop import Tools


def library_tools(context: Context) -> Tools:
    """Return the tools that need no model; `context` is what the critics may know."""

    async def drafter(evidence: Evidence) -> Runbook:
        return assemble(evidence, library.draft(evidence))

    async def reviser(runbook: Runbook, findings: tuple[Finding, ...]) -> Runbook:
        return safely_fixed(runbook, findings)

    async def critic(runbook: Runbook) -> tuple[Finding, ...]:
        return ruled(runbook, context)

    return Tools(drafter=drafter, critic=critic, reviser=reviser)


def ruled(runbook: Runbook, context: Context) -> tuple[Finding, ...]:
    """Return what the rules find in the runbook as it would be written."""
    return criticize(read_document(export(runbook), runbook.id), context)


def safely_fixed(runbook: Runbook, findings: tuple[Finding, ...]) -> Runbook:
    """Return the runbook with the safe fixes of the findings applied."""
    safe = [finding for finding in findings if finding.fix is not None and finding.fix.safe]
    return parse_runbook(apply_fixes(export(runbook), safe), runbook.id) if safe else runbook
