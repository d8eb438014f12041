"""Decisions as files: `decisions/RUN-005.json`, one a number, so that two people's decisions merge in git."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.models.decision import Decision
from pipeline.review.workspace import read, write


def load(folder: Path) -> dict[str, Decision]:
    """Read all decisions of an output folder by RUN- number. Raises UserError for a file that is none."""
    files = sorted((folder / "decisions").glob("RUN-*.json"))
    return {file.stem: _parse(read(file) or "", file) for file in files}


def save(folder: Path, decision: Decision) -> None:
    """Write one decision in one piece."""
    write(file_of(folder, decision.number), dump(decision))


def dump(decision: Decision) -> str:
    """Return the file's text: one value a line, in a fixed order; what nobody decided is left out."""
    data = decision.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"version": decision.version, **data}, indent=1, ensure_ascii=False) + "\n"


def file_of(folder: Path, number: str) -> Path:
    """Return the file of one number's decisions."""
    return folder / "decisions" / f"{number}.json"


def _parse(text: str, file: Path) -> Decision:
    if "\n<<<<<<< " in f"\n{text}":
        raise UserError("git left a conflict in it", str(file), "keep one side of each conflict, then run this again")
    try:
        decision = Decision.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise UserError(
            f"not a file of decisions: {place or 'JSON'}: {fault['msg']}", str(file), "restore it from git"
        ) from None
    if decision.number != file.stem:
        raise UserError(f"it speaks of {decision.number}", str(file), f"rename it to {decision.number}.json")
    return decision
