"""A folder of runbooks with a `labels.yaml` → a data set that measures the critics, recall and precision by class."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from pipeline.errors import UserError
from pipeline.evaluation.sample import Expected, Kind, Sample
from pipeline.models.base import Frozen
from pipeline.models.finding import Defect

LABELS = "labels.yaml"


class _Label(Frozen):
    defect: Defect
    line: int = 0
    why: str = ""


class _File(Frozen):
    file: str
    labels: tuple[_Label, ...]
    version: int = 1
    provenance: str = ""
    known: tuple[str, ...] = ()
    evidence: str = ""
    commands: str | tuple[str, ...] | None = None


class _Labels(Frozen):
    version: int = Field(ge=1)
    today: date
    license: str = ""
    files: tuple[_File, ...]


def read_labelled(folder: Path) -> list[Sample]:
    """Return a sample for every labelled runbook of the folder. Raises UserError that names what is wrong."""
    where = folder / LABELS
    try:
        labels = _Labels.model_validate(yaml.safe_load(where.read_text(encoding="utf-8")))
        return [_sample(file, labels.today, folder) for file in labels.files]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        what = " ".join(str(error).split())[:200]
        raise UserError(f"not a labelled set: {what}", str(where), "see evals/README.md for its form") from None


def _sample(file: _File, today: date, folder: Path) -> Sample:
    return Sample(
        name=Path(file.file).stem,
        kind=Kind.LABELLED,
        text=(folder / file.file).read_text(encoding="utf-8"),
        expected=tuple(Expected(defect=label.defect, line=label.line) for label in file.labels),
        known=file.known,
        evidence=file.evidence,
        commands=(file.commands,) if isinstance(file.commands, str) else file.commands,
        today=today,
        tags={"labels": "clean" if not file.labels else "defects"},
    )
