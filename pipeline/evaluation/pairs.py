"""Alerts with the runbook that a person wrote for each, one pair a line of JSON → a data set.

Read are `alert`, `expr`, `for`, `labels`, `severity`, `summary`, `description`, `runbook_markdown`, and where they are
given `tier` (A dedicated, B thin, C stub) and `corpus`; other fields are left alone.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.commands.derive import family
from pipeline.commands.promql import understand
from pipeline.errors import UserError
from pipeline.evaluation.sample import Dataset, Provenance, Reference, Sample
from pipeline.procedures.technology import of_metric, of_text


class _Pair(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    alert: str
    expr: str
    runbook_markdown: str
    window: str = Field(default="", alias="for")
    severity: str = ""
    summary: str = ""
    description: str = ""
    labels: dict[str, str] = {}
    tier: str = ""
    corpus: str = ""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def read_pairs(path: Path) -> Dataset:
    """Read the file; samples are named after their alerts. Raises UserError that names the line which is wrong."""
    pairs = [_pair(line, f"{path}:{n}") for n, line in enumerate(_lines(path), start=1) if line.strip()]
    if not pairs:
        raise UserError("no pairs in it", str(path), "put one JSON object with alert, expr and runbook_markdown a line")
    seen: Counter[str] = Counter()
    samples = []
    for pair in pairs:
        seen[pair.alert] += 1
        name = pair.alert if seen[pair.alert] == 1 else f"{pair.alert}-{seen[pair.alert]}"
        samples.append(_sample(pair, name))
    return Dataset(name="pairs", version=1, provenance=Provenance(source=path.name), samples=tuple(samples))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the file cannot be read: {error}", str(path), "name a file of JSON lines") from None


def _pair(line: str, where: str) -> _Pair:
    try:
        return _Pair.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first["loc"] else first["msg"]
        raise UserError(f"not a pair: {what}", where, "each line needs alert, expr and runbook_markdown") from None


def _sample(pair: _Pair, name: str) -> Sample:
    rule = {
        "alert": pair.alert,
        "expr": pair.expr,
        "for": pair.window,
        "labels": {**({"severity": pair.severity} if pair.severity else {}), **pair.labels},
        "annotations": {"summary": pair.summary, "description": pair.description},
    }
    rules = {"groups": [{"name": "rules", "rules": [{key: value for key, value in rule.items() if value}]}]}
    return Sample(
        name=name,
        files={"rules.yaml": yaml.safe_dump(rules, sort_keys=False, allow_unicode=True)},
        reference=Reference(runbook=pair.runbook_markdown),
        tags={"technology": _technology(pair), **({"tier": pair.tier} if pair.tier else {})},
    )


def _technology(pair: _Pair) -> str:
    metrics = family(pair.expr) or understand(pair.expr).metrics
    told = next(filter(None, map(of_metric, metrics)), "")
    return told or next(iter(sorted(of_text(f"{pair.alert} {pair.summary}"))), "other")
