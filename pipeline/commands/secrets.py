"""Passwords, keys and tokens in plain sight: own patterns for command lines, and detect-secrets for whole texts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from pipeline.commands.vocabulary import words
from pipeline.models.command import Fault, FaultKind

_CURE = "take it from a file, the environment or a secret store"

# No text without one of these holds a secret that a pattern finds.
_HINT = re.compile(
    r"(?i)pass|pwd|secret|token|api.?key|bearer|mysql|redis-cli|curl|://|AKIA|ASIA|eyJ|BEGIN|gh._|xox|glpat|sk_live|login|mongo|hv[sb]\.|\bs\.|AIza|npm_|dop_v1"
)
# Variables, placeholders, paths, crosses, and words that say what belongs in their place.
_OPEN = re.compile(
    r"(?i)\\?[$<{\[(%@*].*|.*(?:[<>{}$*…]|\.\.\.).*|x+|\.+|-+\w*|\.{0,2}/.*|\d{1,3}|your.*|my[-_]?(?:pass|secret|token|key).*|example\w*|"
    r"[\w.-]*(?:name|here|file|path|arn|ref|id)|[a-z]+[-_](?:password|secret|token|key|pass|credentials?|config|policy)|[\w-]+\.[a-z]{2,4}"
)


def find(text: str) -> tuple[Fault, ...]:
    """Return the secrets that stand in a block; placeholders, variables and stand-ins are none."""
    if not _HINT.search(text):
        return ()
    found: dict[int, Fault] = {}
    for name, pattern in _patterns():
        for match in pattern.finditer(text):
            secret = re.split(r"['\"`,;|&)}]", match["secret"])[0]
            start = match.start("secret")
            if secret and not _is_open(secret):
                found.setdefault(start, _fault(text, start, start + len(secret), name))
    return tuple(found[start] for start in sorted(found))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = (resources.files("pipeline.commands") / "secrets.txt").read_text(encoding="utf-8")
    pairs = (line.partition(" :: ") for line in text.splitlines() if " :: " in line)
    return tuple((name, re.compile(pattern)) for name, _, pattern in pairs)


def _is_open(secret: str) -> bool:
    """Whether a text only stands where a secret belongs."""
    return bool(_OPEN.fullmatch(secret)) or secret.rstrip(".,:").lower() in words("stand-ins")


def _fault(text: str, start: int, end: int, name: str) -> Fault:
    line_start = text.rfind("\n", 0, start) + 1
    return Fault(
        kind=FaultKind.SECRET,
        line=text.count("\n", 0, start) + 1,
        column=start - line_start + 1,
        end_column=end - line_start + 1,
        message=f"this line holds {name}: {_CURE}",
    )


def scan(text: str) -> tuple[Fault, ...]:
    """Return the secrets of a whole text, with line numbers: own patterns first, then what detect-secrets adds.

    Slow to start (a quarter of a second), so the text is handed on only where it holds something that could be one.
    """
    own = find(text)
    lines = {fault.line for fault in own}
    more = (fault for fault in _detected(text) if fault.line not in lines)
    return tuple(sorted((*own, *more), key=lambda fault: (fault.line, fault.column)))


_SUSPECT = re.compile(
    r"['\"=:\s][A-Za-z0-9+/=_-]{20,}|BEGIN [A-Z ]*PRIVATE KEY|(?:AKIA|ASIA|eyJ|gh[pousr]_|xox|AIza|SK)[A-Za-z0-9_-]{8,}"
)


def _detected(text: str) -> Iterator[Fault]:
    if not any(_random(match[0]) for match in _SUSPECT.finditer(text)):
        return
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import transient_settings

    lines = text.split("\n")
    with tempfile.TemporaryDirectory() as folder, transient_settings(_settings()):
        file = Path(folder) / "block.md"
        file.write_text(text, encoding="utf-8")
        for secret in scan_file(str(file)):
            value = secret.secret_value or ""
            if _is_open(value) or not _random(value):
                continue
            line = lines[secret.line_number - 1]
            column = max(line.find(value), 0) + 1
            yield Fault(
                kind=FaultKind.SECRET,
                line=secret.line_number,
                column=column,
                end_column=column + len(value),
                message=f"this line holds what looks like a secret ({secret.type}): {_CURE}",
            )


def _random(value: str) -> bool:
    """Whether a word looks drawn by chance: digits and letters well mixed."""
    digits = len(re.findall(r"\d", value))
    return (
        digits >= 3
        and len(re.findall(r"[A-Za-z]", value)) >= 8
        and len(re.findall(r"\d(?=[A-Za-z])|[A-Za-z](?=\d)", value)) >= 4
    )


@cache
def _settings() -> dict[str, list[dict[str, str | float]]]:
    plugins: list[dict[str, str | float]] = [{"name": name} for name in sorted(words("detectors"))]
    plugins.append({"name": "Base64HighEntropyString", "limit": 4.5})
    return {"plugins_used": plugins}
