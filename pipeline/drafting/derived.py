"""Steps that follow from an alert's own expression: what it shows now, where, since when, and the proof of recovery."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.commands.derive import current_value, hour_ago, locate, recovery, reporting, spoken_window, threshold_text
from pipeline.commands.promql import check
from pipeline.drafting.gaps import gap
from pipeline.drafting.text import bare, line, paragraph
from pipeline.models.entry import MonEntry
from pipeline.models.runbook import Block, Step

_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_LABEL = re.compile(r"\$labels\.(\w+)|\.Labels\.(\w+)")
# More queries than these make the first step longer than an operator will read.
_ALERTS_IN_FULL = 2


def queryable(alert: MonEntry) -> bool:
    """Tell whether the alert has an expression that parses."""
    return bool(alert.expr) and check(alert.expr) is None


def confirm_step(alerts: Sequence[MonEntry], recovery_step: int) -> Step:
    """Return the step that shows what the alerts see now; `recovery_step` is where to go when they see nothing."""
    asked = [a for a in alerts if queryable(a)]
    blocks = [_block("which of them fire, and where", _firing(asked))] if len(asked) > 1 else []
    for alert in asked[:_ALERTS_IN_FULL]:
        blocks += _queries(alert, alone=len(asked) == 1)
    said = [text for alert in alerts[:_ALERTS_IN_FULL] if (text := told(alert))]
    unasked = [_no_query(a) for a in alerts if not queryable(a)]
    return Step(
        title="Confirm the alert and see where it is",
        instructions="\n\n".join(dict.fromkeys((*said, *unasked))),
        commands=tuple(blocks),
        verification=_confirmation(alerts, asked, recovery_step),
        sources=tuple(_source(a, "expr" if queryable(a) else "condition") for a in alerts),
    )


def recovery_proof(alerts: Sequence[MonEntry]) -> Step:
    """Return the step that proves recovery: the alerts' own conditions, no longer true."""
    asked = [a for a in alerts if queryable(a)]
    proofs = [(a, query) for a in asked[:_ALERTS_IN_FULL] if (query := recovery(a.expr, a.window))]
    blocks = [
        _block(f"{_spoken_name(a)}: empty once the condition was false for its whole window", q) for a, q in proofs
    ]
    alive = reporting(asked[0].expr) if asked else None
    blocks += [_block(alive.label, alive.query)] if alive else []
    if asked:
        blocks.append(_block("empty: none fires any more", _firing(asked)))
    checks = ["The queries marked empty return nothing, and no alert is listed as firing"] if blocks else []
    checks += ["The data still comes in; an empty answer from lost data proves nothing"] if alive else []
    checks += [f"{a.id}: the condition ({a.condition}) is no longer true{_for(a)}" for a in alerts if a not in asked]
    return Step(
        title="Prove recovery",
        instructions="An alert that only stopped firing may come back: hold the condition false for its full window.",
        commands=tuple(blocks),
        verification=(*checks, "What users saw is gone: repeat the request or the check that they reported"),
        sources=tuple(_source(a, "expr and for" if queryable(a) else "condition and window") for a in alerts),
    )


def lookup_step(alert: MonEntry) -> Step:
    """Return the step of a reference runbook: what one informational alert means and how to look at it."""
    blocks = _queries(alert, alone=True) if queryable(alert) else []
    return Step(
        title=f"Look up {_spoken_name(alert)}",
        instructions=told(alert) or _no_query(alert),
        commands=tuple(blocks[:2]),
        verification=(
            f"The value is in the ticket of {alert.id}; if it grew since an hour ago, tell the owner on the next "
            "business day",
        ),
        sources=(_source(alert, "expr"),),
    )


def told(alert: MonEntry) -> str:
    """Return what the alert's author says, template expressions replaced by words."""
    said = alert.annotation("description") or alert.annotation("message") or alert.description
    said = said or alert.annotation("summary")
    lines = [line for line in said.splitlines() if not re.match(r"\s*(VALUE|LABELS)\s*[=:]", line)]
    return paragraph(_TEMPLATE.sub(_spoken_template, " ".join(" ".join(lines).split())))


def condition_text(alert: MonEntry) -> str:
    """Return the alert's condition in one line: as its author wrote it, or its threshold."""
    if alert.condition:
        return line(alert.condition)
    return threshold_text(alert.expr) or "" if queryable(alert) else ""


def _queries(alert: MonEntry, alone: bool) -> list[Block]:
    name = "" if alone else f"{_spoken_name(alert)}, "
    fires = condition_text(alert)
    fires = f"; fires at {fires}" if fires else ""
    found = [_block(f"{name}{title}{'' if number else fires}", q) for number, (title, q) in enumerate(_now(alert))]
    if alone and (where := locate(alert.expr)) and all(where.query not in b.text for b in found):
        found.append(_block(where.label, where.query))
    if alone and (before := hour_ago(alert.expr)):
        found.append(_block("one hour ago", before))
    return found


def _now(alert: MonEntry) -> Iterator[tuple[str, str]]:
    for title, query in current_value(alert.expr)[:2]:
        yield title or "value now", query


def _block(what: str, query: str) -> Block:
    return Block(language="promql", text=f"# {' '.join(what.split())}\n{query}")


def _firing(alerts: Sequence[MonEntry]) -> str:
    names = sorted({_spoken_name(a) for a in alerts})
    matcher = f'="{names[0]}"' if len(names) == 1 else f'=~"{"|".join(names)}"'
    return f'ALERTS{{alertname{matcher},alertstate="firing"}}'


def _confirmation(alerts: Sequence[MonEntry], asked: Sequence[MonEntry], recovery_step: int) -> tuple[str, ...]:
    if not asked:
        return tuple(f"{a.id}: the value is beyond its condition ({a.condition or 'see above'})" for a in alerts)
    return (
        "The value is beyond the threshold; if the queries show nothing, the alert has cleared: "
        f"go to step {recovery_step}",
        "You know which series are affected, and whether an hour ago was different",
    )


def _no_query(alert: MonEntry) -> str:
    where = f" on {line(alert.metric)}" if alert.metric else ""
    fires = f"{alert.id} fires at {bare(alert.condition)}{where}{_for(alert)}." if alert.condition else ""
    if alert.expr:
        question = f"The expression of {alert.id} is not PromQL; what is the query?"
    else:
        question = f"Which query or dashboard shows {line(alert.metric or alert.title)}?"
    return f"{fires} {gap('query', question, alert.owner or f'the author of {alert.id}')}".strip()


def _for(alert: MonEntry) -> str:
    return f" for {line(spoken_window(alert.window))}" if alert.window else ""


def _spoken_name(alert: MonEntry) -> str:
    return alert.alert or alert.id


def _source(alert: MonEntry, part: str) -> str:
    return f"{alert.id} {part}"


def _spoken_template(match: re.Match[str]) -> str:
    named = _LABEL.search(match[0])
    if named:
        return f"<{(named[1] or named[2]).replace('_', '-').lower()}>"
    return "<value>" if "$value" in match[0] or ".Value" in match[0] else ""
