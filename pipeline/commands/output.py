"""How a line of a block looks: like a command, or like what a command printed."""

from __future__ import annotations

import re

from pipeline.commands import effects, specifications
from pipeline.commands.vocabulary import words

_OUTPUT = re.compile(
    r"\s*(?:"
    r"\S+(?:[ \t]{2,}|\t)\S+.*?(?:[ \t]{2,}|\t)\S"  # columns
    r"|[A-Z][A-Z0-9_/%()-]*(?:[ \t]{2,}|[ \t]+[A-Z]{2,})"  # a header of columns
    r"|\[\s*\d+\.\d+\]|\[?\d{4}[-/]\d\d[-/]\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|[IWEF]\d{4} \d\d:|\d\d:\d\d:\d\d"
    r"|(?:level|ts|time|msg|caller|severity)=\S+|\w+=\w+ +\d|[\w.-]+ = \S"
    r"|[\w./ ()-]{1,60}:(?:\s|$)"
    r"|(?:\.\.\.|…)"
    r"|[\[{}\]],?\s*$|\"[^\"]*\"\s*[:,]|\"[^\"]*\s[^\"]*\"\s*$"
    r"|[-+=*~_]{3,}\s*$|\|.*\|\s*$|\+--|- \S"
    r"|[A-Z][a-z]+(?:\s|$)|\d+[\s.)]|[^\x00-\x7f]|<[/!?A-Za-z][^<>]*>\s*$"
    r")"
)
_TOKEN = re.compile(r"\s*(?:[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|\$\([^)]*\)|\S*)\s+)*(\S+)")
_LOGGED = re.compile(r"\s*(?:\[\s*\d+\.\d+\]|(?:level|ts|time|msg|caller|severity)=\S+|\w+=\w+ +\d)")
_PATH = re.compile(r"(\.{0,2}|~)/\w")
_EMPTIES = re.compile(r"\s*>\s*/\w")
_ASSIGNS = re.compile(r"\s*[A-Za-z_]\w*(\[\w*\])?\+?=")


def is_tool(name: str) -> bool:
    """Whether a name is that of a tool with a specification or a line in the table of effects."""
    return effects.is_listed(name) or specifications.is_specified(name)


def base_name(token: str) -> str:
    """Return the name of a tool that is written with its folder or with ".sh"; scripts in "./" keep theirs."""
    return token.rsplit("/", 1)[-1].removesuffix(".sh") if not token.startswith("./") else token


def first_word(line: str) -> str:
    """Return the first word of a line behind assignments: the name of a command, if it is one."""
    match = _TOKEN.match(line)
    return match[1].rstrip(";").lstrip("(") if match else ""


def starts(line: str, strict: bool) -> bool:
    """Whether a block may start with this line: with a known tool, a path or an assignment; unless strict, any name."""
    token = base_name(first_word(line))
    if _ASSIGNS.match(line) or token in words("keywords") or _PATH.match(token) or _EMPTIES.match(line):
        return not strict or not re.match(r"\s*[\w.]+=~?\"[^\"]*\",?$", line)
    if is_tool(token):
        return not re.match(r"\s*\w+\s*[:=]\s", line) and not _is_prose(line, token, strict)
    if strict or token.startswith("-") or is_output(line, False):
        return False
    return bool(re.fullmatch(r"[a-z$<{\"'(-][\w.$<>{}()/\"'-]*", token))


def _is_prose(line: str, token: str, strict: bool) -> bool:
    """Whether a line that starts with an English word is a sentence rather than a command."""
    rest = line.strip().partition(" ")[2]
    if token not in words("english") or not rest or re.search(r"(^|\s)[-/|.]|[|=<>$*]", rest):
        return False
    return strict or rest.endswith((".", ":"))


def is_output(line: str, in_output: bool) -> bool:
    """Whether a line was printed; `in_output` says that the one before it was."""
    token = base_name(first_word(line))
    known = is_tool(token)
    if _ASSIGNS.match(line) or token in words("keywords") or (known and token not in words("english")):
        return bool(_LOGGED.match(line))
    if known and not in_output:
        return bool(re.match(r"\s*(\S+:(\s|$)|top - \d)", line))
    return in_output or bool(_OUTPUT.match(line))
