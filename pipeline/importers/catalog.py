"""catalog.yaml: services and what everyone on call needs to know of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.importers.catalog_reader import SERVICE_KEYS, CatalogReader, first_of
from pipeline.importers.entries.found import Found
from pipeline.importers.text.input_file import InputFile
from pipeline.importers.text.yaml_nodes import Mapping, Node
from pipeline.models.base import Source
from pipeline.models.catalog import Catalog, Environment, Service
from pipeline.models.intake import Problem, ProblemLevel

SUFFIXES = (".yaml", ".yml", ".json")

_CONTAINER_KEYS = ("image", "build", "container_name")
_NAME = re.compile(r"(?:.*[-_.])?catalog(?:ue)?(?:[-_.].*)?", re.IGNORECASE)


def sniff(file: InputFile) -> bool:
    """Whether the file is named a catalog, or has services that are no containers."""
    return any(_is_catalog(document, _named(file)) for document in file.yaml.documents)


def read(file: InputFile) -> Found:
    """Read the catalogs of all documents, merged; what cannot be read is an error with its line."""
    reader = CatalogReader(file)
    catalogs: list[tuple[str, Catalog]] = []
    for node in file.yaml.documents:
        if isinstance(node, Mapping) and _is_catalog(node, _named(file)):
            catalogs.append((file.path, reader.catalog(node)))
    catalog, problems = merge(catalogs)
    return Found(catalog=catalog, problems=(*reader.problems, *problems))


def merge(catalogs: Sequence[tuple[str, Catalog]]) -> tuple[Catalog, list[Problem]]:
    """Merge catalogs, each given with its path: lists are joined, of everything else the first one given counts.

    A second service of one name is an error; a second owner or escalation path for all services that differs is a note.
    """
    problems = [*_second_services(catalogs), *_second_defaults(catalogs)]
    all_ = [catalog for _, catalog in catalogs]
    services: dict[str, Service] = {}
    environments: dict[str, Environment] = {}
    for catalog in all_:
        for service in catalog.services:
            services.setdefault(service.name, service)
        for environment in catalog.environments:
            environments.setdefault(environment.name, environment)
    merged = Catalog(
        services=tuple(services.values()),
        owner=next((catalog.owner for catalog in all_ if catalog.owner), ""),
        escalation=next((catalog.escalation for catalog in all_ if catalog.escalation), ()),
        facts=first_of(pair for catalog in all_ for pair in catalog.facts),
        access=tuple(dict.fromkeys(one for catalog in all_ for one in catalog.access)),
        environments=tuple(environments.values()),
        scripts=tuple(dict.fromkeys(one for catalog in all_ for one in catalog.scripts)),
        dashboards=tuple(dict.fromkeys(one for catalog in all_ for one in catalog.dashboards)),
        channels=first_of(pair for catalog in all_ for pair in catalog.channels),
    )
    return merged, problems


def _second_services(catalogs: Sequence[tuple[str, Catalog]]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, Service] = {}
    for _, catalog in catalogs:
        for service in catalog.services:
            known = first.setdefault(service.name, service)
            if known is not service:
                what = f"the service “{service.name}” stands at {known.source} already, which is kept"
                source, level = service.source, ProblemLevel.ERROR
                problems.append(Problem(source=source, level=level, what=what, what_next="join the two"))
    return problems


def _second_defaults(catalogs: Sequence[tuple[str, Catalog]]) -> list[Problem]:
    problems: list[Problem] = []
    for key in ("owner", "escalation"):
        given = [(path, getattr(catalog, key)) for path, catalog in catalogs if getattr(catalog, key)]
        for path, value in given[1:]:
            if value != given[0][1]:
                what = f"another “{key}” for all services than in {given[0][0]}, which counts"
                source, level = Source(path=path, line=1), ProblemLevel.NOTE
                problems.append(Problem(source=source, level=level, what=what, what_next="keep one of them"))
    return problems


def _named(file: InputFile) -> bool:
    return bool(_NAME.fullmatch(file.path.rpartition("/")[2].rpartition(".")[0]))


def _is_catalog(node: Node, named: bool) -> bool:
    if not isinstance(node, Mapping) or {"apiVersion", "kind"} <= {key.text for key, _ in node.pairs}:
        return False
    services = node.get("services")
    children = [value for _, value in services.pairs] if isinstance(services, Mapping) else []
    known = {key.text for child in children if isinstance(child, Mapping) for key, _ in child.pairs}
    return named or (bool(known & set(SERVICE_KEYS)) and not known & set(_CONTAINER_KEYS))
