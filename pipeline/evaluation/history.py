"""An output folder → a data set: a team's own drafts, each with the text that people accepted in the end."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UserError
from pipeline.evaluation.sample import Dataset, Kind, Provenance, Sample
from pipeline.review.workspace import Workspace, read


def is_history(folder: Path) -> bool:
    """Tell whether the folder is an output folder of `generate`."""
    return Workspace(folder).record.is_file()


def read_history(folder: Path) -> Dataset:
    """Return a sample for every accepted runbook whose draft is kept. Raises UserError where there is none."""
    workspace = Workspace(folder)
    samples = []
    for number, files in sorted(workspace.files().items()):
        draft = read(workspace.bases / f"{number}.md")
        accepted = read(files.accepted) if files.accepted else None
        if draft is not None and accepted is not None:
            samples.append(Sample(name=number, kind=Kind.KEPT, text=draft, accepted=accepted))
    if not samples:
        raise UserError(
            "no accepted runbook with its draft in it", str(folder), "accept drafts with “runwright review”"
        )
    return Dataset(name="history", version=1, provenance=Provenance(source=folder.name), samples=tuple(samples))
