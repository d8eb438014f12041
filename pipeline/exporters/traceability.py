"""Plan → the table that traces every MON-, DEP- and RISK- entry to its runbooks."""

from __future__ import annotations

from pipeline.models.entry import AnyEntry
from pipeline.models.intake import Intake
from pipeline.models.scenario import Plan


def traceability(plan: Plan, intake: Intake) -> str:
    """Return a Markdown table: entry, title, source, the runbooks that answer it, or why there is none."""
    rows = [_row(entry, plan) for entry in sorted(intake.entries, key=lambda e: (e.kind, e.id))]
    own = [f"- {s.number}: {s.title} ({s.why})" for s in plan.scenarios if not s.entries]
    head = "# Traceability\n\n| Entry | Title | Stands in | Runbooks, or why none |\n|---|---|---|---|\n"
    tail = "\n## Runbooks that no entry asked for\n\n" + "\n".join(own) + "\n" if own else ""
    return head + "".join(f"{row}\n" for row in rows) + tail


def _row(entry: AnyEntry, plan: Plan) -> str:
    answering = [s.number for s in plan.scenarios if entry.id in s.entries]
    drawing = [s.number for s in plan.scenarios if entry.id in s.supporting]
    reason = next((u.reason for u in plan.uncovered if u.entry == entry.id), "")
    told = ", ".join(answering)
    if drawing and answering:
        told += f" (also used in {', '.join(drawing)})"
    return f"| {entry.id} | {_cell(entry.title)} | {entry.source} | {told or _cell(reason)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
