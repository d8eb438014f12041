"""Command lines of known tools: which sub-command a call names, which flags it gives, and what of it does not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.commands import aws, kinds
from pipeline.commands.reading import Reading, Wrong, nearest, no_such
from pipeline.commands.specifications import ALIASES, Node, flags, specification
from pipeline.commands.vocabulary import words as vocabulary
from pipeline.commands.words import Word
from pipeline.models.command import FaultKind

_DIGEST = re.compile(r"(sha|md|blake|sm|shake|rmd|ripemd|whirlpool|aes|des|camellia|aria|seed|chacha)[\w-]*")
# Other programs that are specified under a tool's name: their flags are not all the same.
_COUSINS = frozenset(("nerdctl", "tofu", "terragrunt"))
_SIGNALLERS = frozenset(("kill", "pkill", "killall", "skill"))
_SIGNAL = re.compile(r"(?:SIG)?[A-Z]{2,6}[12]?")
# What find runs, up to its end, is not find's.
_RUNS = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
_ENDS = frozenset((";", "\\;", "+"))
_WITH_PLUGINS = frozenset(("kubectl", "oc", "helm", "docker", "openssl"))
# Groups of kubectl that do nothing by themselves; its others take arguments beside their sub-commands.
_GROUPS = frozenset(("create", "rollout", "set", "config", "top", "auth"))


def read(tool: str, words: Sequence[Word]) -> Reading:
    """Read the words after a tool's name; a tool without a specification is read as well as can be, `known` False."""
    name = ALIASES.get(tool, tool)
    if name == "aws":
        return _read_aws(words)
    root = specification(name)
    reader = _Reader(tool, name, root or {})
    if tool == "docker-compose" and root:
        reader.enter("compose", root["s"]["compose"])
    reader.run(words)
    reading = reader.reading(root is not None)
    if name in ("kubectl", "oc") and reading.fault is None:
        return replace(reading, fault=kinds.fault_of(tool, reading))
    return reading


def _read_aws(words: Sequence[Word]) -> Reading:
    reader = _Reader("aws", "aws", {"g": aws.VALUES})
    reader.run(words)
    path = aws.path_of(reader.arguments)
    arguments = tuple(reader.arguments[len(path) :])
    names = tuple(word.text for word in path)
    return Reading(True, names, arguments, tuple(reader.flags), reader.rest, aws.fault_of(path))


@dataclass(slots=True)
class _Reader:
    """Walks the words of one call along the tree of its specification."""

    tool: str
    spec_name: str
    node: Node
    path: list[str] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    style: str = ""
    arguments: list[Word] = field(default_factory=list)
    flags: list[tuple[str, str, Word]] = field(default_factory=list)
    rest: tuple[Word, ...] = ()
    fault: Wrong | None = None

    def __post_init__(self) -> None:
        self._settle(self.node)

    def reading(self, known: bool) -> Reading:
        return Reading(
            known, tuple(self.path), tuple(self.arguments), tuple(self.flags), self.rest, self.fault if known else None
        )

    def enter(self, name: str, node: Node) -> None:
        self.path.append(name)
        self._settle(node)

    def _settle(self, node: Node) -> None:
        self.node = node
        self.shared.update(flags(node.get("g", "")))
        self.values.update(node.get("v", {}))
        self.own = flags(node.get("f", ""))
        self.style = node.get("k", self.style.replace("p", ""))

    def run(self, words: Sequence[Word]) -> None:
        at = 0
        while at < len(words):
            word = words[at]
            if word.text == "--":
                self.rest = tuple(words[at + 1 :])
                return
            if word.is_flag:
                at += self._flag(word, words[at + 1] if at + 1 < len(words) else None)
                if self.spec_name == "find" and word.text in _RUNS:
                    at = next((i for i in range(at, len(words)) if words[i].text in _ENDS), len(words))
            elif self._argument(word) and "p" in self.style:
                self.rest = tuple(words[at + 1 :])
                return
            at += 1

    def _argument(self, word: Word) -> bool:
        """Take a sub-command or an argument; True for an argument."""
        below = self.node.get("s")
        if below is None or self.arguments or word.opaque or word.quoted:
            self.arguments.append(word)
            return True
        name = self._below(below, word.text) or self._meant(word, below)
        if name is None:
            self.arguments.append(word)
            return True
        self.enter(name, below[name])
        return "i" in self.style

    def _below(self, below: dict[str, Node], text: str) -> str | None:
        wanted = text.lower() if "i" in self.style else text
        if wanted in below:
            return wanted
        if "c" in self.style and (full := next((name for name in below if name.startswith(wanted)), None)):
            return full
        return next((name for name, node in below.items() if wanted in node.get("a", "").split()), None)

    def _meant(self, word: Word, below: dict[str, Node]) -> str | None:
        """Report a name that does not exist; return the one that it nearly is, so that the rest is read as that."""
        before = self.fault
        self._unknown_subcommand(word, below)
        return (nearest(word.text, below) or None) if self.fault is not before else None

    def _unknown_subcommand(self, word: Word, below: dict[str, Node]) -> None:
        if self.fault or not re.fullmatch(r"[A-Za-z][\w-]*", word.text) or "n" in self.style:
            return
        if not self.path and self._is_plugin(word.text):
            return
        takes_arguments = self.spec_name == "kubectl" and self.path and self.node.get("f")
        if takes_arguments and self.path[-1] not in _GROUPS:
            return
        message = no_such(self._shown(), "sub-command", word.text, below)
        self.fault = (FaultKind.UNKNOWN_SUBCOMMAND, word, message)

    def _is_plugin(self, name: str) -> bool:
        tools = ("kubectl", "oc") if self.spec_name == "oc" else (self.spec_name,)
        return any(tool in _WITH_PLUGINS and name in vocabulary(f"plugins-{tool}") for tool in tools)

    def _flag(self, word: Word, following: Word | None) -> int:
        """Take a flag; return how many further words belong to it."""
        text = re.sub(r"^-\d+(?=[a-z]+$)", "-", word.text)
        name, equals, value = text.lstrip("-").partition("=")
        if text.startswith("--") or "d" in self.style:
            return self._long(word, name, value, bool(equals), following)
        return self._short(word, text[1:], following)

    def _long(self, word: Word, name: str, value: str, given: bool, following: Word | None) -> int:
        arity = self._arity(name)
        if arity is None:
            self._unknown_flag(word, name)
            self.flags.append((name, value, word))
            return 0
        full, kind = arity
        if kind == "=" and not given and following is not None:
            self._take(full, following.text, word, following)
            return 1
        if kind == "=" and not given:
            self._without_value(word)
        self._take(full, value, word, word)
        return 0

    def _take(self, name: str, value: str, word: Word, holder: Word) -> None:
        """Keep a flag with its value, which stands in `holder`; report a value that the flag does not take."""
        self.flags.append((name, value, word))
        choices = self.values.get(name, "").split()
        if choices and value and value not in choices and not holder.opaque and self.fault is None:
            dash = "-" if len(name) == 1 else "--"
            self.fault = (
                FaultKind.UNKNOWN_FLAG,
                holder,
                no_such(f"{self._shown()} {dash}{name}", "value", value, choices),
            )

    def _without_value(self, word: Word) -> None:
        if self.fault is None and "f" in self.node and not self.rest:
            self.fault = (FaultKind.SYNTAX, word, f'{self._shown()} needs a value after "{word.text}"')

    def _short(self, word: Word, cluster: str, following: Word | None) -> int:
        whole = cluster.partition("=")[0]
        if self.tool in _SIGNALLERS and _SIGNAL.fullmatch(cluster):
            self.flags.append((cluster, "", word))
            return 0
        if self._means_long(word, whole):
            self._fault_flag(word, f'{self._shown()} reads "-{whole}" as single letters: write "--{whole}"')
            self.flags.append((whole, "", word))
            takes = {**self.shared, **self.own}[whole] == "="
            return int(takes and "=" not in cluster and following is not None)
        for at, letter in enumerate(cluster):
            kind = self.own.get(letter, self.shared.get(letter))
            if kind is None and self._complete():
                self._unknown_flag(word, letter, short=True)
                return 0
            tail = cluster[at + 1 :].removeprefix("=")
            if kind == "=" and not tail and following is None:
                self._without_value(word)
            if kind == "=" and not tail and following is not None:
                self._take(letter, following.text, word, following)
                return 1
            self._take(letter, tail if kind else "", word, word)
            if kind or (kind is not None and tail != cluster[at + 1 :]):
                return 0
        if not self._complete() and len(cluster) > 1:
            self.flags.append((whole, cluster.partition("=")[2], word))
        return 0

    def _means_long(self, word: Word, name: str) -> bool:
        """Whether a long flag is written with one dash, which cobra takes for single letters."""
        known = name in self.own or name in self.shared
        return known and len(name) > 2 and self._complete() and "x" not in self.style

    def _arity(self, name: str) -> tuple[str, str] | None:
        for known in (self.own, self.shared):
            if name in known:
                return name, known[name]
        if "o" in self.style and name.startswith("no-") and self._arity(name[3:]) is not None:
            return name, ""
        if "x" in self.style:
            for known in (self.own, self.shared):
                for full, kind in known.items():
                    if len(full) > 2 and full.startswith(name):
                        return full, kind
        return None

    def _complete(self) -> bool:
        return "f" in self.node and "*" not in self.own

    def _shown(self) -> str:
        return " ".join([self.tool, *self.path])

    def _unknown_flag(self, word: Word, name: str, short: bool = False) -> None:
        if "f" not in self.node or self.fault or self.tool in _COUSINS or not re.fullmatch(r"[A-Za-z][\w.-]*", name):
            return
        if ("*" in self.own and _DIGEST.fullmatch(name)) or self._may_be_below():
            return
        dash = "-" if short or "d" in self.style else "--"
        known = [n for n in (*self.own, *self.shared) if len(n) > 1]
        self._fault_flag(word, no_such(self._shown(), "flag", name, known, dash))

    def _may_be_below(self) -> bool:
        """Whether a flag may belong to the sub-command that follows it: cobra takes flags before it too."""
        return "s" in self.node and "i" not in self.style and ("d" in self.style or not self.path)

    def _fault_flag(self, word: Word, message: str) -> None:
        if self.fault is None:
            self.fault = (FaultKind.UNKNOWN_FLAG, word, message)
