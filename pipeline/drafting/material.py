"""Evidence → the numbered items that a model is offered, in order of worth, within a budget of tokens."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from pipeline.drafting.written import MOST_KEYS
from pipeline.llm.redact import redact
from pipeline.llm.tokens import count
from pipeline.models.base import Frozen
from pipeline.models.draft import Draft
from pipeline.models.entry import AnyEntry
from pipeline.models.evidence import Evidence
from pipeline.models.runbook import Step

_LONGEST_VALUE = 1500
# Facts that code joins, so that no model has to repeat them.
_UNTOLD = frozenset(("id", "source", "kind", "fields", "deprecated", "linked", "group", "owner", "notification"))
_UNTOLD_FIELDS = _UNTOLD | {"linked ids", "related ids", "runbook", "recipients", "channel", "escalation", "contact"}


class Item(Frozen):
    """One piece of evidence: what a step that rests on it cites, and its text."""

    source: str
    text: str


class Material(Frozen):
    """The items offered, the first as K1; `left_out` counts those that the budget had no room for.

    `basis` is how many of the first ones are the entries themselves.
    """

    items: tuple[Item, ...]
    left_out: int = 0
    basis: int = 0

    @property
    def keys(self) -> dict[str, str]:
        """The source of each key."""
        return {f"K{number}": item.source for number, item in enumerate(self.items, start=1)}

    def told(self, sources: Collection[str] | None = None) -> str:
        """Return the items as the prompt shows them: all, or the entries and those of the sources."""
        shown = [
            f"K{n}: {item.source}\n{item.text}"
            for n, item in enumerate(self.items, start=1)
            if sources is None or n <= self.basis or item.source in sources
        ]
        return "\n\n".join(shown)

    def key(self, source: str) -> str:
        """Return the key of a source, or the source itself where it was not offered."""
        return next((key for key, offered in self.keys.items() if offered == source), source)


def offer(evidence: Evidence, library: Draft, tokens: int) -> Material:
    """Return what fits into that many tokens, secrets taken out; what comes first is worth most."""
    kept: list[Item] = []
    room = tokens
    candidates = list(_items(evidence, library))
    for item in candidates:
        clean = Item(source=item.source, text=redact(item.text))
        need = count(clean.source) + count(clean.text) + 4
        if need <= room and len(kept) < MOST_KEYS:
            kept.append(clean)
            room -= need
    own = {f"{entry.id} entry" for entry in evidence.entries}
    basis = sum(item.source in own for item in kept)
    return Material(items=tuple(kept), left_out=len(candidates) - len(kept), basis=basis)


def _items(evidence: Evidence, library: Draft) -> Iterator[Item]:
    yield from (Item(source=f"{entry.id} entry", text=_entry(entry)) for entry in evidence.entries)
    for number, step in enumerate(library.steps, start=1):
        if step.sources and step.sources[0].startswith("procedure "):
            yield Item(source=step.sources[0], text=f"Step {number} of the page: {step_text(step)}")
    if text := _service(evidence):
        yield Item(source=f"catalog {evidence.scenario.service}".strip(), text=text)
    yield from (Item(source=f"{entry.id} entry", text=_entry(entry)) for entry in evidence.supporting)
    others = sorted((n, name) for name, n in evidence.siblings if n != evidence.scenario.number)
    if others:
        listed = "\n".join(f"{number}: {name.replace('-', ' ')}" for number, name in others)
        yield Item(source="the plan's other runbooks", text=listed)


def step_text(step: Step) -> str:
    """Return a step as the prompt shows it."""
    blocks = [f"```{block.language}\n{block.text}\n```" for block in step.commands]
    checks = [f"- verify: {check}" for check in step.verification]
    return "\n".join([step.title, *filter(None, [step.instructions]), *blocks, *checks])


def _entry(entry: AnyEntry) -> str:
    """Return the entry's fields, one a line, those last that no typed field holds."""
    told = {key: value for key, value in entry.model_dump(mode="json").items() if value and key not in _UNTOLD}
    lines = [f"{key}: {_value(value)}" for key, value in told.items()]
    known = "\n".join(lines)
    more = (f for f in entry.fields if f.value and f.key.casefold() not in _UNTOLD_FIELDS)
    lines += [f"{f.key}: {_value(f.value)}" for f in more if f.value.strip("`")[:60] not in known]
    return "\n".join(lines)


def _value(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}… (cut)"


def _service(evidence: Evidence) -> str:
    """Return what the catalog says that a procedure can use; owners and contacts are not for the model to write."""
    catalog, service = evidence.catalog, evidence.service
    lines = [f"{key}: {value}" for key, value in catalog.facts]
    lines += [f"{e.name} {key}: {value}" for e in catalog.environments for key, value in e.facts]
    lines += [f"script ({s.effect}): {s.command}: {s.purpose}" for s in catalog.scripts]
    if service:
        lines += [f"description: {service.description}"] if service.description else []
        lines += [f"{key}: {value}" for key, value in service.facts]
        lines += [f"technology: {', '.join(service.technology)}"] if service.technology else []
        lines += [f"depends on: {', '.join(service.depends_on)}"] if service.depends_on else []
        lines += [f"script ({s.effect}): {s.command}: {s.purpose}" for s in service.scripts]
        lines += [f"dashboard: {d.title} {d.url}" for d in service.dashboards]
    return "\n".join(line.replace("\n", " ") for line in lines)
