"""Short ways to make nouns in tests."""

from __future__ import annotations

from typing import Any

from pipeline.models.base import Source
from pipeline.models.catalog import Catalog, Service
from pipeline.models.entry import DepEntry, DepType, Field, MonEntry, MonType, RiskEntry, Severity
from pipeline.models.intake import Intake

HERE = Source(path="entries.md", line=1)


def alert(name: str, **more: Any) -> MonEntry:
    """A MON- alert; `name` is its ID, or an alert's name, which becomes "MON-<name>"."""
    numbered = name.startswith("MON-")
    more.setdefault("title", name if not numbered else "An alert")
    more.setdefault("severity", Severity.WARNING)
    return MonEntry(
        id=name if numbered else f"MON-{name}",
        source=HERE,
        type=more.pop("type", MonType.ALERT),
        alert="" if numbered else name,
        **more,
    )


def dep(name: str, kind: DepType, **more: Any) -> DepEntry:
    """A DEP- entry."""
    return DepEntry(id=name, source=HERE, type=kind, title=more.pop("title", f"{kind} item"), **more)


def risk(name: str, **more: Any) -> RiskEntry:
    """A RISK- entry."""
    return RiskEntry(id=name, source=HERE, title=more.pop("title", "A risk"), **more)


def service(name: str, **more: Any) -> Service:
    """A service of the catalog."""
    return Service(name=name, source=HERE, **more)


def intake(*entries: MonEntry | DepEntry | RiskEntry, services: tuple[Service, ...] = ()) -> Intake:
    """An intake of these entries."""
    return Intake(entries=entries, catalog=Catalog(services=services))


def fields(**given: str) -> tuple[Field, ...]:
    """Fields as written."""
    return tuple(Field(key=key, value=value, line=1) for key, value in given.items())
