"""Measures the critics on runbooks with known defects: python -m pipeline.evaluation.critics evals/critics."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipeline.critics.context import Context
from pipeline.critics.linting import lint
from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.models.finding import Defect, Finding

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader that is written in C, ten times as fast, where PyYAML has it."""
NEAR = 2
"""A finding belongs to a label when so many lines lie between them at most."""


class Label(Frozen):
    """A defect that is known to stand at a line, counted from 1; line 0 is the whole file."""

    defect: Defect
    line: int
    why: str

    def meets(self, finding: Finding) -> bool:
        """Tell whether the finding names this defect."""
        return finding.defect == self.defect and (not self.line or abs(finding.line - self.line) <= NEAR)


class LabelledFile(Frozen):
    """A runbook with its defects, and what the critics are told beside it: IDs, texts of sources, runnable texts."""

    file: str
    provenance: str
    version: int
    known: tuple[str, ...] | None = None
    evidence: str = ""
    commands: str | None = None
    labels: tuple[Label, ...] = ()

    def context(self, today: date) -> Context:
        """Return what the rules may know beside the page."""
        known = None if self.known is None else frozenset(self.known)
        trusted = None if self.commands is None else tuple(self.commands.splitlines())
        return Context(today=today, known=known, grounds=self.evidence, trusted=trusted)


class LabelledSet(Frozen):
    """All files of a folder; `today` is the day as of which ages were judged."""

    version: int
    license: str
    today: date
    files: tuple[LabelledFile, ...]


@dataclass(frozen=True)
class Judged:
    """The findings of one file beside its labels."""

    path: str
    labels: tuple[Label, ...]
    findings: tuple[Finding, ...]

    def found(self) -> tuple[Label, ...]:
        """Return the labels that a finding of their own names; the nearest pairs are joined first."""
        pairs = sorted(
            (abs(finding.line - label.line) if label.line else NEAR + 1, i, j)
            for i, label in enumerate(self.labels)
            for j, finding in enumerate(self.findings)
            if label.meets(finding)
        )
        labels: set[int] = set()
        findings: set[int] = set()
        for _, i, j in pairs:
            if i not in labels and j not in findings:
                labels.add(i)
                findings.add(j)
        return tuple(self.labels[i] for i in sorted(labels))

    def missed(self) -> tuple[Label, ...]:
        """Return the labels that no finding names."""
        found = self.found()
        return tuple(label for label in self.labels if label not in found)

    def false_alarms(self) -> tuple[Finding, ...]:
        """Return the findings that no label explains."""
        return tuple(finding for finding in self.findings if not any(label.meets(finding) for label in self.labels))


@dataclass(frozen=True)
class Figures:
    """Counts of one class: labels and how many were found, findings and how many were right."""

    defect: Defect
    planted: int
    found: int
    findings: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the labels that were found, from 0 to 1; 1 where there are none."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that are right, from 0 to 1; 1 where there are none."""
        return self.right / self.findings if self.findings else 1.0


def read_labels(folder: Path) -> LabelledSet:
    """Return the labels of a folder; raises UserError where `labels.yaml` is not there or not of that form."""
    path = folder / "labels.yaml"
    try:
        return LabelledSet.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506 - a safe loader
    except OSError as error:
        raise UserError(f"the labels cannot be read: {error.strerror}", str(path), "name a labelled folder") from None
    except (yaml.YAMLError, ValidationError) as error:
        raise UserError(f"these are no labels: {error}", str(path), "see evals/critics/README.md") from None


def judge(folder: Path, today: date | None = None) -> tuple[Judged, ...]:
    """Let the critics judge each labelled file, as of `today` or of the day that the labels name."""
    labelled = read_labels(folder)
    return tuple(_judged(folder, file, today or labelled.today) for file in labelled.files)


def _judged(folder: Path, file: LabelledFile, today: date) -> Judged:
    path = folder / file.file
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", str(path), "mend labels.yaml") from None
    return Judged(str(path), file.labels, lint({str(path): text}, file.context(today)))


def figures(judged: Sequence[Judged]) -> tuple[Figures, ...]:
    """Return the counts of each class, in the order of the classes."""
    return tuple(_figures(defect, judged) for defect in Defect)


def _figures(defect: Defect, judged: Sequence[Judged]) -> Figures:
    def count(items: Iterator[Label | Finding]) -> int:
        return sum(item.defect == defect for item in items)

    findings = count(f for file in judged for f in file.findings)
    return Figures(
        defect,
        planted=count(label for file in judged for label in file.labels),
        found=count(label for file in judged for label in file.found()),
        findings=findings,
        right=findings - count(f for file in judged for f in file.false_alarms()),
    )


def as_text(judged: Sequence[Judged]) -> str:
    """Return the table, then each miss and each false alarm with its place."""
    lines = [f"{'class':24}{'planted':>8}{'found':>7}{'recall':>8}{'findings':>10}{'right':>7}{'precision':>11}"]
    for row in figures(judged):
        counts = f"{row.planted:8}{row.found:7}{row.recall:8.2f}{row.findings:10}{row.right:7}{row.precision:11.2f}"
        lines.append(f"{row.defect:24}{counts}")
    clean = [file for file in judged if not file.labels]
    lines.append(
        f"\n{len(judged)} files; {sum(not f.findings for f in clean)} of {len(clean)} clean ones without finding"
    )
    missed = [f"{file.path}:{label.line}: {label.defect}: {label.why}" for file in judged for label in file.missed()]
    alarms = [f"{f.path}:{f.line}: {f.rule}: {f.message}" for file in judged for f in file.false_alarms()]
    for title, entries in (("missed", missed), ("false alarms", alarms)):
        lines += ["", f"{title}: {len(entries)}", *entries]
    return "\n".join(lines) + "\n"


def as_json(judged: Sequence[Judged]) -> str:
    """Return the same as JSON: `classes`, `missed` and `false_alarms`."""
    classes = [
        {**vars(row), "recall": round(row.recall, 4), "precision": round(row.precision, 4)} for row in figures(judged)
    ]
    missed = [{"path": file.path, **label.model_dump()} for file in judged for label in file.missed()]
    alarms = [f.model_dump(exclude={"fix"}) for file in judged for f in file.false_alarms()]
    return (
        json.dumps({"classes": classes, "missed": missed, "false_alarms": alarms}, indent=1, ensure_ascii=False) + "\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of a labelled folder; return 2 where it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluation.critics", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder with labels.yaml and the runbooks it names")
    parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="judge ages as of DATE")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(arguments)
    try:
        judged = judge(options.folder, options.today)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(as_json(judged) if options.format == "json" else as_text(judged))
    return 0


if __name__ == "__main__":
    sys.exit(main())
