"""Brevity: how much there is to read and to run at three in the morning."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.subject import Subject

_WORDS_A_MINUTE = 200
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MEASURES = (
    Measure(name="steps", says="steps of the procedure", better=Better.LOWER, unit="steps"),
    Measure(name="commands", says="commands and queries, repeated ones too", better=Better.LOWER, unit="commands"),
    Measure(
        name="reading-time",
        says=f"minutes to read it at {_WORDS_A_MINUTE} words a minute, source comments left out",
        better=Better.LOWER,
        unit="minutes",
    ),
)


def score(subject: Subject) -> Mapping[str, float]:
    """Count steps and commands, and estimate the reading time in minutes."""
    words = len(_COMMENT.sub("", subject.answer.text).split())
    return {
        "steps": float(len(subject.document.steps)),
        "commands": float(len(subject.actions)),
        "reading-time": words / _WORDS_A_MINUTE,
    }
