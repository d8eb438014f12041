"""The aws tool's command lines: the specification holds its services and, for those in common use, their operations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.commands.reading import Wrong, no_such
from pipeline.commands.specifications import specification
from pipeline.commands.vocabulary import words
from pipeline.commands.words import Word
from pipeline.models.command import FaultKind

VALUES = "output= region= profile= endpoint-url= query= cli-read-timeout= cli-connect-timeout= color= ca-bundle="
"""The flags that may stand before the service and take a value."""


def path_of(arguments: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words that name the service and the operation."""
    return tuple(takewhile(lambda word: not word.opaque and re.fullmatch(r"[a-z][a-z0-9-]*", word.text), arguments[:2]))


def fault_of(path: Sequence[Word]) -> Wrong | None:
    """Return what is wrong with a service and an operation: the one that does not exist."""
    services = (specification("aws") or {}).get("services", {})
    if not path or path[0].text in words("plugins-aws"):
        return None
    service = path[0].text
    if service not in services:
        return FaultKind.UNKNOWN_SUBCOMMAND, path[0], no_such("aws", "service", service, services)
    verbs = services[service]
    if len(path) < 2 or not verbs or path[1].text in ("help", "wait"):
        return None
    verb, _, noun = path[1].text.partition("-")
    if (noun or ".") in verbs.get(verb, "").split():
        return None
    known = [v if n == "." else f"{v}-{n}" for v, nouns in verbs.items() for n in nouns.split()]
    return FaultKind.UNKNOWN_SUBCOMMAND, path[1], no_such(f"aws {service}", "operation", path[1].text, known)
