"""Command validity: the share of blocks whose syntax, sub-commands and flags are all right."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.commands.analysis import analyse
from pipeline.evaluation.measure import Measure
from pipeline.evaluation.subject import Subject
from pipeline.models.command import FaultKind

_BROKEN = frozenset({FaultKind.SYNTAX, FaultKind.UNKNOWN_SUBCOMMAND, FaultKind.UNKNOWN_FLAG})
MEASURES = (Measure(name="command-validity", says="share of command blocks that parse and whose flags exist"),)


def score(subject: Subject) -> Mapping[str, float]:
    """Score the page's blocks that hold commands or queries; nothing where there are none."""
    read = [analyse(located.block) for located in subject.document.blocks]
    commands = [analysis for analysis in read if analysis.language]
    if not commands:
        return {}
    broken = sum(any(fault.kind in _BROKEN for fault in analysis.faults) for analysis in commands)
    return {"command-validity": 1 - broken / len(commands)}
