"""What the text of a command block turns out to be: its invocations, effect, placeholders and faults."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen
from pipeline.models.runbook import Effect


class FaultKind(StrEnum):
    """What can be wrong with, or dangerous in, a command."""

    SYNTAX = "syntax"  # the block does not parse
    UNKNOWN_SUBCOMMAND = "unknown-subcommand"
    UNKNOWN_FLAG = "unknown-flag"
    ENDLESS = "endless"  # does not end by itself: -f, watch, top, an editor
    PRIVILEGE = "privilege"  # needs root or a role: sudo, su, systemctl restart, …
    SECRET = "secret"  # noqa: S105 - a password or token in plain sight


class Fault(Frozen):
    """One fault: `line` counts from 1 inside the block, `column` from 1; `end_column` is exclusive, 0 for all of it."""

    kind: FaultKind
    line: int
    message: str
    column: int = 1
    end_column: int = 0


class Invocation(Frozen):
    """One call of a tool, wrappers such as sudo, xargs and `kubectl exec --` taken off.

    `subcommand` is its path ("rollout", "undo"); `known` says whether the tool has a CLI specification here;
    `text` is the call as written; `line` counts from 1 inside the block.
    """

    tool: str
    subcommand: tuple[str, ...] = ()
    known: bool = False
    effect: Effect = Effect.READ
    text: str = ""
    line: int = 1


class Placeholder(Frozen):
    """A value that the operator has to fill in: its name without marks, as written, and its line inside the block."""

    name: str
    written: str
    line: int


class Analysis(Frozen):
    """All that is known of one block. `language` is what it was read as: bash, sql, promql, or "" for none of them."""

    language: str
    parsed: bool
    effect: Effect = Effect.READ
    invocations: tuple[Invocation, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    faults: tuple[Fault, ...] = ()
    defines: tuple[str, ...] = ()
    """Shell variables that the block itself sets."""
