"""Blocks as people paste them: prompts taken off, output mixed in left out, lines for a database's own prompt set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.commands.output import base_name, first_word, is_output, is_tool, starts
from pipeline.commands.vocabulary import words

_PROMPT = re.compile(
    r"[ \t]*(?:\[[^\]\n]{1,60}\][$#%]|[\w.-]+@[\w.-]+(?:[: ][~\w/.-]*)?[$#%>]|(?:sh|bash|zsh|ash)-[\d.]+[$#]|"
    r"~?/?[\w/.-]* [$#](?=[ ])|[$%])[ \t]+(?=\S)"
)
_BARE_PROMPT = re.compile(r"[ \t]*[$#][ \t]*$")
_ROOT = re.compile(r"[ \t]*#[ \t]+(?=[a-zA-Z./_]\S*)")
_SQL_PROMPT = re.compile(r"[ \t]*(?:[\w-]+[=\-'\"(]?[#>]|mysql>|MariaDB \[[^\]]*\]>|sqlite>|->)[ \t]*(?=\S)")
_REDIS_PROMPT = re.compile(r"[ \t]*(?:[\w.-]+:\d+(?:\[\d+\])?|redis)>[ \t]+(?=\S)")
_SQL = re.compile(
    r"[ \t]*(SELECT|SHOW|ALTER|UPDATE|DELETE|INSERT|VACUUM|ANALYZE|REINDEX|EXPLAIN|DROP|CREATE|GRANT|REVOKE|KILL|WITH|SET|"
    r"TRUNCATE|CALL|FLUSH|OPTIMIZE|STOP|START|CHANGE|RESET|PURGE|BEGIN|COMMIT|ROLLBACK|USE|DESCRIBE|REFRESH|COPY)\b(?!=)|"
    r"[ \t]*select\s.*\bfrom\b|[ \t]*\\[a-z?+!]+(\s|$)"
)
_SHELL_LABELS = frozenset(("bash", "sh", "shell", "zsh", "ksh"))
_CONSOLE_LABELS = frozenset(
    ("console", "terminal", "shell-session", "shellsession", "sh-session", "bash-session", "session")
)


@dataclass(slots=True)
class Commands:
    """What of a block is for a shell: `text` has the block's length, all else blanked out.

    `sql` and `redis` hold lines for a database's own prompt with their offsets. `found` says that there is any command.
    """

    text: str
    found: bool = True
    sql: list[tuple[int, str]] = field(default_factory=list)
    redis: list[tuple[int, str]] = field(default_factory=list)


def is_shell(label: str) -> bool:
    """Whether a fence's label says that the block is for a shell."""
    return label in _SHELL_LABELS or label in _CONSOLE_LABELS


def commands(text: str, label: str) -> Commands:
    """Return what of a block is commands; `found` is False where nothing looks like one."""
    lines = text.split("\n")
    if any(_PROMPT.match(line) or _is_repl(line) for line in lines):
        return _prompted(lines)
    if label in _CONSOLE_LABELS and any(_is_root(line) for line in lines):
        return _prompted(lines)
    quoted = [line for line in lines if line.strip()]
    if quoted and all(re.match(r"\s*> ", line) for line in quoted):
        lines = [re.sub(r">", " ", line, count=1) for line in lines]
    return _unprompted(lines, strict=label not in _SHELL_LABELS)


def _is_repl(line: str) -> bool:
    return bool(_REDIS_PROMPT.match(line)) or bool(re.match(r"[ \t]*(mysql>|MariaDB \[|[\w-]+=[#>] )", line))


def _is_root(line: str) -> bool:
    """Whether a line starts with the prompt of root rather than with a comment."""
    match = _ROOT.match(line)
    if not match:
        return False
    rest = line[match.end() :]
    if re.match(r"[A-Z_]+=['\"<$\w]", rest):
        return True
    name = rest.split()[0]
    known = is_tool(base_name(name)) and not re.search(r"[.:]$", rest)
    return known and (
        name not in words("english") or bool(re.search(r"(^|\s)[-/|]|[|=<>$]", rest)) or " " not in rest.strip()
    )


# Blocks with prompts


def _prompted(lines: list[str]) -> Commands:
    kept = Commands("")
    done: list[str] = []
    open_command, offset = "", 0
    for line in lines:
        text = " " * len(line)
        if open_command:
            text = re.sub(r"^(\s*)>(?= )", r"\1 ", line)
            open_command = _left_open(open_command + "\n" + text)
        elif match := _REDIS_PROMPT.match(line):
            kept.redis.append((offset + match.end(), line[match.end() :]))
        elif _is_repl(line) and (match := _SQL_PROMPT.match(line)):
            kept.sql.append((offset + match.end(), line[match.end() :]))
        elif _BARE_PROMPT.match(line):
            pass
        elif match := _PROMPT.match(line) or (_ROOT.match(line) if _is_root(line) else None):
            text = " " * match.end() + line[match.end() :]
            open_command = _left_open(text)
        elif (first := first_word(line)) in words("strong") and not line.rstrip().endswith(":"):
            text = line
            open_command = _left_open(text)
        elif first and first.startswith("#"):
            text = line
        done.append(text)
        offset += len(line) + 1
    kept.text = "\n".join(done)
    return kept


def _left_open(command: str) -> str:
    """Return the command if it goes on in the next line, else ""."""
    stripped = command.rstrip()
    if stripped.endswith(("\\", "|", "&&", "||")) or _open_quote(command):
        return command
    if match := re.search(r"<<-?\s*['\"]?(\w+)['\"]?", command):
        lines = [line.strip() for line in command.split("\n")[1:]]
        return "" if match[1] in lines else command
    if len(re.findall(r"(?:^|[\s;])do(?:\s|$)", command)) > len(re.findall(r"(?:^|[\s;])done\b", command)):
        return command
    if re.match(r"\s*(for|while|until)\b", command) and not re.search(r"\bdone\b", command):
        return command
    if re.match(r"\s*if\b", command) and not re.search(r"\bfi\b", command):
        return command
    return command if _open_bracket(command) else ""


def _open_quote(text: str) -> bool:
    quote, at = "", 0
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"`":
            quote = char
        elif char == "#" and (at == 0 or text[at - 1].isspace()):
            at = text.find("\n", at)
            if at < 0:
                break
        at += 1
    return quote != ""


def _open_bracket(text: str) -> bool:
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\\.", "", text)
    return bare.count("$(") > 0 and bare.count("(") > bare.count(")")


# Blocks without prompts


def _unprompted(lines: list[str], strict: bool) -> Commands:
    kept = Commands("")
    done: list[str] = []
    open_command, in_output, started, offset = "", False, False, 0
    for line in lines:
        text = line
        if open_command:
            open_command = _left_open(open_command + "\n" + line)
        elif not line.strip():
            in_output = False
        elif line.lstrip().startswith("#"):
            pass
        elif not started and not starts(line, strict):
            return Commands(" " * sum(len(x) + 1 for x in lines), found=False)
        elif started and (_SQL.match(line) and base_name(first_word(line)) not in words("strong")):
            kept.sql.append((offset, line))
            text = " " * len(line)
        elif is_output(line, in_output):
            in_output = True
            text = " " * len(line)
        else:
            started, in_output = True, False
            open_command = _left_open(text)
        done.append(text)
        offset += len(line) + 1
    kept.text = "\n".join(done)
    kept.found = started
    return kept
