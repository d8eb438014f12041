"""Blocks as people paste them: prompts taken off, output mixed in left out, lines for a database's own prompt set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.commands import cli, effects

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
_KEYWORDS = frozenset(
    "if then else elif fi for while until do done case esac function select time ! { } ( [[ [ ((".split() + [";;", "in"]
)
# Names of tools that are English words too: a line needs more to be a command.
_ENGLISH = frozenset(
    "find test watch make install sort cut host date time who more less top free last history service kill wait read set "
    "type which file head tail at look dig mount patch split join sleep stat strings touch tree help jobs script import "
    "export exit continue break return source go node start stop restart check open note see view start info man dir w "
    "monitor clear reset format login logout screen expect sync true false yes fold paste column complete let local "
    "command users groups perf step init pd route last nice cat is".split()
)
_STRONG = frozenset(
    "kubectl oc helm docker podman systemctl journalctl psql redis-cli curl aws gcloud etcdctl git terraform openssl ssh sudo "
    "kafka-topics kafka-consumer-groups kafka-configs mysql crictl ceph rbd df du ls ps grep awk ss netstat ip".split()
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


def is_tool(name: str) -> bool:
    """Whether a name is that of a tool with a specification or a line in the table of effects."""
    return effects.is_listed(name) or cli.is_specified(name)


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
    known = is_tool(_base(name)) and not re.search(r"[.:]$", rest)
    return known and (name not in _ENGLISH or bool(re.search(r"(^|\s)[-/|]|[|=<>$]", rest)) or " " not in rest.strip())


def _base(token: str) -> str:
    return token.rsplit("/", 1)[-1].removesuffix(".sh") if not token.startswith("./") else token


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
        elif (first := _first(line)) in _STRONG and not line.rstrip().endswith(":"):
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
        elif not started and not _starts(line, strict):
            return Commands(" " * sum(len(x) + 1 for x in lines), found=False)
        elif started and (_SQL.match(line) and _base(_first(line)) not in _STRONG):
            kept.sql.append((offset, line))
            text = " " * len(line)
        elif _is_output(line, in_output):
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


def _starts(line: str, strict: bool) -> bool:
    """Whether a block may start with this line: a known tool, a path, an assignment; unless strict, any lower-case name."""
    token = _base(_first(line))
    if re.match(r"\s*[A-Za-z_]\w*(\[\w*\])?\+?=", line) or token in _KEYWORDS or re.match(r"(\.{0,2}|~)/\w", token):
        return not re.match(r"\s*[\w.]+=~?\"[^\"]*\",?$", line) or not strict
    if is_tool(token):
        rest = line.strip().partition(" ")[2]
        plain = token in _ENGLISH and not re.search(r"(^|\s)[-/|.]|[|=<>$*]", rest) and bool(rest)
        return not (plain and (strict or re.search(r"[.:]$", rest))) and not re.match(r"\s*\w+\s*[:=]\s", line)
    if strict or token.startswith("-") or _is_output(line, False):
        return False
    return bool(re.fullmatch(r"[a-z$<{\"'(-][\w.$<>{}()/\"'-]*", token))


def _is_output(line: str, in_output: bool) -> bool:
    token = _base(_first(line))
    if (
        is_tool(token)
        and token not in _ENGLISH
        or token in _KEYWORDS
        or re.match(r"\s*[A-Za-z_]\w*(\[\w*\])?\+?=", line)
    ):
        return bool(re.match(r"\s*(?:(?:level|ts|time|msg|caller|severity)=\S+|\w+=\w+ +\d)", line))
    if is_tool(token) and not in_output:
        return bool(re.match(r"\s*(\S+:(\s|$)|top - \d)", line))
    return in_output or bool(_OUTPUT.match(line))


def _first(line: str) -> str:
    match = _TOKEN.match(line)
    return match[1].rstrip(";").lstrip("(") if match else ""
