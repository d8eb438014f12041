"""Output folders to review, made without a run: pending drafts, accepted runbooks, bases, a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.models.run import DraftRecord, EntryRecord, RunRecord
from pipeline.review.desk import Desk
from pipeline.review.workspace import Files, Workspace

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN = "Ann <ann@example.com>"
NEVER = "Never; first drill due within 14 days of acceptance"


def runbook(
    number: str = "RUN-001",
    title: str = "Checkout latency",
    owner: str = "Checkout Team",
    steps: tuple[str, ...] = ("Confirm", "Restart", "Prove"),
    wait: str = "10 minutes",
) -> str:
    """A runbook in the template with short steps."""
    said = "".join(
        f"\n### Step {n}: {name}\n{name} it, and wait {wait}.\n\nCommands:\n```bash\n"
        f"kubectl get pods -l step={name.lower().replace(' ', '-')}\n```\n\nVerification:\n- [ ] {name} is done\n\n"
        f"<!-- sources: MON-001 condition -->\n"
        for n, name in enumerate(steps, start=1)
    )
    return (
        f"{number}: {title}\nCategory: Incident\nTrigger: MON-001 alert\nOwner: {owner}\nLast Tested: {NEVER}\n\n"
        f"## Scope\n- **Handles**: Slow checkout\n- **Does NOT handle**: A crash (see RUN-099)\n\n"
        f"## Prerequisites\n- [ ] kubectl\n\n## Procedure\n{said}\n"
        f"## Escalation\n- **When to escalate**: It lasts\n- **Who to contact**: On-call\n"
        f"- **What to provide**: The time\n\n## Post-Incident\n- [ ] Write it down\n\nLinked IDs: MON-001\n"
    )


GAP = "[GAP owner: Which team keeps checkout up to date? Ask: the platform lead.]"


def emit(folder: Path, text: str, title: str = "Checkout latency") -> None:
    """Bring a text in as `generate` does."""
    workspace = Workspace(folder)
    number = text.split(":", 1)[0]
    workspace.emit(number, title, text, workspace.files().get(number, Files()))


def record(folder: Path, facts: dict[str, dict[str, str]], *numbers: str) -> None:
    """Write a run record in which each of these runbooks rests on all the facts."""
    entries = tuple(name for name in facts if name.startswith("MON-"))
    drafts = tuple(
        DraftRecord(
            number=number,
            key=number,
            title="Checkout latency",
            category="Incident",
            tier="dedicated incident",
            why="w",
            procedure="",
            entries=entries,
            sources=tuple(facts),
        )
        for number in numbers
    )
    run = RunRecord(
        engine="library",
        library="",
        entries=tuple(EntryRecord(id=e, source="a.md:1", sha256="") for e in entries),
        catalog="",
        drafts=drafts,
        facts=facts,
    )
    Workspace(folder).record.write_text(run.model_dump_json(), encoding="utf-8")


def desk(folder: Path, by: str = ANN, at: datetime = NOON) -> Desk:
    """A desk whose clock stands still."""
    return Desk(folder, by, lambda: at)


def tree(folder: Path) -> list[str]:
    """The files of a folder, relative and in order."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
