"""Secrets in a line of text: known forms of tokens, and values given to names such as "password"."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

_HINTS = (
    "pass", "login", "log in", "credential", "user", "account", "pwd", "secret", "token", "api_key", "api-key",
    "apikey", "access", "bearer", "basic ", "-----begin", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
    "github_pat", "glpat", "xox", "sk-", "sk_", "eyj", "aiza", "npm_", "sg.", "hooks.slack", "curl", "mysql",
    "mariadb", "redis-cli", "://", "mongo", "hvs.", "hvb.", "vault",
)  # fmt: skip
_TOKENS = (
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}\b"),
    ("a GitLab token", r"\bglpat-[\w-]{20,}"),
    ("a Slack token", r"\bxox[abprs]-[\w-]{10,}"),
    ("a Slack webhook", r"https://hooks\.slack\.com/services/T\w+/B\w+/\w{16,}"),
    ("an API key", r"\bsk[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{24,}\b"),
    ("an API key", r"\bAIza[\w-]{35}\b|\bnpm_[A-Za-z0-9]{36}\b|\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("a Vault token", r"\bhv[sb]\.[\w-]{20,}|(?<![\w.])s\.[A-Za-z0-9]{24}(?![\w.])"),
    ("a JSON web token", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)
_NAME = (
    r"(?:password|passwd|passphrase|pass|pwd|secret|api[_-]?key|access[_-]?key|secret[_-]?key|auth[_-]?token"
    r"|access[_-]?token"
    r"|token|client[_-]?secret)"
)
_PAIR = r"\b(?:login|log\s+in|credentials?|user(?:name)?|account)\b[^.\n]{0,25}?\b\w+\s*/\s*(?P<value>[^\s/\"'`,;]{8,})"
_SAID = r"\bpasswords?\b[^.\n`]{0,40}?\bis\s+[\"'`][^\s`]+[\"'`]\s*/\s*[\"'`](?P<value>[^\s\"'`]{6,})"
_VALUES = (
    ("a password", _SAID),
    ("a password", _PAIR),
    ("a password in an address", r"\b[a-z][\w+.-]*://[^\s/:@<>$\"'`{]+:(?P<value>[^\s/@<>\"'`]+)@"),
    ("a password", r"\bcurl\b[^|\n]*?\s(?:-u|--user)[ =]?[\"']?[^\s:\"']+:(?P<value>[^\s\"']+)"),
    ("a password", r"\b(?:mysql\w*|mariadb\S*)\b[^|;\n]*?\s(?-i:-p|--password=)[\"']?(?P<value>[^\s\"'-][^\s\"']*)"),
    ("a password", r"\bredis-cli\b[^|;\n]*?\s(?:-a|--pass)\s+[\"']?(?P<value>[^\s\"']+)"),
    (
        "a password",
        r"\b(?:docker|podman|helm|oras|crane|skopeo|az|oc)\s(?:\w+\s)*?login\b[^|;\n]*?\s(?:-p|--password)[ =]?[\"']?"
        r"(?P<value>[^\s\"']+)",
    ),
    ("a password", r"\bmongo\w*\s[^|;\n]*?(?-i:-p|--password)[ =]?[\"']?(?P<value>[^\s\"'-][^\s\"']*)"),
    ("an AWS secret key", r"\baws_secret_access_key\s+(?P<value>[A-Za-z0-9/+=]{30,})"),
    ("a password", r"\bsshpass\s+-p\s*[\"']?(?P<value>[^\s\"']+)"),
    ("a password", r"\b(?:PGPASSWORD|MYSQL_PWD|REDISCLI_AUTH|SSHPASS)=[\"']?(?P<value>[^\s\"']+)"),
    ("a secret", r"--from-literal=[\"']?[\w.-]*(?:pass|secret|token|key|pwd)[\w.-]*=(?P<value>[^\s\"']+)"),
    ("a token", r"\b(?-i:Bearer|Basic|Token)\s+(?P<value>[A-Za-z0-9+/_.=-]{16,})"),
    (
        "a secret",
        rf"(?<![\w-])(?:[\w.-]*[_.-])?{_NAME}[\"'*`]{{0,3}}\s*(?:=|:|\bis\b)\s*[\"'`*]{{0,3}}"
        rf"(?P<value>[^\s\"'`,;<>|&]{{6,}})",
    ),
)
_COMPILED_TOKENS = tuple((what, re.compile(pattern)) for what, pattern in _TOKENS)
_COMPILED_VALUES = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _VALUES)
_NO_SECRET = re.compile(
    r".*[$<>{}%*\[\]()].*|.*(?:\.\.\.|…|xxx).*"
    r"|(?:your|my|the|some|an?|new|old|this|example|sample|dummy|fake|test|change-?_?me|redacted|removed|hidden|secret"
    r"|password|passwd|passphrase|token|key|value|string|true|false|null|none|empty|required|optional|placeholder"
    r"|insert"
    r"|replace|enter|foo|bar|baz|from|in|stored|see|kubernetes|prometheus)(?:\b|_).*"
    r"|(?:http|/|\.|-|@|#).*|[a-z]+(?:[-_./:][a-z]+)*[.,:;]?|\d+[smhd]?"
    r"|[\w.-]+\.(?:md|ya?ml|json|txt|pem|crt|key|sh|py|com|io|org|net)(?:/.*)?",
    re.IGNORECASE | re.DOTALL,
)


def suspicious_lines(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the lines, counted from 1, that hold a word or a form that secrets go with."""
    for number, line in enumerate(lines, start=1):
        lower = line.lower()
        if any(hint in lower for hint in _HINTS):
            yield number


def secrets_in(line: str) -> Iterator[tuple[str, int, int]]:
    """Yield what the line gives away, and where it starts and ends in it; overlapping ones once."""
    taken: list[tuple[int, int]] = []
    for what, pattern in _COMPILED_TOKENS:
        for match in pattern.finditer(line):
            if "EXAMPLE" not in match[0]:
                taken.append(match.span())
                yield what, *match.span()
    for what, pattern in _COMPILED_VALUES:
        for match in pattern.finditer(line):
            start, end = match.span("value")
            if any(a < end and start < b for a, b in taken) or not _looks_secret(match["value"]):
                continue
            taken.append((start, end))
            yield what, start, end


def _looks_secret(value: str) -> bool:
    if _NO_SECRET.fullmatch(value):
        return False
    kinds = sum(any(test(c) for c in value) for test in (str.islower, str.isupper, str.isdigit)) + (not value.isalnum())
    return kinds >= 2 and (len(value) >= 6) and _entropy(value) > 2.0


def _entropy(value: str) -> float:
    """Return the Shannon entropy in bits a character."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
