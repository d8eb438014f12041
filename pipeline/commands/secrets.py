"""Passwords, keys and tokens in plain sight: own patterns for command lines, and detect-secrets for whole texts."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.models.command import Fault, FaultKind

_CURE = "take it from a file, the environment or a secret store"

# Each names what was found, and holds the secret itself in its group "secret".
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "a password after mysql -p",
            r"\bmysql(?:dump|admin|import|check|show|binlog)?\b[^|;&\n]*?\s-p(?P<secret>[^\s'\"=-][^\s]*)",
        ),
        ("a password after redis-cli -a", r"\bredis-cli\b[^|;&\n]*?\s(?:-a|--pass)[ =](?P<secret>\S+)"),
        ("a password in curl -u", r"\bcurl\b[^|;&\n]*?\s(?:-u|--user)[ =]?['\"]?[\w.@-]+:(?P<secret>[^\s'\"]+)"),
        (
            "a password in --from-literal",
            r"--from-literal[= ]['\"]?[\w.-]*(?:pass|secret|token|key|pwd)[\w.-]*=(?P<secret>[^\s'\"]+)",
        ),
        ("a password after sshpass -p", r"\bsshpass\b\s+-p\s*['\"]?(?P<secret>[^\s'\"]+)"),
        (
            "a password",
            r"(?i)(?<![\w$<{.])(?:[\w-]*(?:password|passwd|pwd|secret[_-]?key|secret|api[_-]?key|access[_-]?token|auth[_-]?token))"
            r"[ \t]*[=:][ \t]*['\"]?(?P<secret>[^\s'\"`,;|&)}]+)",
        ),
        ("a password in an address", r"\b[a-z][a-z0-9+]*://[^\s:/@'\"<>{}$]+:(?P<secret>[^\s@'\"/]+)@"),
        ("an AWS access key", r"(?<![A-Z0-9])(?P<secret>(?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Z0-9])"),
        ("a bearer token", r"(?i)\bbearer\s+(?P<secret>[A-Za-z0-9._~+/=-]{16,})"),
        ("a JSON web token", r"(?P<secret>\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+)"),
        (
            "a token",
            r"(?P<secret>\b(?:gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|glpat-[\w-]{20,}|sk_live_\w{16,}))",
        ),
        ("a private key", r"(?P<secret>-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----)"),
    )
)
_HINT = re.compile(
    r"(?i)pass|pwd|secret|token|api.?key|bearer|mysql|redis-cli|curl|://|AKIA|ASIA|eyJ|BEGIN|gh._|xox|glpat|sk_live|literal"
)
_HARMLESS = re.compile(
    r"(?i)^(?:[\\]?[$<{\[(%@*].*|.*[<>{}$*].*|x+|\.+|…|-+\w*|your.*|my[-_]?(?:pass|secret|token|key).*|changeme|change[-_]me|example\w*|"
    r"redacted|hidden|masked|true|false|null|none|nil|yes|no|required|optional|password|passwd|secret|token|key|pwd|pass|"
    r"string|value|file|env|prompt|stdin|/.*|\.{0,2}/.*|\d{1,3}|[\w.-]*(?:name|here|file|path|arn|ref|id)|test|dummy|placeholder|todo|"
    r"[a-z]+(?:[-_](?:password|secret|token|key|pass|credentials?|config|policy))|[\w-]+\.[a-z]{2,4}|.*\.\.\..*|and|or|is|for|the|in)$"
)


def find(text: str) -> tuple[Fault, ...]:
    """Return the secrets that stand in a block; placeholders, variables and stand-ins are none."""
    if not _HINT.search(text):
        return ()
    found: dict[int, Fault] = {}
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("secret")
            if not _HARMLESS.match(match["secret"].rstrip(".,:")):
                found.setdefault(start, _fault(text, start, end, name))
    return tuple(found[start] for start in sorted(found))


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
            if _HARMLESS.match(value) or not _random(value):
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
    """Whether a word looks drawn by chance: digits and letters mixed, and not made of words or hexadecimal IDs of images."""
    digits = len(re.findall(r"\d", value))
    return (
        digits >= 3
        and len(re.findall(r"[A-Za-z]", value)) >= 8
        and len(re.findall(r"\d(?=[A-Za-z])|[A-Za-z](?=\d)", value)) >= 4
    )


@cache
def _settings() -> dict[str, list[dict[str, str | float]]]:
    plugins: list[dict[str, str | float]] = [
        {"name": name}
        for name in (
            "AWSKeyDetector ArtifactoryDetector AzureStorageKeyDetector BasicAuthDetector DiscordBotTokenDetector GitHubTokenDetector "
            "GitLabTokenDetector JwtTokenDetector MailchimpDetector NpmDetector OpenAIDetector PrivateKeyDetector PypiTokenDetector "
            "SendGridDetector SlackDetector SquareOAuthDetector StripeDetector TelegramBotTokenDetector TwilioKeyDetector"
        ).split()
    ]
    entropy: list[dict[str, str | float]] = [{"name": "Base64HighEntropyString", "limit": 4.5}]
    return {"plugins_used": plugins + entropy}
