"""Command lines of known tools: which sub-command a call names, which flags it gives, and what of it does not exist."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from pipeline.commands.words import Word
from pipeline.models.command import FaultKind

Node = dict[str, Any]

ALIASES = {
    "k": "kubectl",
    "docker-compose": "docker",
    "tofu": "terraform",
    "terragrunt": "terraform",
    "gawk": "awk",
    "valkey-cli": "redis-cli",
    "nerdctl": "docker",
}
"""Other names of tools that are specified under one."""

# Extensions in wide use: their sub-commands exist where they are installed.
_PLUGINS = {
    "kubectl": "access-matrix argo argo-rollouts ca cert-manager cilium cnpg convert cost ctx datree deprecations df-pv directpv "
    "dev-tool dev_tool doctor evict-pod exec-as fleet flyte gadget get-all grep hns htpasswd iexec images ingress-nginx "
    "istio janitor karmada kc kcp konfig krew kubescape kubesec-scan kudo kruise kurt kyverno linkerd lineage minio "
    "moco modify-secret mtail multus neat netshoot nginx node-admin node-shell node-ssm ns oidc-login opa openebs operator "
    "outdated pgo pod-lens pod-logs pod-shell podevents pods-on popeye postgres-operator preflight print-env profefe "
    "prompt prune-unused psql rabbitmq rbac-lookup rbac-tool reap resource-capacity resource_capacity rolesum rook-ceph "
    "score sniff snap sort-manifests spark split-yaml ssh-jump starboard stern strimzi support-bundle svc tail tap "
    "testkube trace tree unused-volumes velero view-allocations view-cert view-secret view-utilization "
    "virt vela vs-code warp watch who-can whoami zalando-postgres",
    "helm": "2to3 backup cm-push dashboard diff dt edit env-values git gcs hooks images mapkubeapis monitor nuke oci outdated "
    "push-artifactory s3 schema schema-gen secrets starter tiller trivy unittest values whatup x",
    "docker": "ai offload sandbox model builder engine cloud slim",
    "oc": "mirror",
    "openssl": "engine",
    "aws": "codestar elastictranscoder qldb qldb-session robomaker iotanalytics iotevents iotevents-data nimble opsworkscm "
    "iot1click-devices iot1click-projects alexaforbusiness honeycode lookoutvision lookoutmetrics mobile worklink macie sms "
    "gamesparks backupstorage evidently privatenetworks panorama simspaceweaver lexv2 batchjob",
}
_DIGEST = re.compile(r"(sha|md|blake|sm|shake|rmd|ripemd|whirlpool|aes|des|camellia|aria|seed|chacha)[\w-]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A call as its specification reads it.

    `flags` holds every flag without its dashes, its value ("" for none) and its word. `rest` is what follows "--", or
    the first argument of a tool that runs another one. `fault` is the first thing that does not exist: its kind, its
    word, and a sentence.
    """

    known: bool
    path: tuple[str, ...] = ()
    arguments: tuple[Word, ...] = ()
    flags: tuple[tuple[str, str, Word], ...] = ()
    rest: tuple[Word, ...] = ()
    fault: tuple[FaultKind, Word, str] | None = None

    def has(self, *names: str) -> bool:
        """Whether one of these flags is given (names without dashes)."""
        return any(name in names for name, _, _ in self.flags)

    def value(self, *names: str) -> str:
        """Return the value of the last of these flags, or ""."""
        return next((value for name, value, _ in reversed(self.flags) if name in names), "")


def read(tool: str, words: Sequence[Word]) -> Reading:
    """Read the words after a tool's name; a tool without a specification is read as well as can be, `known` False."""
    name = ALIASES.get(tool, tool)
    if name == "aws":
        return _read_aws(words)
    root = _specification(name)
    reader = _Reader(tool, name, root or {})
    if tool == "docker-compose" and root:
        reader.enter("compose", root["s"]["compose"])
    reader.run(words)
    return reader.reading(root is not None)


def is_specified(tool: str) -> bool:
    """Whether the tool has a specification."""
    return _specification(ALIASES.get(tool, tool)) is not None


@cache
def _specification(tool: str) -> Node | None:
    if not re.fullmatch(r"[\w.-]+", tool) or tool == "__init__":
        return None
    packed: Node | None = _packs().get(tool)
    if packed is not None:
        return packed
    file = resources.files("pipeline.commands.specs") / f"{tool}.json"
    if not file.is_file():
        return None
    node: Node = json.loads(file.read_text(encoding="utf-8"))
    for other, names in node.pop("b", {}).items():
        theirs = (_specification(other) or {}).get("s", {})
        node["s"] = {**{name: theirs[name] for name in names.split() if name in theirs}, **node["s"]}
    return node


@cache
def _packs() -> dict[str, Node]:
    found: dict[str, Node] = {}
    for file in sorted((resources.files("pipeline.commands.specs") / "packs").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            for tool, node in json.loads(file.read_text(encoding="utf-8")).items():
                known = found.setdefault(tool, {})
                known.update({key: value for key, value in node.items() if key not in known})
    return found


def _flags(written: str) -> Iterator[tuple[str, str]]:
    for flag in written.split():
        bare = flag[:-1] if len(flag) > 1 and flag[-1] in "=?" else flag
        yield bare, flag[len(bare) :]


@dataclass(slots=True)
class _Reader:
    """Walks the words of one call along the tree of its specification."""

    tool: str
    spec_name: str
    node: Node
    path: list[str] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    style: str = ""
    arguments: list[Word] = field(default_factory=list)
    flags: list[tuple[str, str, Word]] = field(default_factory=list)
    rest: tuple[Word, ...] = ()
    fault: tuple[FaultKind, Word, str] | None = None

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
        self.shared.update(_flags(node.get("g", "")))
        self.own = dict(_flags(node.get("f", "")))
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
        name = self._below(below, word.text)
        if name is None:
            self._unknown_subcommand(word, below)
            self.arguments.append(word)
            return True
        self.enter(name, below[name])
        return "i" in self.style

    def _below(self, below: dict[str, Node], text: str) -> str | None:
        wanted = text.lower() if "i" in self.style else text
        if wanted in below:
            return wanted
        return next((name for name, node in below.items() if wanted in node.get("a", "").split()), None)

    def _unknown_subcommand(self, word: Word, below: dict[str, Node]) -> None:
        if self.fault or not re.fullmatch(r"[A-Za-z][\w-]*", word.text) or "n" in self.style:
            return
        plugins = _PLUGINS.get("kubectl" if self.spec_name == "oc" else self.spec_name, "").split()
        takes_arguments = bool(self.path) and "f" in self.node and self.spec_name == "kubectl" and self.node["f"] != ""
        if not self.path and (word.text in plugins or word.text in _PLUGINS.get(self.spec_name, "").split()):
            return
        if takes_arguments and self.path[-1] not in ("create", "rollout", "set", "config", "top", "auth"):
            return
        shown = " ".join([self.tool, *self.path])
        self.fault = (FaultKind.UNKNOWN_SUBCOMMAND, word, _no_such(shown, "sub-command", word.text, below))

    def _flag(self, word: Word, following: Word | None) -> int:
        """Take a flag; return how many further words belong to it."""
        text = word.text
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
            self.flags.append((full, following.text, word))
            return 1
        if kind == "=" and not given:
            self._without_value(word)
        self.flags.append((full, value, word))
        return 0

    def _without_value(self, word: Word) -> None:
        if self.fault is None and "f" in self.node and not self.rest:
            self.fault = (FaultKind.SYNTAX, word, f'{self._shown()} needs a value after "{word.text}"')

    def _short(self, word: Word, cluster: str, following: Word | None) -> int:
        whole = cluster.partition("=")[0]
        if len(whole) > 2 and self._complete() and "x" not in self.style and f"--{whole}" != word.text:
            kind = self.own.get(whole, self.shared.get(whole))
            if kind is not None and whole not in self._letters():
                self._fault_flag(word, f'{self._shown()} reads "-{whole}" as single letters: write "--{whole}"')
                self.flags.append((whole, "", word))
                return int(kind == "=" and "=" not in cluster and following is not None)
        for at, letter in enumerate(cluster):
            kind = self.own.get(letter, self.shared.get(letter))
            if kind is None:
                if self._complete():
                    self._unknown_flag(word, letter, short=True)
                    return 0
                self.flags.append((letter, "", word))
                continue
            tail = cluster[at + 1 :].removeprefix("=")
            if kind == "=" and not tail and following is not None:
                self.flags.append((letter, following.text, word))
                return 1
            self.flags.append((letter, tail if kind else "", word))
            if kind or (tail != cluster[at + 1 :]):
                return 0
        if not self._complete() and len(cluster) > 1:
            self.flags.append((whole, cluster.partition("=")[2], word))
        return 0

    def _letters(self) -> set[str]:
        return {name for name in (*self.own, *self.shared) if len(name) == 1}

    def _arity(self, name: str) -> tuple[str, str] | None:
        for known in (self.own, self.shared):
            if name in known:
                return name, known[name]
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
        if "f" not in self.node or self.fault or not re.fullmatch(r"[A-Za-z][\w.-]*", name):
            return
        if "*" in self.own and _DIGEST.fullmatch(name):
            return
        if "s" in self.node and not self.path and self.spec_name in ("kubectl", "oc", "helm"):
            return  # a root flag that only some sub-commands have: cobra takes it before them too
        if "d" in self.style and "s" in self.node:
            return
        dash = "-" if short or "d" in self.style else "--"
        known = [n for n in (*self.own, *self.shared) if len(n) > 1]
        self._fault_flag(word, _no_such(self._shown(), "flag", name, known, dash))

    def _fault_flag(self, word: Word, message: str) -> None:
        if self.fault is None:
            self.fault = (FaultKind.UNKNOWN_FLAG, word, message)


def _no_such(tool: str, what: str, name: str, known: Sequence[str] | dict[str, Node], dash: str = "") -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75) if len(name) > 1 else []
    hint = f'; did you mean "{dash}{near[0]}"?' if near else ""
    return f'{tool} has no {what} "{dash}{name}"{hint}'


# AWS: the specification holds the names of services and, for the ones in common use, of their operations.

_AWS_VALUES = "output= region= profile= endpoint-url= query= cli-read-timeout= cli-connect-timeout= color= ca-bundle="


def _read_aws(words: Sequence[Word]) -> Reading:
    reader = _Reader("aws", "aws", {"g": _AWS_VALUES})
    reader.run(words)
    plain = [word for word in reader.arguments[:2] if not word.opaque and re.fullmatch(r"[a-z][a-z0-9-]*", word.text)]
    path = tuple(word.text for word in plain)
    arguments = reader.arguments[len(path) :]
    fault = _aws_fault(plain)
    return Reading(True, path, tuple(arguments), tuple(reader.flags), reader.rest, fault)


def _aws_fault(plain: Sequence[Word]) -> tuple[FaultKind, Word, str] | None:
    services = (_specification("aws") or {}).get("services", {})
    if not plain or plain[0].text in _PLUGINS["aws"].split():
        return None
    service = plain[0].text
    if service not in services:
        return FaultKind.UNKNOWN_SUBCOMMAND, plain[0], _no_such("aws", "service", service, services)
    verbs = services[service]
    if len(plain) < 2 or not verbs or plain[1].text in ("help", "wait"):
        return None
    verb, _, noun = plain[1].text.partition("-")
    if (noun or ".") in verbs.get(verb, "").split():
        return None
    known = [v if n == "." else f"{v}-{n}" for v, nouns in verbs.items() for n in nouns.split()]
    return FaultKind.UNKNOWN_SUBCOMMAND, plain[1], _no_such(f"aws {service}", "operation", plain[1].text, known)
