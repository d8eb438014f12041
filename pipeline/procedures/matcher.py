"""Which procedure of the library answers an entry, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from pipeline.models.base import Frozen
from pipeline.models.procedure import Procedure
from pipeline.procedures.technology import of_metric, of_text, words

# A name that a procedure lists outweighs metrics, and metrics outweigh words; each alone is enough.
_NAME, _METRIC, _PHRASE = 100.0, 60.0, 30.0


class Situation(Frozen):
    """What a procedure is matched against: an alert's names, its metrics in order of weight, and the entry's words.

    `technologies` are those the service is built on, from the catalog.
    """

    names: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    text: str = ""
    technologies: tuple[str, ...] = ()


class Match(Frozen):
    """A procedure's answer to a situation: a score (larger is better) and the evidence in words."""

    procedure: str
    score: float
    why: str


def best(situation: Situation, library: Iterable[Procedure]) -> Match | None:
    """Return the best match, or None where no procedure answers; ties go to the smaller id."""
    told = _told(situation)
    found = [match for procedure in library if (match := _score(told, procedure)) is not None]
    return min(found, key=lambda m: (-m.score, m.procedure)) if found else None


def names_alert(procedure: Procedure, name: str) -> bool:
    """Tell whether the procedure lists an alert of that name."""
    pattern = _names(procedure.answers.alerts)
    return pattern is not None and pattern.fullmatch(name) is not None


class _Told(NamedTuple):
    """What a situation tells, worked out once for the whole library."""

    names: tuple[str, ...]
    metrics: tuple[str, ...]
    words: frozenset[str]
    technologies: frozenset[str]


def _told(situation: Situation) -> _Told:
    by_metric = frozenset(filter(None, map(of_metric, situation.metrics)))
    by_text = of_text(" ".join((*situation.names, situation.text))) | frozenset(situation.technologies)
    return _Told(
        names=situation.names,
        metrics=situation.metrics,
        words=words(situation.text),
        # What metrics tell is beyond doubt; words only count where no metric tells anything.
        technologies=(by_metric or by_text) | frozenset(situation.technologies),
    )


def _score(told: _Told, procedure: Procedure) -> Match | None:
    """Score one procedure, or return None where nothing of it fits or its technology is another one."""
    if procedure.technology and procedure.technology not in told.technologies:
        return None if told.technologies else _by_name(told, procedure)
    parts = (_by_name(told, procedure), _by_metric(told, procedure), _by_phrase(told, procedure))
    found = [part for part in parts if part is not None]
    if not found:
        return None
    # Evidence of several kinds adds up, so that among procedures sharing a metric the one whose words fit wins.
    return Match(procedure=procedure.id, score=sum(p.score for p in found), why=" and ".join(p.why for p in found))


def _by_name(told: _Told, procedure: Procedure) -> Match | None:
    name = next((n for n in told.names if names_alert(procedure, n)), None)
    return Match(procedure=procedure.id, score=_NAME, why=f"the name {name}") if name else None


def _by_metric(told: _Told, procedure: Procedure) -> Match | None:
    for rank, metric in enumerate(told.metrics):
        if any(fnmatchcase(metric, pattern) for pattern in procedure.answers.metrics):
            return Match(procedure=procedure.id, score=_METRIC / (1 + rank), why=f"the metric {metric}")
    return None


def _by_phrase(told: _Told, procedure: Procedure) -> Match | None:
    fitting = [phrase for phrase in procedure.answers.phrases if _contains(told.words, phrase)]
    if not fitting:
        return None
    # One word alone says too little unless the technology is told too.
    longest = max(fitting, key=lambda phrase: (len(phrase.split()), phrase))
    if len(longest.split()) == 1 and procedure.technology not in told.technologies:
        return None
    score = _PHRASE + len(longest.split()) + (len(fitting) - 1)
    return Match(procedure=procedure.id, score=score, why=f"the words “{longest}”")


def _contains(told: frozenset[str], phrase: str) -> bool:
    return all(word in told or f"{word}s" in told or word.removesuffix("s") in told for word in _phrase(phrase))


_phrase = cache(words)


@cache
def _names(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None
