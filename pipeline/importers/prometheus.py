"""Alerting rules of Prometheus: rule files and PrometheusRule objects, alone, in lists, or inside other YAML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.importers.entries import grades
from pipeline.importers.entries.found import Found, Settled
from pipeline.importers.entries.ids import Declared, declared, kind_of, references, runbooks_in_address
from pipeline.importers.prometheus_ids import derived_id, slug, tell_apart
from pipeline.importers.promql import is_safe, problem_of
from pipeline.importers.text.input_file import InputFile
from pipeline.importers.text.yaml_nodes import Mapping, Node, Scalar, read_yaml
from pipeline.importers.text.yaml_nodes import Sequence as NodeList
from pipeline.models.entry import AnyEntry, Field, MonEntry, MonType
from pipeline.models.intake import Problem

SUFFIXES = (".yaml", ".yml", ".json", ".rules")

_RULE = re.compile(r"(?<![\w.-])(?:alert|record)[\"']?[ \t]{0,20}:")
_ID_KEYS = ("mon_id", "runwright_id", "mon-id", "runwright-id", "id")
_OWNER_KEYS = ("owner", "team", "owning_team", "service_owner")
_TEXT_KEYS = ("description", "message", "summary")
_DASHBOARD_KEYS = ("dashboard_url", "dashboard", "grafana_url", "dashboardURL")
_PARENTHESIS = re.compile(r"\s?\([^()]{0,200}\{\{[^()]{0,200}\)")
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\s-]+")
_TITLE_LIMIT = 90


@dataclass(slots=True)
class _Batch:
    """What has been read of one file so far."""

    file: InputFile
    entries: list[AnyEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    recorded: list[int] = field(default_factory=list)
    severities: Counter[str] = field(default_factory=Counter)


def sniff(file: InputFile) -> bool:
    """Whether there is a key as every rule has one."""
    return bool(_RULE.search(file.text))


def read(file: InputFile) -> Found:
    """Read every alerting rule; recording rules are counted in one note."""
    batch = _Batch(file)
    for document in file.yaml.documents:
        _walk(document, "", batch)
    if batch.recorded:
        count = len(batch.recorded)
        rules = "1 recording rule" if count == 1 else f"{count} recording rules"
        batch.problems.append(file.note(batch.recorded[0], f"{rules} left out: only alerts need runbooks"))
    return Found(entries=tuple(batch.entries), problems=tuple(batch.problems))


def settle(entries: Sequence[AnyEntry]) -> Settled:
    """Drop exact duplicates among the rules of all files, and tell apart those that share a name."""
    return tell_apart(entries)


def _walk(node: Node, group: str, batch: _Batch) -> None:
    """Visit all rules below a node, whatever lies around them."""
    if isinstance(node, NodeList):
        for item in node.items:
            _walk(item, group, batch)
    elif isinstance(node, Mapping):
        if isinstance(node.get("alert"), Scalar) and ("expr" in _names(node) or group):
            _read_rule(node, group, batch)
        elif isinstance(node.get("record"), Scalar) and "expr" in _names(node):
            batch.recorded.append(node.line)
        elif node.text("kind") == "ConfigMap":
            _embedded(node, batch)
        else:
            _walk_mapping(node, group, batch)


def _walk_mapping(node: Mapping, group: str, batch: _Batch) -> None:
    for key, value in node.pairs:
        if key.text == "groups" and isinstance(value, NodeList):
            for item in value.items:
                _group(item, batch)
        elif not isinstance(value, Scalar):
            _walk(value, group, batch)


def _group(node: Node, batch: _Batch) -> None:
    """Read one item of "groups:"; each of its rules must be an alert or a record."""
    rules = node.get("rules") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or rules is None:
        _walk(node, "", batch)
        return
    if not isinstance(rules, NodeList):
        if not (isinstance(rules, Scalar) and not rules.text):
            batch.problems.append(batch.file.error(rules.line, "“rules” is no list", "write one “- alert:” a rule"))
        return
    for rule in rules.items:
        if isinstance(rule, Mapping) and {"alert", "record"} & _names(rule):
            _walk(rule, node.text("name") or "rules", batch)
        else:
            what = "a rule with neither “alert” nor “record”"
            batch.problems.append(batch.file.error(rule.line, what, "give it a name as “alert: Name”"))


def _embedded(node: Mapping, batch: _Batch) -> None:
    """Read the rule files that a ConfigMap carries as text."""
    data = node.get("data")
    for _, value in data.pairs if isinstance(data, Mapping) else ():
        if isinstance(value, Scalar) and _RULE.search(value.text):
            stream = read_yaml(value.text, batch.file.path, value.line + 1)
            batch.problems += stream.problems
            for document in stream.documents:
                _walk(document, "", batch)


def _names(node: Mapping) -> set[str]:
    return {key.text for key, _ in node.pairs}


def _read_rule(node: Mapping, group: str, batch: _Batch) -> None:
    name, expr = node.text("alert"), node.text("expr")
    fault = _fault(node, name, expr)
    if fault is not None:
        batch.problems.append(batch.file.error(fault[0], fault[1], fault[2]))
        return
    labels, annotations = _texts(node, "labels"), _texts(node, "annotations")
    both = annotations | labels
    severity = grades.severity(labels.get("severity", labels.get("priority", "")))
    if severity is None and labels.get("severity"):
        _note_severity(batch, node, labels["severity"])
    if is_safe(expr) and (what := problem_of(expr)):
        batch.problems.append(
            batch.file.note(node.line, f"the expression of {name} is no PromQL: {what}", "correct it")
        )
    identity = _declared_id(both, batch, node, name)
    batch.entries.append(
        MonEntry(
            id=identity or derived_id(name),
            type=MonType.ALERT,
            title=_title(name, annotations.get("summary", "")),
            source=batch.file.at(node.line),
            owner=_first(both, _OWNER_KEYS),
            description=_first(annotations, _TEXT_KEYS),
            linked=_linked(both, identity or ""),
            fields=tuple(_written(node)),
            severity=severity,
            window=node.text("for"),
            expr=expr,
            alert=name,
            group=group,
            labels=tuple(labels.items()),
            annotations=tuple(annotations.items()),
            dashboard_url=_first(both, _DASHBOARD_KEYS),
        )
    )


def _fault(node: Mapping, name: str, expr: str) -> tuple[int, str, str] | None:
    """Return what keeps a rule from being read: (line, what, what next)."""
    if not name or not slug(name):
        return node.line, "an alert without a name", "give it one as “alert: Name”"
    if not expr:
        return node.line, f"the alert {name[:80]} has no expression", "add “expr:” with its PromQL"
    if not is_safe(expr):
        return node.line, f"the expression of {name[:80]} has {problem_of(expr)}", "split it with recording rules"
    for key in ("labels", "annotations"):
        value = node.get(key)
        if value is None or (isinstance(value, Scalar) and not value.text):
            continue
        if not isinstance(value, Mapping):
            return value.line, f"“{key}” of the alert {name[:80]} is no mapping", "write “name: value” lines under it"
        for inner, text in value.pairs:
            if not isinstance(text, Scalar):
                return text.line, f"“{inner.text[:80]}” of the alert {name[:80]} is no text", "quote it"
    return None


def _note_severity(batch: _Batch, node: Mapping, written: str) -> None:
    """Note an unknown severity once a file."""
    batch.severities[written] += 1
    if batch.severities[written] == 1:
        what = f"the severity “{written[:60]}” is not known"
        batch.problems.append(batch.file.note(node.line, what, "use critical, warning, info or none"))


def _texts(node: Mapping, key: str) -> dict[str, str]:
    value = node.get(key)
    if not isinstance(value, Mapping):
        return {}
    return {name.text: text.text.strip() for name, text in value.pairs if isinstance(text, Scalar)}


def _first(texts: dict[str, str], keys: Sequence[str]) -> str:
    return next((texts[key] for key in keys if texts.get(key)), "")


def _declared_id(texts: dict[str, str], batch: _Batch, node: Mapping, alert: str) -> str | None:
    """Return the MON- ID that a label or annotation gives, or None."""
    for key in _ID_KEYS:
        written = texts.get(key, "")
        verdict, identity = declared(written)
        if verdict is Declared.ENTRY and kind_of(identity) == "MON":
            return identity
        if written and key != "id":
            what = f"“{written[:60]}” is no MON- ID; the alert is read as {derived_id(alert)}"
            batch.problems.append(batch.file.note(node.line, what, "use an ID such as MON-012"))
    return None


def _linked(texts: dict[str, str], own: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key, text in texts.items():
        names = list(references(text[:20_000]))
        if "runbook" in key.casefold():
            names += runbooks_in_address(text[:2_000])
        found.update(dict.fromkeys(name for name in names if name != own and key not in _ID_KEYS))
    return tuple(found)


def _written(node: Mapping) -> Iterator[Field]:
    for key, value in node.pairs:
        if isinstance(value, Scalar) and value.text.strip():
            yield Field(key=key.text, value=value.text.strip(), line=key.line)
        elif isinstance(value, Mapping):
            for inner, text in value.pairs:
                if isinstance(text, Scalar) and text.text.strip():
                    yield Field(key=f"{key.text}.{inner.text}", value=text.text.strip(), line=inner.line)


def _title(alert: str, summary: str) -> str:
    """Return the summary where it is short and needs no label's value, or else the alert's name in words."""
    text = _PARENTHESIS.sub("", summary.strip().split("\n")[0][:1000]).strip().rstrip(".:,")
    if text and "{{" not in text and "}}" not in text and len(text) <= _TITLE_LIMIT:
        return text
    words = [word for word in _WORD_BREAK.split(alert[:200]) if word]
    rest = [word if word.isupper() and len(word) > 1 else word.lower() for word in words[1:]]
    return " ".join([words[0][:1].upper() + words[0][1:], *rest]) if words else alert
