"""The nodes of a catalog → its nouns; each fault becomes a problem, and the rest is still read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeVar

from pipeline.importers.text.input_file import InputFile
from pipeline.importers.text.yaml_nodes import Mapping, Node, Scalar
from pipeline.importers.text.yaml_nodes import Sequence as NodeList
from pipeline.models.base import Source
from pipeline.models.catalog import Access, Catalog, Contact, Environment, Link, Script, Service
from pipeline.models.intake import Problem
from pipeline.models.runbook import Effect

TOP_KEYS = (
    "services",
    "owner",
    "escalation",
    "facts",
    "access",
    "environments",
    "scripts",
    "dashboards",
    "channels",
    "version",
)
SERVICE_KEYS = (
    "owner",
    "description",
    "technology",
    "match",
    "facts",
    "escalation",
    "dashboards",
    "depends_on",
    "scripts",
    "name",
)
_IN_WORDS = re.compile(
    r"(?P<role>[^:]{1,80}):\s+(?P<contact>.*?)(?:\s*[(,]\s*after\s+(?P<after>[^()]{1,40})\)?)?", re.DOTALL
)

T = TypeVar("T")
Pairs = tuple[tuple[str, str], ...]


def first_of(pairs: Iterator[tuple[str, str]]) -> Pairs:
    """Return the pairs without those whose key came before."""
    found: dict[str, str] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return tuple(found.items())


class CatalogReader:
    """Turns nodes into the catalog's nouns; each fault becomes a problem, and the rest is still read."""

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def catalog(self, node: Mapping) -> Catalog:
        """Read one catalog."""
        for key, _ in node.pairs:
            if key.text not in TOP_KEYS:
                cure = (
                    self._suggestion(key.text, TOP_KEYS) or f"use one of {', '.join(TOP_KEYS)}, or put it under “facts”"
                )
                self._error(key.line, f"unknown key “{key.text}”; it was not read", cure)
        return Catalog(
            services=self._services(node.get("services")),
            owner=self._text(node.get("owner"), "owner"),
            escalation=self._list(node.get("escalation"), "escalation", self._contact),
            facts=self._pairs(node.get("facts"), "facts", as_fact=True),
            access=self._list(node.get("access"), "access", self._access),
            environments=self._environments(node.get("environments")),
            scripts=self._list(node.get("scripts"), "scripts", self._script),
            dashboards=self._list(node.get("dashboards"), "dashboards", self._link),
            channels=self._pairs(node.get("channels"), "channels"),
        )

    def _services(self, node: Node | None) -> tuple[Service, ...]:
        found: list[Service] = []
        for name, value in self._named(node, "services"):
            if isinstance(value, Scalar) and not value.text:
                value = Mapping(name.line)
            if isinstance(value, Mapping):
                found.append(self._service(name, value))
            else:
                self._error(
                    value.line, f"the service “{name.text}” is no mapping", "write “key: value” lines under its name"
                )
        return tuple(found)

    def _service(self, name: Scalar, node: Mapping) -> Service:
        return Service(
            name=name.text,
            source=Source(path=self._file.path, line=name.line),
            description=self._text(node.get("description"), "description"),
            owner=self._text(node.get("owner"), "owner"),
            technology=self._texts(node.get("technology"), "technology"),
            match=self._pairs(node.get("match"), "match"),
            facts=first_of(iter((*self._pairs(node.get("facts"), "facts", as_fact=True), *self._own_facts(node)))),
            escalation=self._list(node.get("escalation"), "escalation", self._contact),
            dashboards=self._list(node.get("dashboards"), "dashboards", self._link),
            depends_on=self._texts(node.get("depends_on"), "depends_on"),
            scripts=self._list(node.get("scripts"), "scripts", self._script),
        )

    def _own_facts(self, node: Mapping) -> Iterator[tuple[str, str]]:
        """Yield the simple keys of a service that no field has: they are facts."""
        for key, value in node.pairs:
            if key.text in SERVICE_KEYS:
                continue
            hint = self._suggestion(key.text, SERVICE_KEYS)
            if not isinstance(value, Scalar):
                cure = hint or "write a text, or several facts under “facts”"
                self._error(key.line, f"the unknown key “{key.text}” holds no text; it was not read", cure)
                continue
            if hint:
                self._note(key.line, f"“{key.text}” was read as a fact", hint)
            if value.text:
                yield _fact_name(key.text), value.text.strip()

    def _environments(self, node: Node | None) -> tuple[Environment, ...]:
        found: list[Environment] = []
        for name, value in self._named(node, "environments"):
            facts = self._pairs(value, f"environments.{name.text}", as_fact=True)
            if isinstance(value, Mapping) and (inner := value.get("facts")) is not None:
                own = (pair for pair in facts if pair[0] != "facts")
                facts = (*own, *self._pairs(inner, "facts", as_fact=True))
            found.append(Environment(name=name.text, facts=facts))
        return tuple(found)

    def _named(self, node: Node | None, key: str) -> Iterator[tuple[Scalar, Node]]:
        """Yield the names and values of a mapping by name, or of a list of mappings with a name each, or of names."""
        if isinstance(node, Mapping):
            yield from node.pairs
        elif isinstance(node, NodeList):
            for item in node.items:
                name = item.get("name") if isinstance(item, Mapping) else item
                if isinstance(name, Scalar) and name.text:
                    rest = [pair for pair in item.pairs if pair[0].text != "name"] if isinstance(item, Mapping) else []
                    yield name, Mapping(item.line, rest)
                else:
                    self._error(item.line, f"an item of “{key}” without a name", "add “name:”")
        elif node is not None and not _is_null(node):
            self._error(node.line, f"“{key}” is no mapping", "write one name a line, with its facts below")

    def _text(self, node: Node | None, key: str) -> str:
        if node is None or isinstance(node, Scalar):
            return node.text.strip() if node else ""
        self._error(node.line, f"“{key}” is no text", "write it on one line, or as a block with “|”")
        return ""

    def _texts(self, node: Node | None, key: str) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return tuple(text for part in node.text.split(",") if (text := part.strip()))
        if isinstance(node, NodeList):
            return tuple(text for item in node.items if (text := self._text(item, key)))
        if node is not None:
            self._error(node.line, f"“{key}” is no list", "write one “- …” a line")
        return ()

    def _pairs(self, node: Node | None, key: str, as_fact: bool = False) -> Pairs:
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, Mapping):
            self._error(node.line, f"“{key}” is no mapping", "write “name: value” lines under it")
            return ()
        found: list[tuple[str, str]] = []
        for name, value in node.pairs:
            if as_fact and name.text == "facts" and isinstance(value, Mapping):
                continue
            if isinstance(value, Scalar):
                found += [(_fact_name(name.text) if as_fact else name.text, value.text.strip())] if value.text else []
            else:
                self._error(value.line, f"“{name.text}” under “{key}” is no text", "write it on one line")
        return first_of(iter(found))

    def _list(self, node: Node | None, key: str, read: Callable[[Node, str], T | None]) -> tuple[T, ...]:
        """Read a list of items; a mapping counts as a list of its pairs, and a single text as a list of one."""
        if node is None or _is_null(node):
            return ()
        items: list[Node]
        if isinstance(node, NodeList):
            items = node.items
        elif isinstance(node, Mapping) and all(isinstance(value, Scalar) for _, value in node.pairs):
            whole = any(name.text in ("role", "title", "url", "tool", "command") for name, _ in node.pairs)
            items = [node] if whole else [Mapping(name.line, [(name, value)]) for name, value in node.pairs]
        elif isinstance(node, Scalar):
            items = [node]
        else:
            self._error(node.line, f"“{key}” is no list", "write one “- …” a line")
            return ()
        return tuple(one for item in items if (one := read(item, key)) is not None)

    def _contact(self, node: Node, key: str) -> Contact | None:
        given = self._parts(node, key, ("role", "contact", "after"))
        if given is None:
            return None
        if not given["contact"]:
            match = _IN_WORDS.fullmatch(given["role"])
            return (
                Contact(role=match["role"], contact=match["contact"], after=match["after"] or "")
                if match
                else Contact(role=given["role"], contact="")
            )
        match = _IN_WORDS.fullmatch(f"x: {given['contact']}") if not given["after"] else None
        if match and match["after"]:
            return Contact(role=given["role"], contact=match["contact"], after=match["after"].strip())
        return Contact(role=given["role"], contact=given["contact"], after=given["after"])

    def _link(self, node: Node, key: str) -> Link | None:
        given = self._parts(node, key, ("title", "url"))
        if given is None:
            return None
        return Link(title=given["title"], url=given["url"] or given["title"])

    def _access(self, node: Node, key: str) -> Access | None:
        given = self._parts(node, key, ("tool", "how"))
        return Access(tool=given["tool"], how=given["how"]) if given else None

    def _script(self, node: Node, key: str) -> Script | None:
        given = self._parts(node, key, ("command", "purpose", "effect"))
        if given is None:
            return None
        effect = given["effect"] or Effect.CHANGE.value
        if effect not in list(Effect):
            self._error(node.line, f"the effect “{effect}” of a script is not known", "use read, change or destructive")
            effect = Effect.DESTRUCTIVE.value
        return Script(command=given["command"], purpose=given["purpose"], effect=effect)

    def _parts(self, node: Node, key: str, names: Sequence[str]) -> dict[str, str] | None:
        """Read an item as a mapping of these names, as "first: second", or as a text that is the first of them."""
        blank = dict.fromkeys(names, "")
        if isinstance(node, Scalar):
            return blank | {names[0]: node.text.strip()} if node.text else None
        if not isinstance(node, Mapping):
            self._error(
                node.line, f"an item of “{key}” is a list", f"write {', '.join(f'“{name}:”' for name in names)}"
            )
            return None
        if len(node.pairs) == 1 and node.pairs[0][0].text not in names and isinstance(node.pairs[0][1], Scalar):
            first, second = node.pairs[0]
            return blank | {names[0]: first.text, names[1]: self._text(second, key)}
        for name, _ in node.pairs:
            if name.text not in names:
                cure = self._suggestion(name.text, names) or f"use {', '.join(names)}"
                self._error(name.line, f"unknown key “{name.text}” under “{key}”; it was not read", cure)
        found = blank | {name: self._text(node.get(name), name) for name in names}
        if not found[names[0]] and not (names[0] == "title" and found["url"]):
            self._error(node.line, f"an item of “{key}” without “{names[0]}”", f"add “{names[0]}:”")
            return None
        return found

    def _suggestion(self, name: str, known: Sequence[str]) -> str:
        close = get_close_matches(name.casefold().replace("-", "_"), known, n=1, cutoff=0.75)
        return f"did you mean “{close[0]}”?" if close else ""

    def _error(self, line: int, what: str, what_next: str) -> None:
        self.problems.append(self._file.error(line, what, what_next))

    def _note(self, line: int, what: str, what_next: str) -> None:
        self.problems.append(self._file.note(line, what, what_next))


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


def _fact_name(name: str) -> str:
    """Return a fact's name as slots of procedures write it: "db-host" is db_host."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
