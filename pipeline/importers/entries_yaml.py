"""MON-, DEP- and RISK- entries in YAML or JSON: mappings that give an ID, wherever they stand, or are named by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.importers.entries.found import Found, RawEntry
from pipeline.importers.entries.ids import Declared, declared
from pipeline.importers.entries.typed import typed
from pipeline.importers.entries.vocabulary import normal
from pipeline.importers.text.input_file import InputFile
from pipeline.importers.text.yaml_nodes import Mapping, Node, Scalar
from pipeline.importers.text.yaml_nodes import Sequence as NodeList
from pipeline.models.entry import AnyEntry, Field
from pipeline.models.intake import Problem

SUFFIXES = (".yaml", ".yml", ".json")

_DECLARES = re.compile(r"[\"']?(?:id[\"']?\s{0,5}:\s{0,5}[\"']?)?(?:MON|DEP|RISK)-", re.IGNORECASE)
_ID_KEYS = frozenset({"id", "risk id", "mon id", "dep id", "entry id", "alert id", "metric id"})
_TITLE_KEYS = frozenset({"title", "name", "summary title"})


def sniff(file: InputFile) -> bool:
    """Whether some mapping of the file gives an ID of ours."""
    if not _DECLARES.search(file.text):
        return False
    return any(True for _ in _mappings(file.yaml.documents))


def read(file: InputFile) -> Found:
    """Read all entries of all documents."""
    raws, problems = raw_entries(file.yaml.documents, file)
    entries: list[AnyEntry] = []
    for raw in raws:
        entry, more = typed(raw)
        problems += more
        if entry is not None:
            entries.append(entry)
    return Found(entries=tuple(entries), problems=tuple(problems))


def raw_entries(documents: Sequence[Node], file: InputFile) -> tuple[list[RawEntry], list[Problem]]:
    """Return the entries as written; an ID that is a template's, or that no entry may have, is a problem."""
    raws: list[RawEntry] = []
    problems: list[Problem] = []
    for name, node in _mappings(documents):
        verdict, identity = declared(name)
        if verdict is Declared.TEMPLATE:
            what = f"{identity} is an unfilled template; it was not imported"
            problems.append(file.note(node.line, what, "fill it in, or delete it"))
        elif verdict is Declared.INVALID:
            what = f"“{identity[:60]}” is no valid ID; its entry was not imported"
            problems.append(file.error(node.line, what, "use an ID such as MON-012"))
        elif verdict is Declared.ENTRY:
            _, title, fields = entry_fields(node) or ("", "", ())
            title = title or _text_of(node, _TITLE_KEYS)
            raws.append(RawEntry(id=identity, title=title, source=file.at(node.line), fields=fields or _fields(node)))
    return raws, problems


def entry_fields(node: Mapping) -> tuple[str, str, tuple[Field, ...]] | None:
    """Return the ID, title and fields of a mapping that gives an ID, or None."""
    name = _text_of(node, _ID_KEYS)
    if declared(name)[0] in (Declared.OTHER, Declared.RUNBOOK):
        return None
    return name, _text_of(node, _TITLE_KEYS), _fields(node)


def _mappings(documents: Sequence[Node]) -> Iterator[tuple[str, Mapping]]:
    """Yield each mapping that is an entry with its ID. What lies within an entry belongs to it."""
    for node in documents:
        if isinstance(node, NodeList):
            yield from _mappings(node.items)
        elif isinstance(node, Mapping):
            given = entry_fields(node)
            if given is not None:
                yield given[0], node
                continue
            for key, value in node.pairs:
                named = isinstance(value, Mapping) and declared(key.text)[0] not in (Declared.OTHER, Declared.RUNBOOK)
                if named and isinstance(value, Mapping):
                    yield key.text, value
                elif not isinstance(value, Scalar):
                    yield from _mappings([value])


def _fields(node: Mapping) -> tuple[Field, ...]:
    """Return the fields of an entry; lists and mappings under a key become lines of text."""
    return tuple(
        Field(key=key.text, value=text, line=key.line)
        for key, value in node.pairs
        if normal(key.text) not in _ID_KEYS and (text := "\n".join(_lines(value)).strip())
    )


def _lines(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield from node.text.strip().split("\n")
    elif isinstance(node, NodeList):
        for item in node.items:
            first, *rest = list(_lines(item)) or [""]
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
    else:
        for key, value in node.pairs:
            inner = list(_lines(value))
            if isinstance(value, Scalar) and len(inner) == 1:
                yield f"{key.text}: {inner[0]}".rstrip()
            else:
                yield f"{key.text}:"
                yield from (f"  {line}" for line in inner)


def _text_of(node: Mapping, keys: frozenset[str]) -> str:
    for key, value in node.pairs:
        if normal(key.text) in keys and isinstance(value, Scalar) and value.text.strip():
            return value.text.strip()
    return ""
