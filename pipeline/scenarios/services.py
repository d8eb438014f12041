"""Which service of the catalog an entry is about."""

from __future__ import annotations

import re

from pipeline.models.catalog import Catalog, Service
from pipeline.models.entry import AnyEntry, MonEntry
from pipeline.procedures.technology import of_metric

# Labels that name the workload an alert is about; `namespace` and `job` often hold many.
_NAMING_LABELS = ("service", "app", "deployment", "statefulset", "container", "job", "topic", "datname", "namespace")


def service_of(
    entry: AnyEntry, catalog: Catalog, labels: dict[str, str], metrics: tuple[str, ...] = ()
) -> Service | None:
    """Return the one service the entry is about, or None where none or several fit.

    `labels` are label values that the entry fixes, `metrics` those of its expression. The first that decides wins:
    a Service field, a label, the service's name in the text, the only service built on the metrics' technology.
    """
    if named := entry.field("Service", "Component", "Application"):
        return catalog.service(named) or _only([s for s in catalog.services if _mentions(named, s.name)])
    for found in (
        [s for s in catalog.services if _matches(s, labels)],
        [s for s in catalog.services if _mentions(_text(entry), s.name)],
    ):
        if found:
            return _only(found)
    technologies = {of_metric(metric) for metric in metrics[:1]} - {"", "kubernetes", "linux"}
    return _only([s for s in catalog.services if s.technology and s.technology[0] in technologies])


def _matches(service: Service, labels: dict[str, str]) -> bool:
    if service.match:
        return all(labels.get(key) == value for key, value in service.match)
    return any(labels.get(name) == service.name for name in _NAMING_LABELS)


def _mentions(text: str, name: str) -> bool:
    spaced = re.sub(r"[-_ ]+", "[-_ ]?", re.escape(name).replace(r"\-", "-").replace(r"\ ", " "))
    return re.search(rf"(?<![\w-]){spaced}(?![\w-])", text, re.IGNORECASE) is not None


def _text(entry: AnyEntry) -> str:
    parts = [entry.title, entry.description]
    if isinstance(entry, MonEntry):
        parts += [entry.metric, entry.annotation("summary"), entry.annotation("description")]
    return "\n".join(parts)


def _only(found: list[Service]) -> Service | None:
    return found[0] if len(found) == 1 else None
