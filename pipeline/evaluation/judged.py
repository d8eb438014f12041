"""A folder of runbooks, one YAML file each, that people judged by one criterion → samples that calibrate the judges."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, field_validator

from pipeline.critics.judge import CRITERIA
from pipeline.errors import UserError
from pipeline.evaluation.sample import Kind, Sample
from pipeline.models.base import Frozen


class _Example(Frozen):
    criterion: str
    verdict: Literal["good", "poor"]
    why: str = Field(min_length=1)
    evidence: str
    text: str = Field(min_length=1)

    @field_validator("criterion")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CRITERIA:
            raise ValueError(f"known are {', '.join(CRITERIA)}")
        return value


def read_judged(folder: Path) -> list[Sample]:
    """Return a sample for every file. Raises UserError that names the file and what is wrong in it."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise UserError("no judged runbooks (*.yaml) in it", str(folder), "see evals/README.md for their form")
    return [_sample(file) for file in files]


def _sample(file: Path) -> Sample:
    try:
        example = _Example.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        what = " ".join(str(error).split())[:200]
        raise UserError(f"not a judged runbook: {what}", str(file), "see evals/README.md for its form") from None
    return Sample(
        name=file.stem,
        kind=Kind.JUDGED,
        text=example.text,
        evidence=example.evidence,
        criterion=example.criterion,
        verdict=example.verdict,
        tags={"criterion": example.criterion, "people": example.verdict},
    )
