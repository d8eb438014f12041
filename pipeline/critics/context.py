"""What a rule may know beside the page itself: the date, the known IDs, the evidence, the configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipeline.critics.configuration import Configuration
from pipeline.models.document import Document
from pipeline.models.finding import Finding


class Kind(StrEnum):
    """Who wrote a page: a draft of the pipeline is held to all that the pipeline promises."""

    DRAFT = "draft"
    PAGE = "page"


@dataclass(frozen=True)
class Context:
    """Everything outside the page.

    `kind` is read off the page where it is None. `known` holds all RUN-, MON-, DEP- and RISK- IDs, or None where no
    inputs were given, so that no ID is called unknown.
    `grounds` is the text of all evidence (entries, catalog, procedures), or "" where none was given; `trusted` holds
    the texts among it that somebody wrote as commands (procedures, deployment steps, scripts), or None as above.
    `exists` tells whether a path relative to the page leads to a file or folder, or is None where the page has no place
    on a disk.
    `found` holds the findings of the other rules, suppressed ones too, for rules that run last.
    """

    today: date
    kind: Kind | None = None
    known: frozenset[str] | None = None
    grounds: str = ""
    trusted: tuple[str, ...] | None = None
    configuration: Configuration = field(default_factory=Configuration)
    exists: Callable[[str], bool] | None = None
    found: tuple[Finding, ...] = ()


def kind_of(document: Document) -> Kind:
    """Tell our own drafts, which name their sources step by step, from pages that people wrote."""
    return Kind.DRAFT if "\n<!-- sources: " in document.text else Kind.PAGE
