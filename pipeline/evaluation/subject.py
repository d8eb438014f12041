"""One answer as scorers see it: its text read, criticized and taken apart once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.critics.engine import criticize
from pipeline.evaluation.actions import Action, actions, of_block, wanted
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.sample import Sample
from pipeline.importers.document import read_document
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Finding
from pipeline.models.runbook import Block


@dataclass(frozen=True)
class Subject:
    """A sample and the answer to it."""

    sample: Sample
    answer: Answer

    @cached_property
    def document(self) -> Document:
        """The answer's page."""
        return read_document(self.answer.text, f"{self.answer.number or 'runbook'}.md")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the critics say of it, knowing its evidence."""
        return criticize(self.document, self.answer.context)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Its commands and queries in reading order."""
        return actions(self.document)

    @cached_property
    def wishes(self) -> tuple[Action, ...]:
        """The distinct actions of the reference: its list, else those of the page that a person wrote."""
        reference = self.sample.reference
        if reference.actions:
            blocks = (Block(language=_language(text), text=text) for text in reference.actions)
            return wanted(action for block in blocks for action in of_block(block))
        return wanted(actions(read_document(reference.runbook, "reference.md"))) if reference.runbook else ()

    def has(self, *defects: Defect) -> bool:
        """Tell whether a finding of one of these classes is open."""
        return any(finding.defect in defects for finding in self.findings)


def _language(text: str) -> str:
    return "sql" if text.split(maxsplit=1)[0].isupper() else "bash"
