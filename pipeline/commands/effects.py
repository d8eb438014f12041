"""What a call does to the world: read, change, or destroy; from the table effects.txt, else by what its words say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.commands import table
from pipeline.commands.reading import Reading
from pipeline.commands.words import Call, Redirect
from pipeline.models.runbook import Effect

_ORDER = (Effect.READ, Effect.CHANGE, Effect.DESTRUCTIVE)
_TABLE = "effects.txt"

_QUERY = re.compile(
    r"(get|list|ls|show|status|describe|info|version|help|check|inspect|view|cat|print|logs?|tail|history|diff|search|find|"
    r"query|stats?|top|ps|health|ping|verify|validate|test|smoke|report|dump|export|count|watch|monitor|metrics|is|who|"
    r"lookup|explain|read|head|lint|doctor|diagnose|plan|preview|whoami|url|details|members|config|audit|trace|probe)"
)
_DESTROY = re.compile(r"(delete|destroy|purge|wipe|drop|erase|truncate|nuke|flushall|obliterate)")
_SYSTEM = re.compile(r"/(etc|proc|sys|dev|usr|boot|lib\w*|s?bin|run|opt|var(?!/backups?/))/")
_WRITERS = frozenset(("echo", "printf", "cat", "tee", "sed", "awk", "gawk", "envsubst", "yes", ":", "true"))
_SCRATCH = re.compile(r"(/tmp/|/dev/(null|stdout|stderr|tty|fd/)|/var/tmp/|[^/]|$)")


def worst(effects: Sequence[Effect]) -> Effect:
    """Return the gravest of effects; read where there are none."""
    return max(effects, key=_ORDER.index, default=Effect.READ)


def is_listed(tool: str) -> bool:
    """Whether the table knows the tool."""
    return table.holds(_TABLE, tool)


def effect_of(call: Call, reading: Reading) -> Effect:
    """Return a call's effect, with what its redirections write."""
    own = _by_table(call.tool, reading) or _by_words(call, reading)
    kept = own is Effect.READ and call.tool not in _WRITERS
    return worst((own, _files(call), *(_written(redirect, kept) for redirect in call.redirects)))


def _by_table(tool: str, reading: Reading) -> Effect | None:
    best: table.Line | None = None
    for line in table.fitting(_TABLE, tool, reading):
        if line.says.endswith("!"):
            return Effect(line.says.rstrip("!"))
        if best is None or line.weight >= best.weight:
            best = line
    return Effect(best.says) if best is not None else None


def _by_words(call: Call, reading: Reading) -> Effect:
    """Judge an unknown tool by its sub-command, a script by its name: a query reads, all else changes something."""
    words = [*reading.path, *(word.text for word in reading.arguments)][:2]
    said = [part for word in words for part in re.split(r"[-_:.]", word.lower())]
    if any(_DESTROY.fullmatch(part) for part in said):
        return Effect.DESTRUCTIVE
    named = [part for part in re.split(r"[-_./]", call.words[0].text.lower()) if part] if call.words else []
    if any(_QUERY.fullmatch(part) for part in (*said[:3], *named)):
        return Effect.READ
    return Effect.CHANGE


def _written(redirect: Redirect, kept: bool) -> Effect:
    """Judge a file that is written: one that keeps what was read changes only the system's own folders."""
    place = redirect.target.text
    if redirect.operator not in (">", ">>", ">|") or redirect.target.opaque or _SCRATCH.match(place):
        return Effect.READ
    return Effect.READ if kept and not _SYSTEM.match(place) else Effect.CHANGE


def _files(call: Call) -> Effect:
    """Judge the files that a call makes or writes by their place, and one that is emptied by a bare redirection."""
    last = [word for word in call.arguments if not word.is_flag][-1:]
    written = (
        call.arguments if call.tool in ("tee", "touch", "mkdir") else last if call.tool in ("cp", "ln", "gzip") else ()
    )
    if any(word.text.startswith("/") and not word.opaque and not _SCRATCH.match(word.text) for word in written):
        return Effect.CHANGE
    if call.tool in ("psql", "mysql", "mariadb") and any(r.operator == "<" for r in call.redirects):
        return Effect.CHANGE
    empties = call.tool in (":", "true") or [w.text for w in call.words] == ["cat", "/dev/null"]
    if empties and any(r.operator in (">", ">|") and _written(r, False) is Effect.CHANGE for r in call.redirects):
        return Effect.DESTRUCTIVE
    return Effect.READ
