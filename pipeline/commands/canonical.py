"""Commands brought to one form, so that two people's ways to write the same one compare equal."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.commands import cli, console, placeholders, shell, specifications, sql, wrappers
from pipeline.commands.reading import Reading
from pipeline.commands.vocabulary import words
from pipeline.commands.words import Call, Word

ANY = "*"
"""Stands for a value that a placeholder or a variable leaves open: it equals every value."""

_TOOLS = {
    "oc": "kubectl",
    "k": "kubectl",
    "mariadb": "mysql",
    "tofu": "terraform",
    "valkey-cli": "redis-cli",
    "egrep": "grep",
    "fgrep": "grep",
}

_KINDS = {
    short: kind
    for kind, shorts in {
        "pod": "po",
        "service": "svc",
        "deployment": "deploy",
        "statefulset": "sts",
        "daemonset": "ds",
        "replicaset": "rs",
        "node": "no",
        "namespace": "ns project",
        "persistentvolume": "pv",
        "persistentvolumeclaim": "pvc",
        "event": "ev",
        "configmap": "cm",
        "ingress": "ing ingresses",
        "horizontalpodautoscaler": "hpa",
        "poddisruptionbudget": "pdb",
        "cronjob": "cj",
        "endpoint": "ep",
        "serviceaccount": "sa",
        "storageclass": "sc storageclasses",
        "customresourcedefinition": "crd",
        "clusteroperator": "co",
        "machineconfigpool": "mcp",
        "certificatesigningrequest": "csr",
        "networkpolicy": "netpol networkpolicies",
        "resourcequota": "quota",
        "priorityclass": "pc priorityclasses",
    }.items()
    for short in shorts.split()
}
_KAFKA = {
    name: name for name in ("list", "describe", "create", "delete", "alter", "execute", "verify", "reset-offsets")
}
# The flags that make a command another one; a name behind "=" is kept with its value.
_FLAGS: dict[str, dict[str, str]] = {
    "kubectl": {
        "p": "previous",
        "previous": "previous",
        "force": "force",
        "all": "all",
        "to": "to",
        "to-image": "to",
        "list": "list",
    },
    "journalctl": {"u": "unit=", "unit": "unit=", "k": "kernel", "dmesg": "kernel"},
    "curl": {"X": "method=", "request": "method="},
    "redis-cli": {
        "bigkeys": "bigkeys",
        "memkeys": "memkeys",
        "hotkeys": "hotkeys",
        "latency": "latency",
        "stat": "stat",
        "cluster": "cluster=",
    },
    "git": {"hard": "hard", "force": "force", "f": "force", "force-with-lease": "force"},
    "rm": {"r": "recursive", "R": "recursive", "recursive": "recursive"},
    "find": {"delete": "delete"},
    "sed": {"i": "in-place", "in-place": "in-place"},
    "sysctl": {"w": "write", "write": "write"},
    "df": {"i": "inodes", "inodes": "inodes"},
    "terraform": {"destroy": "destroy"},
    "etcdctl": {"keys-only": "keys-only"},
    **dict.fromkeys(("kafka-topics", "kafka-consumer-groups", "kafka-configs", "kafka-reassign-partitions"), _KAFKA),
}


def same_command(a: str, b: str) -> bool:
    """Whether two texts come down to the same command; what a placeholder leaves open equals anything."""
    one, other = canonical(a), canonical(b)
    return bool(one) and _equal(one, other)


def canonical(text: str) -> tuple[str, ...]:
    """Return the form of a text's main command: tool, sub-commands, object and main flags; () where there is none.

    "oc -n x get po web-1 -o yaml" and "kubectl get pods" are both ("kubectl", "get", "pod").
    """
    return next(iter(canonicals(text)), ())


@lru_cache(maxsize=8192)
def canonicals(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the forms of all commands of a text but the plumbing; that too where there is nothing else."""
    if re.match(
        r"\s*(SELECT|SHOW|EXPLAIN|WITH|UPDATE|DELETE|ALTER|VACUUM|INSERT|DROP|KILL|select\s.*\bfrom)\b", text, re.DOTALL
    ):
        return _of_sql(text, "postgres")
    kept = console.commands(text, "bash").text
    marks = placeholders.find(kept, "bash")
    left_open = frozenset(placeholders.plain(kept[mark.start : mark.end]) for mark in marks)
    script = shell.parse(placeholders.mask(kept, marks), [(mark.start, mark.end) for mark in marks])
    calls = [layer for call in script.calls for layer, works in wrappers.layers(call) if works and layer.tool]
    main = [
        call
        for call in calls
        if call.tool not in words("plumbing") or (not call.fed and call.tool in words("by-argument"))
    ]
    return tuple(form for call in main or calls[:1] for form in _forms(call, left_open))


def _equal(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(a == b or ANY in (a, b) for a, b in zip(one, other, strict=True))


def _forms(call: Call, left_open: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    reading = cli.read(call.tool, call.arguments)
    statement = next((v for name, v, _ in reading.flags if name in ("c", "command", "e", "execute") and v), "")
    tool = _TOOLS.get(call.tool, call.tool)
    if tool in ("psql", "mysql") and statement:
        return _of_sql(statement, sql.DIALECTS.get(tool, "postgres"))
    if tool in ("psql", "mysql") and (bodies := [r.target.text for r in call.redirects if r.operator in ("<<", "<<<")]):
        return _of_sql(bodies[0], sql.DIALECTS.get(tool, "postgres"))
    tool = specifications.ALIASES.get(tool, tool)
    return ((tool, *_path(tool, reading), *_object(tool, reading), *_main_flags(tool, reading, left_open)),)


def _path(tool: str, reading: Reading) -> tuple[str, ...]:
    path = reading.path
    if (
        tool == "kubectl"
        and path[:1] == ("adm",)
        and path[1:2]
        and path[1] in ("top", "cordon", "uncordon", "drain", "taint", "certificate")
    ):
        path = path[1:]
    if tool == "kubectl" and path == ("top",) and reading.arguments:
        return ("top", _kind(reading.arguments[0]))
    if tool == "kubectl" and path == ("events",):
        return ("get", "event")
    if path or tool in words("plain") or tool in words("by-argument"):
        return path
    verbs: list[str] = []
    for word in reading.arguments[:2]:
        if word.opaque or not re.fullmatch(r"[a-z][a-z_-]*", word.text):
            break
        verbs.append(word.text)
    return tuple(verbs)


def _object(tool: str, reading: Reading) -> tuple[str, ...]:
    if (
        tool == "kubectl"
        and reading.path[:1]
        and reading.path[-1] in ("get", "describe", "delete", "edit", "patch", "scale", "label")
    ):
        return (_kind(reading.arguments[0]),) if reading.arguments else ()
    if tool == "curl":
        address = next((word for word in reading.arguments if "/" in word.text or "." in word.text), None)
        return (_url_path(address),) if address else ()
    if tool in words("by-argument"):
        return tuple(
            ANY if word.opaque else _unit(word.text) for word in reading.arguments[: 2 if tool == "redis-cli" else 1]
        )
    return ()


def _kind(word: Word) -> str:
    if word.opaque and "/" not in word.text:
        return ANY
    kind = re.split(r"[/.]", word.text.lower(), maxsplit=1)[0]
    return ",".join(
        sorted(_KINDS.get(one, _KINDS.get(one.removesuffix("s"), one.removesuffix("s"))) for one in kind.split(","))
    )


def _url_path(word: Word) -> str:
    path = re.sub(r"^(\w+://)?[^/]*", "", word.text.split("?")[0]).rstrip("/")
    return path or ("/" if not word.opaque else ANY)


def _unit(text: str) -> str:
    return text.removesuffix(".service").lower()


def _main_flags(tool: str, reading: Reading, left_open: frozenset[str]) -> tuple[str, ...]:
    known = _FLAGS.get(tool, {})
    found = set()
    for name, value, _ in reading.flags:
        if (shown := known.get(name, "")).endswith("="):
            found.add(ANY if value in left_open or "$" in value else shown + _unit(value))
        elif shown:
            found.add(shown)
    return tuple(sorted(found - {"method=get"}))


def _of_sql(text: str, dialect: str) -> tuple[tuple[str, ...], ...]:
    masked = placeholders.mask(text, placeholders.find(text, "sql"))
    return tuple(("sql", s.verb.lower(), *(s.tables or _first_words(s.text))) for s in sql.statements(masked, dialect))


def _first_words(statement: str) -> tuple[str, ...]:
    """Name a statement without tables by the functions it calls, else by its second word."""
    called = re.findall(r"(\w+)\s*\(", statement.lower())
    return tuple(called[:1]) or tuple(statement.lower().rstrip(";").split()[1:2])
