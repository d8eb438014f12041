"""Which placeholders a page explains: by name in its prose, in earlier commands, or in themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.models.document import Document

_WORD = re.compile(r"[a-z][a-z0-9]+")
_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_SHELL = frozenset(
    re.findall(
        r"\S+",
        """home user pwd path shell hostname editor lang tmpdir uid ppid random seconds ifs oldpwd term kubeconfig
        logname
    pgpassword pghost pguser pgport pgdatabase aws_profile aws_region line i f p n x file""",
    )
)
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "the a an of your my name id value some any this that to from for in on xxx xx here current new old target",
    )
)
_SHORT = {
    "ns": "namespace", "svc": "service", "db": "database", "cm": "configmap", "pv": "volume", "pvc": "claim", "ip":
    "address",
    "cert": "certificate", "repo": "repository", "env": "environment", "dir": "directory", "num": "number", "addr":
    "address",
    "deploy": "deployment", "sts": "statefulset", "ds": "daemonset", "msg": "message", "cfg": "config", "pid":
    "process",
    "vm": "machine", "host": "node", "hostname": "host", "node": "instance", "ts": "timestamp", "pw": "password",
    "k8s": "kubernetes",
}  # fmt: skip


def is_self_explaining(name: str, written: str, explained: frozenset[str]) -> bool:
    """Tell whether a placeholder says itself what to put in, or every word of its name is explained.

    `<value of namespace label from alert>` needs no more; `$HOME` is set by the shell.
    """
    if name.casefold() in _SHELL or name.isdigit():
        return True
    parts = [part.lower() for part in _SPLIT.split(name) if part]
    if len(parts) >= 4:
        return True
    asked = [part for part in parts if part not in _FILLERS and not part.isdigit()]
    return bool(asked) and all(_is_explained(part, explained) for part in asked)


def _is_explained(part: str, explained: frozenset[str]) -> bool:
    stem = part.rstrip("s")
    return part in explained or stem in explained or f"{stem}s" in explained or _SHORT.get(part, "") in explained


@lru_cache(maxsize=4)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def words_of(document: Document) -> frozenset[str]:
    """Return the words of the page's prose, headings and inline code, and of the columns that its queries print."""
    headings = " ".join((document.title, *(section.title for section in document.sections)))
    prose = "\n".join(p.text for p in document.prose)
    queries = " ".join(b.block.text for b in document.blocks if b.block.language.lower() == "sql")
    spoken = re.sub(r"<[^<>\s]+>|\$\{?\w+\}?", lambda m: m[0] if f"`{m[0]}`" in prose else " ", f"{headings}\n{prose}")
    return _words(_SPLIT_CAMEL.sub(" ", spoken).lower()) | _words(queries.lower())


_SPLIT_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
