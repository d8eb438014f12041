"""Kinds of Kubernetes objects: one that nearly is a kind that every cluster has is misspelt; all others may exist."""

from __future__ import annotations

import re

from pipeline.commands.reading import Reading, Wrong, misspelt
from pipeline.commands.vocabulary import words
from pipeline.models.command import FaultKind

_TAKING_KINDS = frozenset(("get", "describe", "delete", "edit", "label", "annotate", "scale", "patch", "autoscale"))


def fault_of(tool: str, reading: Reading) -> Wrong | None:
    """Return what is wrong with the kind that a call of kubectl or oc names, None where nothing is known to be."""
    takes = reading.path[:1] and (reading.path[0] in _TAKING_KINDS or reading.path[0] == "rollout")
    if not takes or not reading.arguments or reading.arguments[0].opaque:
        return None
    word = reading.arguments[0]
    for kind in word.text.partition("/")[0].lower().split(","):
        meant = _meant(kind)
        if meant:
            shown = " ".join((tool, *reading.path))
            message = f'{shown} has no kind of object "{kind}"; did you mean "{meant}"?'
            return FaultKind.UNKNOWN_SUBCOMMAND, word, message
    return None


def _meant(kind: str) -> str:
    return misspelt(kind, words("kinds")) if re.fullmatch(r"[a-z]{4,}", kind) else ""
