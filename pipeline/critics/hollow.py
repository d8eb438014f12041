"""Orders without content: a verb of repairing or looking, and nothing that names a thing, a place or a means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence


def _set(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'-]+", text))


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


_REPAIRS = _set(
    """
    fix repair solve resolve address correct mitigate remediate remedy handle treat restore stabilize stabilise optimize
    optimise tune improve reduce minimize minimise lower limit relieve alleviate manage tackle rectify normalize
    normalise recover adjust eliminate
    """
)
_LOOKS = _set(
    """
    check inspect examine review analyze analyse monitor watch verify investigate troubleshoot debug diagnose assess
    evaluate study observe validate test
    """
)
_FINDS = _set("find determine identify locate establish understand discover")
_HANDLES = _phrases(
    """
    deal with, cope with, take care of, look at, look into, look after, look around, look for, sort out, free up,
    work on, figure out, find out, work out, clean up, tidy up, bring back, get rid of, keep an eye on, look out for
    """
)
_BRINGS = _phrases("bring, get, return, put")
_DOES = _phrases("do, perform, take, carry out, make, apply, try, attempt, implement, initiate, conduct, execute")
_SAYS = _phrases("see if, see whether, check if, check whether, check that, verify that, make sure, ensure")
_COMPLETE = frozenset(_phrases("sort it out, work it out, look around, make it work, improve things"))
_TROUBLE = _set(
    """
    issue issues problem problems situation situations failure failures incident incidents symptom symptoms error errors
    fault faults trouble cause causes causing root outage outages disruption disruptions impact degradation bottleneck
    bottlenecks anomaly anomalies backlog load overload pressure slowness latency performance broken wrong odd unusual
    suspicious abnormal strange off failing breaks broke bad network alert workaround
    """
)
_THINGS = _set(
    """
    system systems service services application applications app apps server servers platform environment cluster
    database databases db site website everything all things thing it them this that whatever anything something
    operation operations state states health functionality availability users user customers customer resources resource
    queries component components infrastructure stack setup workload workloads settings configuration adjustments
    adjustment actions action measures measure
    """
)
_SUBJECTS = _set(
    "system service application app server platform environment cluster database everything things site it"
)
_FILL = _set(
    """
    the a an any all every some of for on in to with at by from and or as if where when that which what whatever no not
    your our its is are be been being was were has have can may might should must needs need needed necessary required
    require requires possible appropriate appropriately accordingly suitable relevant proper properly normal normally
    usual healthy stable working well fine ok okay good correct correctly again back soon quickly immediately asap
    carefully closely thoroughly further more better current underlying affected recent overall general whole remaining
    other related done happening behaves behave works work looks look runs run running going up out down so steps step
    changes change do does act respond react reacts proceed via through until while then first finally now also please
    try you we they there there's side end level possibly existing reported actual bring make keep get stops stop remove
    check checks recovery corrective remedial
    """
)


def is_hollow(words: Sequence[str]) -> bool:
    """Tell whether all words of an order (lower case, its opening taken off) are as good as none.

    “Tune the database”, “Bring the service back to a healthy state”, “Do what is needed to reduce the load”.
    """
    if not 2 <= len(words) <= 14:
        return False
    return tuple(words) in _COMPLETE or any(_all(words[start:], subjects) for start, subjects in _beginnings(words))


def _beginnings(words: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield after which words the order goes on, and of which subjects one must follow."""
    if words[0] in _REPAIRS:
        yield 1, _TROUBLE | _THINGS | {"as", "accordingly"}
    if words[0] in _LOOKS:
        yield 1, _SUBJECTS | {"situation"}
    if words[0] in _FINDS:
        yield 1, _TROUBLE
    for phrases, subjects in (
        (_HANDLES, _TROUBLE | _THINGS),
        (_BRINGS, _SUBJECTS | {"services", "applications"}),
        (_DOES, _TROUBLE | _THINGS),
        (_SAYS, _TROUBLE | _SUBJECTS),
    ):
        yield from ((len(phrase), subjects) for phrase in phrases if tuple(words[: len(phrase)]) == phrase)


def _all(words: Sequence[str], subjects: frozenset[str]) -> bool:
    known = _TROUBLE | _THINGS | _REPAIRS | _FILL
    return any(word in subjects for word in words) and all(word in known for word in words)
