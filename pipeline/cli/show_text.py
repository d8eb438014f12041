"""What `show` prints: a runbook with the sources of its steps, or the way of one entry."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.drafting.gaps import find_gaps
from pipeline.errors import UserError
from pipeline.models.run import DraftRecord, RunRecord
from pipeline.review.workspace import Files, Workspace, read


def runbook_text(number: str, workspace: Workspace, record: RunRecord) -> str:
    """Return the pending text of a runbook, or the accepted one, and below it where it came from."""
    files = workspace.files().get(number, Files())
    path = files.pending or files.accepted
    if path is None:
        known = ", ".join(d.number for d in record.drafts[:8])
        raise UserError(f"there is no {number}", str(workspace.folder), f"there are {known} …" if known else "")
    text = read(path) or ""
    draft = next((d for d in record.drafts if d.number == number), None)
    state = "pending review" if files.pending else "accepted"
    return "\n".join((text, "-" * 72, f"{path} ({state})", *_about(text, draft)))


def entry_text(name: str, record: RunRecord) -> str:
    """Return where an entry stands and which runbooks answer it, or why none does."""
    entry = next((e for e in record.entries if e.id == name), None)
    if entry is None:
        raise UserError(f"the last run had no entry {name}", "show", "“runwright plan INPUTS” lists what it reads")
    lines = [f"{entry.id}, {entry.source}"]
    lines += [f"answered by {d.number} {d.title}: {d.why}" for d in record.drafts if name in d.entries]
    lines += [f"used in {d.number} {d.title}" for d in record.drafts if name in d.supporting]
    lines += [f"no runbook of its own: {u.reason}" for u in record.uncovered if u.entry == name]
    return "\n".join(lines)


def _about(text: str, draft: DraftRecord | None) -> Iterator[str]:
    if draft:
        yield f"why: {draft.why}"
        for number, step in enumerate(draft.steps, start=1):
            yield f"step {number} from {', '.join(step.sources) or 'nowhere named'}"
        for finding in draft.findings:
            yield f"{finding.level} line {finding.line}: {finding.message} ({finding.rule})"
    for gap in find_gaps(text):
        yield f"gap ({gap.topic}): {gap.question} Ask: {gap.ask}."
