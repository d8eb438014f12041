"""What a draft rests on, by source and field, so that a change can be named: "MON-014 expr: > 0.5 → > 0.8"."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from pipeline import __version__
from pipeline.critics.secrets import secrets_in
from pipeline.models.base import Frozen, Source
from pipeline.models.entry import Entry
from pipeline.models.evidence import Evidence
from pipeline.models.procedure import Procedure
from pipeline.review.content import digest

Facts = Mapping[str, Mapping[str, str]]
"""Values by source ("MON-014", "catalog", "procedure rollback") and field; long values are cut, with their digest."""

_KEPT = 300
_SHOWN = 60
# Rewritten when the entries change, and named there already.
_COVERED = {("scenario", "entries"), ("scenario", "supporting")}
_MAKERS = ("models", "commands", "drafting", "critics", "revise", "exporters")


class Changed(Frozen):
    """One field that differs; `old` and `new` are "" where it was absent."""

    source: str
    field: str
    old: str
    new: str

    def __str__(self) -> str:
        name = f"{self.source} {self.field}".strip()
        if not self.old:
            return f"{name} is new"
        if not self.new:
            return f"{name} is gone"
        if "#" in (self.old[:1], self.new[:1]):
            return f"{name} changed"
        old, new = _apart(self.old, self.new)
        return f"{name}: {old} → {new}"


def facts_of(evidence: Evidence) -> dict[str, dict[str, str]]:
    """Return all that the draft of this evidence may rest on."""
    found = {entry.id: _entry(entry) for entry in (*evidence.entries, *evidence.supporting)}
    scenario = evidence.scenario.model_dump(mode="json", exclude={"key", "number", "why", "procedure"})
    found[f"scenario {evidence.scenario.number}"] = _flat(scenario)
    found["catalog"] = _flat(evidence.catalog.model_dump(mode="json", exclude={"services"}))
    if evidence.service:
        found[f"service {evidence.service.name}"] = _flat(
            evidence.service.model_dump(mode="json", exclude={"source", "name"})
        )
    if evidence.procedure:
        found[f"procedure {evidence.procedure.id}"] = _procedure(evidence.procedure)
    if siblings := _siblings(evidence):
        found[f"references {evidence.scenario.number}"] = siblings
    return found


def engine_facts(engine: str) -> dict[str, str]:
    """Return what identifies the engine: its name, the version, and the digest of the code that makes drafts."""
    return {"name": engine, "version": __version__, "code": f"#{_code_digest()}"}


def evidence_digest(evidence: Evidence) -> str:
    """Return one digest of all that the draft of this evidence may rest on, to the letter."""
    catalog = evidence.catalog.model_copy(update={"services": ()})
    nowhere = Source(path="", line=0)
    service = evidence.service.model_copy(update={"source": nowhere}) if evidence.service else None
    nouns = (evidence.scenario, catalog, service, evidence.procedure)
    parts = [entry.content_digest() for entry in (*evidence.entries, *evidence.supporting)]
    parts += [noun.digest() if noun else "none" for noun in nouns]
    return digest("\n".join((*parts, str(_siblings(evidence)))))


def changes(before: Facts, now: Facts) -> tuple[Changed, ...]:
    """Return every field that differs, in the order of the sources."""
    return tuple(
        Changed(source=source.split(" RUN-")[0], field=field, old=old.get(field, ""), new=new.get(field, ""))
        for source in dict.fromkeys((*before, *now))
        for old, new in [(before.get(source, {}), now.get(source, {}))]
        for field in dict.fromkeys((*old, *new))
        if old.get(field, "") != new.get(field, "") and (source.split(" ")[0], field) not in _COVERED
    )


def field_digests(facts: Facts) -> dict[str, dict[str, str]]:
    """Return the digest of each value, as a decision keeps them."""
    return {s: {f: digest(v)[:8] for f, v in sorted(fields.items())} for s, fields in sorted(facts.items())}


def changed_fields(accepted: Facts, now: Facts) -> tuple[str, ...]:
    """Return "MON-014 expr" for each field whose digest differs from the accepted one."""
    return tuple(f"{c.source} {c.field}" for c in changes(accepted, field_digests(now)))


def _entry(entry: Entry) -> dict[str, str]:
    hidden = {"id", "source", "fields", "kind"}
    found = _flat(entry.model_dump(mode="json", exclude=hidden))
    said = {value.strip() for value in found.values()}
    for field in entry.fields:
        name = field.key.strip().lower()
        if name not in found and not name.startswith("linked") and _kept(field.value).strip() not in said:
            found[name] = _kept(field.value)
    return found


def _procedure(procedure: Procedure) -> dict[str, str]:
    data = procedure.model_dump(mode="json", exclude={"steps", "reviewed", "references", "answers", "id"})
    steps = {f"step {n}": f"#{step.digest()}" for n, step in enumerate(procedure.steps, start=1)}
    return {**{name: f"#{digest(str(value))}" for name, value in data.items() if value}, **steps}


def _siblings(evidence: Evidence) -> dict[str, str]:
    """Return the runbooks that the draft may refer to: those its procedure names, and the rollback of a release."""
    text = evidence.procedure.model_dump_json() if evidence.procedure else ""
    named = {*re.findall(r"\{see ([a-z0-9-]+)\}", text), "rollback"}
    return {procedure: number for procedure, number in evidence.siblings if procedure in named}


def _flat(data: Mapping[str, Any], under: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in data.items():
        name = f"{under}{key}"
        if value in (None, "", [], (), {}, False):
            continue
        if isinstance(value, list) and all(isinstance(v, list) and len(v) == 2 for v in value):
            found.update(_flat({str(k): v for k, v in value}, f"{name}."))
        elif isinstance(value, list):
            found[name] = _kept("; ".join(map(_told, value)))
        else:
            found[name] = _kept(_told(value))
    return found


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {_told(v)}" for k, v in value.items() if v not in (None, "", []))
    return "; ".join(map(_told, value)) if isinstance(value, list) else str(value)


def _kept(text: str) -> str:
    """Return a value on one line, without secrets; a long one is cut and closed by its digest."""
    line = " ".join(text.split())
    safe = line
    for _, start, end in sorted(secrets_in(line), key=lambda hit: -hit[1]):
        safe = f"{safe[:start]}[secret {digest(line[start:end])[:8]}]{safe[end:]}"
    return safe if len(safe) <= _KEPT else f"{safe[:_KEPT]}… #{digest(line)[:8]}"


def _apart(old: str, new: str) -> tuple[str, str]:
    """Return the words in which two values differ, with the one before them where it is an operator."""
    olds, news = old.split(), new.split()
    start = 0
    while start < min(len(olds), len(news)) and olds[start] == news[start]:
        start += 1
    end = 0
    while end < min(len(olds), len(news)) - start and olds[-1 - end] == news[-1 - end]:
        end += 1
    if start and not re.search(r"\w", olds[start - 1]):
        start -= 1
    return _short(olds[start : len(olds) - end]), _short(news[start : len(news) - end])


def _short(words: Iterable[str]) -> str:
    text = " ".join(words) or "nothing"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


@cache
def _code_digest() -> str:
    """Return the digest of the code between evidence and text: a new version of it may draft otherwise."""
    root = resources.files("pipeline")
    total = hashlib.sha256()
    for name in _MAKERS:
        for file in _sources(root.joinpath(name)):
            total.update(file.read_bytes())
    return total.hexdigest()[:12]


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _sources(item)
        elif item.name.endswith((".py", ".txt", ".toml")):
            yield item
