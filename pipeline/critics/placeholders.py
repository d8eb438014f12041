"""Which placeholders a page explains: by name in its prose, in earlier commands, or in themselves."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.models.command import Placeholder
from pipeline.models.document import Document, DocumentStep, Layout

_WORD = re.compile(r"[a-z][a-z0-9]+")
_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BARE_END = re.compile(r"[\s\"'/,;)\]]|$")
_MARKED = re.compile(r"<[^<>\s]+>|\$\{?\w+\}?")
_CODE = re.compile(r"`[^`\n]*\s[^`\n]*`")
"""Inline code of several words: a command, which explains nothing of what it uses."""
_ANGLE = re.compile(r"<[a-z0-9-]+>")
_DECLARED = re.compile(r"\s*[-*] `<[a-z0-9-]+>`(?::|\s+[-–—=]|\s+is\b)")
_VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*\}?")
_SHELL = frozenset(
    re.findall(
        r"\S+",
        """
        home user pwd path shell hostname editor lang tmpdir uid ppid random seconds ifs oldpwd term
        kubeconfig logname pgpassword pghost pguser pgport pgdatabase aws_profile aws_region line i f p n x
        file
        """,
    )
)
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        """
        the a an of your my name names id value some any this that to from for in on or and xxx xx here
        current new old target full internal external specific affected failing failed failure first last
        actual given exact respective unhealthy problematic stuck bad broken existing desired real number
        """,
    )
)
_LABELS = frozenset(
    re.findall(
        r"\S+",
        """
        namespace ns pod node instance job container deployment statefulset daemonset service cluster
        alertname device mountpoint persistentvolumeclaim pvc
        """,
    )
)
"""Labels that alerts carry: on a page about an alert the alert itself gives their values."""
_SAME = {
    "ns": ("namespace", "namespaces", "project"),
    "svc": ("service",),
    "db": ("database",),
    "cm": ("configmap",),
    "pv": ("volume",),
    "pvc": ("claim", "volume"),
    "ip": ("address", "instance", "host", "node"),
    "cert": ("certificate",),
    "repo": ("repository",),
    "env": ("environment",),
    "dir": ("directory", "folder"),
    "num": ("number",),
    "addr": ("address",),
    "deploy": ("deployment",),
    "sts": ("statefulset",),
    "ds": ("daemonset",),
    "msg": ("message",),
    "cfg": ("config",),
    "pid": ("process",),
    "vm": ("machine",),
    "host": ("node", "server", "hosts"),
    "hostname": ("host", "node", "server"),
    "node": ("instance", "machine"),
    "ts": ("timestamp",),
    "pw": ("password",),
    "iface": ("interface", "nic"),
    "dev": ("device",),
    "sa": ("account",),
    "ctx": ("context",),
    "image": ("tag",),
    "rev": ("revision",),
}


def is_explained(
    placeholder: Placeholder, line: str, document: Document, step: DocumentStep, *, listed: bool = False
) -> bool:
    """Tell whether the page says what the placeholder stands for, or it says so itself.

    `line` is the line of code it stands in, and `step` the step of that. `<value of namespace label from alert>` needs
    no more, `$HOME` is set by the shell, and `max_objects <objects>` says it in the word before.
    A shell variable that nobody sets is empty and no error, so that more is asked of it: its own step says its words,
    or the page names it as it is written. Where the page lists what its `<placeholders>` are (`listed`), one that is
    not named there is not explained.
    """
    name = placeholder.name
    if re.search(rf"\bfor\s+{re.escape(name)}\s+in\b", line):
        return True
    if name.casefold() in _SHELL or name.isdigit() or _is_other_word(placeholder, line):
        return True
    parts = [part.lower() for part in _SPLIT.split(name) if part]
    asked = [part for part in parts if part not in _FILLERS and not part.isdigit()]
    if len(set(parts)) >= 4:
        return True
    labels = _LABELS if document.layout is Layout.ALERT_PAGE else frozenset()
    if _VARIABLE.fullmatch(placeholder.written):
        spoken = _own_words(step) | labels
        return (
            _is_named(name, document)
            or _before(placeholder, line).endswith(f"--{name.lower().replace('_', '-')}")
            or (all(_is_spelt(part, spoken) for part in asked) if asked else _has_kind(placeholder, line))
        )
    if listed and _ANGLE.fullmatch(placeholder.written):
        return any(f"`{placeholder.written}`" in p.text for p in document.prose)
    if any(f"`{placeholder.written}`" in p.text for p in document.prose):
        return True
    if _is_defined(name, document):
        return True
    explained = words_of(document) | labels
    return bool(asked) and all(
        _is_known(part, explained) or _is_named_before(placeholder, part, line) for part in asked
    )


def lists_them(document: Document) -> bool:
    """Tell whether the page explains placeholders in list items of their own, so that one without is an oversight."""
    return any(_DECLARED.match(line) for line in document.lines)


def _is_defined(name: str, document: Document) -> bool:
    """Tell whether a sentence or a comment of a block begins with the name and says what it is: “ID is in the …”."""
    defined = re.compile(
        rf"(?:^|[.;:,(#]\s*)[`<]*{re.escape(name)}[`>]*(?:\s*[:=]|\s+(?:is|are|means|stands|comes)\b)", re.I | re.M
    )
    comments = (line for b in document.blocks for line in b.block.text.split("\n") if line.lstrip().startswith("#"))
    return any(map(defined.search, (*(p.text for p in document.prose), *comments)))


def _is_named(name: str, document: Document) -> bool:
    """Tell whether the prose holds the name as it is written, outside a command that uses it."""
    written = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(written.search(_CODE.sub(" ", p.text)) for p in document.prose)


def _own_words(step: DocumentStep) -> frozenset[str]:
    prose = " ".join((step.title, *(p.text for p in (*step.prose, *step.checks))))
    return words_in(_CODE.sub(" ", prose))


def _is_other_word(placeholder: Placeholder, line: str) -> bool:
    """Tell whether what looks like a bare placeholder is a part of something longer, such as a search pattern."""
    if placeholder.written != placeholder.name:
        return False
    start = line.find(placeholder.written)
    return start >= 0 and not _BARE_END.match(line, start + len(placeholder.written))


def _before(placeholder: Placeholder, line: str) -> str:
    """Return what stands before the placeholder in its line, without the marks that join them."""
    place = re.search(rf"{re.escape(placeholder.written)}(?!\w)", line)
    return line[: place.start()].rstrip(" =:\"'/.") if place else ""


def _is_named_before(placeholder: Placeholder, part: str, line: str) -> bool:
    """Tell whether the word before the placeholder says more than its name: `max_objects <objects>`."""
    before = re.search(r"[\w-]+$", _before(placeholder, line))
    word = before[0].lower().lstrip("-") if before else ""
    return part in _SPLIT.split(word) and word != part


def _has_kind(placeholder: Placeholder, line: str) -> bool:
    """Tell whether a plain word says of what a bare `$NAME` is the name: `describe deployment $NAME`."""
    return re.search(r"(?<![\w-])[a-z]{2,}$", _before(placeholder, line)) is not None


def _is_known(part: str, explained: frozenset[str]) -> bool:
    return _is_spelt(part, explained) or any(_is_said(word, explained) for word in _SAME.get(part, ()))


def _is_spelt(part: str, explained: frozenset[str]) -> bool:
    """Tell whether the word itself is there, or both halves of two that are written as one."""
    if _is_said(part, explained):
        return True
    halves = ((part[:i], part[i:]) for i in range(2, len(part) - 1))
    return any(_is_said(a, explained) and (b in _FILLERS or _is_said(b, explained)) for a, b in halves)


def _is_said(word: str, explained: frozenset[str]) -> bool:
    return word in explained or word.rstrip("s") in explained or f"{word}s" in explained


@lru_cache(maxsize=4)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, `camelCase` as two."""
    return _words(_CAMEL.sub(" ", text).lower())


def words_of(document: Document) -> frozenset[str]:
    """Return the words of the page's prose, headings and inline code, and of the columns that its queries print."""
    headings = " ".join((document.title, *(section.title for section in document.sections)))
    prose = "\n".join(p.text for p in document.prose)
    queries = " ".join(b.block.text for b in document.blocks if b.block.language.lower() == "sql")
    spoken = _MARKED.sub(lambda m: m[0] if f"`{m[0]}`" in prose else " ", f"{headings}\n{prose}")
    return words_in(spoken) | _words(_MARKED.sub(" ", queries).lower())
