"""The expressions of real alerts: rule files, PrometheusRule objects, and the alerts of the alert-runbook pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import yaml

from tests.real_data import REAL_DATA

# The C loader reads the 1,350 rules in a tenth of the time; it is as safe as the other.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Alert(NamedTuple):
    name: str
    expr: str
    window: str


@cache
def real_alerts() -> tuple[Alert, ...]:
    """Return all alerts, those with the same expression once."""
    found = {alert.expr: alert for alert in (*_rules(), *_pairs())}
    return tuple(found.values())


def _rules() -> Iterator[Alert]:
    for path in sorted((REAL_DATA / "alerts").rglob("*.y*ml")):
        for document in yaml.load_all(path.read_text(encoding="utf-8"), _LOADER):
            for part in _parts(document):
                yield from _alerts(part)


def _parts(document: Any) -> list[dict[str, Any]]:
    if not isinstance(document, dict):
        return []
    return [part for part in document.get("items") or [document] if isinstance(part, dict)]


def _alerts(part: dict[str, Any]) -> Iterator[Alert]:
    groups = part.get("groups") or (part.get("spec") or {}).get("groups") or []
    for rule in (rule for group in groups for rule in group.get("rules") or []):
        if "alert" in rule:
            yield Alert(rule["alert"], str(rule["expr"]), str(rule.get("for", "")))


def _pairs() -> Iterator[Alert]:
    for line in (REAL_DATA / "pairs" / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if not record.get("expr_is_source"):
            yield Alert(record["alert"], record["expr"], record.get("for") or "")
