"""Steps that follow from an alert's own expression: what it shows now, where, since when, and the proof of recovery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.commands.derive import (
    current_value,
    firing,
    hour_ago,
    locate,
    reading,
    recovery,
    reporting,
    spoken_window,
    threshold_text,
    value_limit,
)
from pipeline.commands.promql import check
from pipeline.drafting.annotation import spoken
from pipeline.drafting.gaps import gap
from pipeline.drafting.text import bare, line, paragraph
from pipeline.models.entry import MonEntry, MonType
from pipeline.models.query import Derived, Reading
from pipeline.models.runbook import Block, Step

# More queries than these make the first step longer than an operator will read.
_ALERTS_IN_FULL = 2
_REFERRED = 3
_MORE = "For an alert whose query does not stand here, open its expression from the Alerts page of Prometheus."


def queryable(alert: MonEntry) -> bool:
    """Tell whether the alert has an expression that parses."""
    return bool(alert.expr) and check(alert.expr) is None


def confirm_step(alerts: Sequence[MonEntry], recovery_step: int) -> Step:
    """Return the step that shows what the alerts see now; `recovery_step` is where to go when they see nothing."""
    asked = [a for a in alerts if queryable(a)]
    said = _descriptions(alerts[:_ALERTS_IN_FULL])
    said = said or [fires for a in asked[:_ALERTS_IN_FULL] if (fires := _fires(a))]
    unasked = [_no_query(a) for a in alerts if not queryable(a)]
    unasked += [_MORE] if len(_values_now(asked)) > _ALERTS_IN_FULL else []
    return Step(
        title="Confirm the alert and see where it is",
        instructions="\n\n".join(dict.fromkeys((*said, *unasked))),
        commands=tuple(_confirming(asked)),
        verification=_confirmation(alerts, asked, recovery_step),
        sources=tuple(_source(a, "expr" if queryable(a) else "condition") for a in alerts),
    )


def recovery_proof(alerts: Sequence[MonEntry]) -> Step:
    """Return the step that proves recovery: the alerts' own conditions, no longer true."""
    asked = [a for a in alerts if queryable(a)]
    proofs = [(a, query) for a in asked[:_ALERTS_IN_FULL] if (query := recovery(a.expr, a.window))]
    blocks = [
        _block(f"{_called(a, alerts)}: empty once the condition was false for its whole window", q) for a, q in proofs
    ]
    alive = reporting(asked[0].expr) if asked else None
    blocks += [_block(alive.label, alive.query)] if alive else []
    if listed := _firing(asked):
        blocks.append(_block("empty: none fires any more", listed))
    checks = ["The queries marked empty return nothing"] if blocks else []
    checks += ["The data still comes in; an empty answer from lost data proves nothing"] if alive else []
    checks += [
        f"{a.id}: where step 1 showed it, the condition{_in_words(a)} is no longer true{_for(a)}"
        for a in alerts
        if a not in asked
    ]
    return Step(
        title="Prove recovery",
        instructions="An alert that only stopped firing may come back: hold the condition false for its full window.",
        commands=tuple(blocks),
        verification=(*checks, "What users saw is gone: repeat the request or the check that they reported"),
        sources=tuple(_source(a, "expr and for" if queryable(a) else "condition and window") for a in alerts),
    )


def lookup_step(alert: MonEntry) -> Step:
    """Return the step of a reference runbook: what one informational alert means and how to look at it."""
    blocks = [*_confirming([alert])][:1] if queryable(alert) else []
    before = hour_ago(alert.expr) if blocks else None
    blocks += [_block("one hour ago", before)] if before else []
    return Step(
        title=f"Look up {_spoken_name(alert)}",
        instructions=told(alert) or _no_query(alert),
        commands=tuple(blocks),
        verification=(
            f"The value is in the ticket of {alert.id}"
            + ("; if it is worse than an hour ago, tell the owner on the next business day" if before else ""),
        ),
        sources=(_source(alert, "expr"),),
    )


def told(alert: MonEntry) -> str:
    """Return what the alert's author says, template expressions replaced by words."""
    said = alert.annotation("description") or alert.annotation("message") or alert.description
    said = said or alert.annotation("summary")
    lines = [line for line in said.splitlines() if not re.match(r"\s*(VALUE|LABELS)\s*[=:]", line)]
    return paragraph(spoken(" ".join(lines)))


def values_now(alerts: Iterable[MonEntry]) -> tuple[Block, ...]:
    """Return the deciding value of the first alerts that have a query, for runbooks that only refer to them."""
    return tuple(
        _block(f"{_spoken_name(alert)}: {title or 'value now'}", query)
        for alert in list(filter(queryable, alerts))[:_REFERRED]
        for title, query in current_value(alert.expr)[:1]
    )


def condition_text(alert: MonEntry) -> str:
    """Return the alert's condition in one line: as its author wrote it, or its threshold.

    An objective tells what is good; its condition is that it is missed.
    """
    if alert.type is MonType.SLO and alert.condition:
        objective = bare(alert.field("Objective"))
        target = line(alert.condition)
        return f"“{objective}” is missed, objective {target}" if objective else f"the objective, {target}, is missed"
    if alert.condition:
        return line(alert.condition)
    return threshold_text(alert.expr) or "" if queryable(alert) else ""


def _confirming(alerts: Sequence[MonEntry]) -> Iterator[Block]:
    """Yield the queries of the first step: which alerts fire, their values now, and more of them if there is room."""
    if len(alerts) > 1 and (listed := _firing(alerts)):
        yield _block("which of them fire, and where", listed)
    values = _values_now(alerts)
    for shown, watching in list(values.items())[:_ALERTS_IN_FULL]:
        yield _block(_heading(shown, watching, alone=len(alerts) == 1), shown.query)
    if len(values) == 1:
        shown, watching = next(iter(values.items()))
        yield from _closer_look(watching[0], shown.query)


def _values_now(alerts: Sequence[MonEntry]) -> dict[Derived, list[MonEntry]]:
    """Return the deciding query of each alert; alerts that differ in their threshold alone share one."""
    found: dict[str, tuple[Derived, list[MonEntry]]] = {}
    for alert in alerts:
        for derived in current_value(alert.expr)[:1]:
            found.setdefault(derived.query, (derived, []))[1].append(alert)
    return dict(found.values())


def _heading(shown: Derived, alerts: Sequence[MonEntry], alone: bool) -> str:
    """Return what a value is and what it is held against; its label tells that where the alert looks at several."""
    whole = shown.label == "value now"
    told = [(_called(a, alerts), text) for a in alerts if (text := _limit(a))]
    if alone or not told:
        return f"value now; {_firing_at(told[0][1])}" if told and whole else shown.label
    limits = [f"{name} {_firing_at(text) if whole else f'has the limit {text}'}" for name, text in told]
    return "value now; " + ", ".join(dict.fromkeys(limits))


def _limit(alert: MonEntry) -> str:
    return line(alert.condition) if alert.condition else value_limit(alert.expr) or ""


def _closer_look(alert: MonEntry, shown: str) -> Iterator[Block]:
    """Yield what stands behind the value: the other side of it, where it is, and what it was an hour ago."""
    known = {shown}
    for derived in (*current_value(alert.expr)[1:2], locate(alert.expr)):
        if derived and derived.query not in known:
            known.add(derived.query)
            yield _block(derived.label, derived.query)
    if (before := hour_ago(alert.expr)) is not None:
        yield _block("one hour ago", before)


def _block(what: str, query: str) -> Block:
    return Block(language="promql", text=f"# {' '.join(what.split())}\n{query}")


def _firing(alerts: Sequence[MonEntry]) -> str:
    """Return the query that lists the alerts that fire, or "" where none has a name that Prometheus knows."""
    names = sorted({a.alert for a in alerts if re.fullmatch(r"[\w:-]+", a.alert)})
    if len(names) == 1:
        return firing(names[0])
    return f'ALERTS{{alertname=~"{"|".join(names)}",alertstate="firing"}}' if names else ""


def _confirmation(alerts: Sequence[MonEntry], asked: Sequence[MonEntry], recovery_step: int) -> tuple[str, ...]:
    if not asked:
        return tuple(
            f"{a.id}: its condition holds{_in_words(a)}; if it does not, go to step {recovery_step}" for a in alerts
        )
    cleared = _cleared({reading(a.expr) for a in asked}, recovery_step)
    return (
        cleared,
        "You know which series are affected, and whether an hour ago was different"
        if len(_values_now(asked)) == 1
        else "You know which alert fires, and for which series",
    )


def _cleared(readings: set[Reading], recovery_step: int) -> str:
    """Return how to tell an alert that still holds from one that has cleared."""
    if readings == {Reading.MISSING}:
        return f"No result: the series is still missing, go on; a result: it is back, go to step {recovery_step}"
    if readings == {Reading.STATE}:
        return (
            f"A result: the condition still holds, go on; no result: it has cleared, or the data is missing; step "
            f"{recovery_step} tells which"
        )
    beyond = (
        f"The value is beyond the threshold; on the good side of it the alert has cleared, go to step {recovery_step}"
    )
    if readings & {Reading.MISSING, Reading.VALUE_OR_MISSING}:
        return f"{beyond}; no result at all: the series is missing, for which the alert fires too"
    return f"{beyond}; no result at all may mean that the data is missing, which is no recovery"


def _no_query(alert: MonEntry) -> str:
    if alert.expr:
        question = f"The expression of {alert.id} is not PromQL; what is the query?"
    else:
        question = f"Which query or dashboard shows {line(alert.metric or alert.title)}?"
    return f"{_fires(alert)} {gap('query', question, alert.owner or f'the author of {alert.id}')}".strip()


def _fires(alert: MonEntry) -> str:
    condition = bare(condition_text(alert))
    where = f" on {line(alert.metric)}" if alert.metric and not alert.expr else ""
    return f"{alert.id} {_firing_at(condition)}{where}{_for(alert)}." if condition else ""


def _firing_at(condition: str) -> str:
    """Return "fires at" and a limit, or "fires when" and what somebody wrote as a condition."""
    return f"fires {'at' if condition.startswith(('<', '>')) else 'when'} {condition}"


def _in_words(alert: MonEntry) -> str:
    return f" ({condition_text(alert)})" if alert.condition else ""


def _for(alert: MonEntry) -> str:
    if not alert.window:
        return ""
    if alert.type is MonType.SLO:
        return f" over {alert.window[:1].lower()}{line(alert.window[1:])}"
    return f" for {line(spoken_window(alert.window))}"


def told_apart(alert: MonEntry, among: Sequence[MonEntry]) -> str:
    """Return what tells the alert from others of its name: its severity, else its ID; "" where none has its name."""
    namesakes = [other.severity for other in among if _spoken_name(other) == _spoken_name(alert)]
    if len(namesakes) < 2:
        return ""
    return alert.severity.value if alert.severity and namesakes.count(alert.severity) == 1 else alert.id


def _called(alert: MonEntry, among: Sequence[MonEntry]) -> str:
    apart = told_apart(alert, among)
    return f"{_spoken_name(alert)} ({apart})" if apart else _spoken_name(alert)


def _descriptions(alerts: Sequence[MonEntry]) -> list[str]:
    """Return what the authors of the alerts say, each with its alert's name where they say different things."""
    said = [(alert, text) for alert in alerts if (text := told(alert))]
    if len({text for _, text in said}) < 2:
        return [text for _, text in said]
    return [f"{_called(alert, alerts)}: {text}" for alert, text in said]


def _spoken_name(alert: MonEntry) -> str:
    return alert.alert or alert.id


def _source(alert: MonEntry, part: str) -> str:
    return f"{alert.id} {part}"
