"""YAML and JSON as untyped nodes with line numbers: text as written, bounded depth and size, no objects made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from pipeline.models.base import Source
from pipeline.models.intake import Problem, ProblemLevel

DEPTH_LIMIT = 100
SIZE_LIMIT = 500_000
DOCUMENT_LIMIT = 10_000

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DOCUMENT_START = re.compile(r"^---(?=[ \t\n]|\Z)", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
# YAML breaks lines at these, editors and people do not: lines would be counted that nobody sees.
_UNSEEN_BREAKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Scalar:
    """A text as written; null is "". `plain` says that it had no quotes."""

    text: str
    line: int
    plain: bool = True
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)
    size: int = 1


@dataclass(slots=True)
class Mapping:
    """A mapping in the order written; of a key that stands twice the first value counts."""

    line: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    size: int = 1

    def get(self, key: str) -> Node | None:
        """Return the value of that key, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)

    def text(self, key: str) -> str:
        """Return the text of that key, or "" where it is missing or no text."""
        value = self.get(key)
        return value.text.strip() if isinstance(value, Scalar) else ""


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class YamlStream:
    """The documents that could be read, and what was wrong with the others."""

    documents: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _RefusedError(Exception):
    def __init__(self, line: int, what: str, what_next: str) -> None:
        super().__init__(what)
        self.line, self.what, self.what_next = line, what, what_next


def read_yaml(text: str, path: str, first_line: int = 1) -> YamlStream:
    """Read every document of a YAML text; one that is broken is a problem and does not stop the others."""
    stream = YamlStream()
    for number, (start, chunk) in enumerate(_chunks(text.translate(_UNSEEN_BREAKS))):
        if number >= DOCUMENT_LIMIT:
            what = f"more than {DOCUMENT_LIMIT:,} documents"
            stream.problems.append(_problem(path, first_line + start, what, "split the file"))
            break
        try:
            stream.documents += _compose(chunk, first_line + start, path, stream.problems)
        except yaml.YAMLError as error:
            stream.problems.append(_syntax_problem(error, chunk, first_line + start, path))
        except _RefusedError as error:
            stream.problems.append(_problem(path, error.line, error.what, error.what_next))
    return stream


def read_json(text: str, path: str) -> YamlStream:
    """Read a JSON text. Its lines are known where it is also YAML, as nearly all JSON is; otherwise all are 1."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"not JSON: {error.msg.lower()}"
        return YamlStream(problems=[_problem(path, error.lineno, what, "correct the file; nothing of it was read")])
    except RecursionError:
        what = f"nested more than {DEPTH_LIMIT} levels deep"
        return YamlStream(problems=[_problem(path, 1, what, "flatten it; nothing of it was read")])
    stream = read_yaml(text, path)
    if stream.problems and (node := _node(value, 0)) is not None:
        return YamlStream(documents=[node])
    return stream


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Cut a stream before each "---" line: (lines before the chunk, chunk). Such a line never stands inside a value."""
    start = line = 0
    for match in _DOCUMENT_START.finditer(text):
        chunk = text[start : match.start()]
        if chunk.strip():
            yield line, chunk
        line += chunk.count("\n")
        start = match.start()
    yield line, text[start:]


def _compose(chunk: str, first_line: int, path: str, problems: list[Problem]) -> list[Node]:
    if chunk.startswith("%"):  # directives belong to the document after the cut
        chunk = _DIRECTIVE.sub("#", chunk)
    composer = _Composer(first_line, path, problems)
    for event in yaml.parse(chunk, Loader=_LOADER):
        composer.take(event)
    return composer.documents


@dataclass(slots=True)
class _Frame:
    node: Sequence | Mapping
    anchor: str
    key: Scalar | None = None
    seen: set[str] = field(default_factory=set)
    repeats: bool = False  # reported once a mapping


class _Composer:
    """Builds nodes from events, and refuses what is too deep, too large, or refers to itself."""

    def __init__(self, first_line: int, path: str, problems: list[Problem]) -> None:
        self.documents: list[Node] = []
        self._first_line = first_line
        self._path = path
        self._problems = problems
        self._frames: list[_Frame] = []
        self._anchors: dict[str, Node | None] = {}
        self._count = 0

    def take(self, event: Event) -> None:
        line = self._first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, ScalarEvent):
            plain = bool(event.implicit[0])
            text = "" if plain and event.value in _NULLS else event.value
            scalar = Scalar(text, line, plain)
            if event.anchor:
                self._anchors[event.anchor] = scalar
            self._add(scalar, line)
        elif isinstance(event, (SequenceStartEvent, MappingStartEvent)):
            self._enter(event, line)
        elif isinstance(event, CollectionEndEvent):
            self._leave(line)
        elif isinstance(event, AliasEvent):
            self._add(self._alias(event.anchor or "", line), line)

    def _enter(self, event: SequenceStartEvent | MappingStartEvent, line: int) -> None:
        if len(self._frames) >= DEPTH_LIMIT:
            raise _RefusedError(line, f"nested more than {DEPTH_LIMIT} levels deep", "flatten it")
        if event.anchor:
            self._anchors[event.anchor] = None
        node: Sequence | Mapping = Mapping(line) if isinstance(event, MappingStartEvent) else Sequence(line)
        self._frames.append(_Frame(node, event.anchor or ""))

    def _leave(self, line: int) -> None:
        frame = self._frames.pop()
        if frame.anchor:
            self._anchors[frame.anchor] = frame.node
        if isinstance(frame.node, Mapping) and "<<" in frame.seen:
            _merge(frame.node)
        self._add(frame.node, line)

    def _alias(self, anchor: str, line: int) -> Node:
        node = self._anchors.get(anchor)
        if node is None:
            raise _RefusedError(line, f"“*{anchor}” refers to nothing before it, or to itself", "write the value out")
        return node

    def _add(self, node: Node, line: int) -> None:
        self._count += 1
        if max(node.size, self._count) > SIZE_LIMIT:
            what = f"more than {SIZE_LIMIT:,} values, aliases expanded"
            raise _RefusedError(line, what, "split the file, or write it without aliases")
        if not self._frames:
            self.documents.append(node)
            return
        frame = self._frames[-1]
        frame.node.size += node.size
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        else:
            self._add_to_mapping(frame, frame.node, node, line)

    def _add_to_mapping(self, frame: _Frame, mapping: Mapping, node: Node, line: int) -> None:
        if frame.key is not None:
            mapping.pairs.append((frame.key, node))
            frame.key = None
            return
        if not isinstance(node, Scalar):
            raise _RefusedError(line, "a key that is a list or a mapping", "use a text as the key")
        if node.text in frame.seen and node.text != "<<" and not frame.repeats:
            frame.repeats = True
            what = f"the key “{node.text[:80]}” stands twice; the first one counts"
            self._problems.append(_problem(self._path, line, what, "remove one of them"))
        frame.seen.add(node.text)
        frame.key = node


def _merge(node: Mapping) -> None:
    """Replace "<<" keys by the pairs of the mappings they name; a mapping's own pairs win."""
    merged = [value for key, value in node.pairs if key.text == "<<" and key.plain]
    if not merged:
        return
    node.pairs = [pair for pair in node.pairs if pair[0].text != "<<"]
    known = {key.text for key, _ in node.pairs}
    for value in merged:
        for mapping in value.items if isinstance(value, Sequence) else [value]:
            if isinstance(mapping, Mapping):
                fresh = [pair for pair in mapping.pairs if pair[0].text not in known]
                node.pairs += fresh
                known |= {key.text for key, _ in fresh}


def _node(value: object, depth: int) -> Node | None:
    if depth > DEPTH_LIMIT:
        return None
    if isinstance(value, dict):
        pairs = [(Scalar(str(key), 1), child) for key, item in value.items() if (child := _node(item, depth + 1))]
        return Mapping(1, pairs)
    if isinstance(value, list):
        return Sequence(1, [child for item in value if (child := _node(item, depth + 1))])
    return Scalar("" if value is None else str(value), 1)


def _syntax_problem(error: yaml.YAMLError, chunk: str, first_line: int, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        offset, reason = mark.line, getattr(error, "problem", None) or "it is not YAML"
    else:
        offset = chunk.encode()[: getattr(error, "position", 0)].count(b"\n")
        reason = getattr(error, "reason", "it is not YAML")
    if "nesting depth" in reason:  # libyaml's own limit, met before ours
        what = f"nested more than {DEPTH_LIMIT} levels deep"
        return _problem(path, first_line + offset, what, "flatten it; nothing of this document was read")
    lines = chunk.split("\n")
    cure = "correct the file; nothing of this document was read"
    for number in (max(offset - 1, 0), offset):
        if number < len(lines) and ("{{" in lines[number] or "{%" in lines[number]):
            cure = "it looks like a template: render it first (such as with “helm template”)"
            offset = number
            break
    return _problem(path, first_line + offset, f"not YAML: {reason}", cure)


def _problem(path: str, line: int, what: str, what_next: str) -> Problem:
    return Problem(source=Source(path=path, line=line), level=ProblemLevel.ERROR, what=what, what_next=what_next)
