"""Blocks as people paste them: prompts taken off, printed output left out, lines for a database's prompt set apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.commands.output import base_name, first_word, is_output, is_tool, starts
from pipeline.commands.specifications import specification
from pipeline.commands.vocabulary import words

_PROMPT = re.compile(
    r"[ \t]*(?:\[[^\]\n]{1,60}\][$#%]|[\w.-]+@[\w.-]+(?:[: ][~\w/.-]*)?[$#%>]|(?:sh|bash|zsh|ash)-[\d.]+[$#]|"
    r"[~/][\w/.-]* +[$#](?= )|[\w.-]*\d[\w.-]* +[$#](?= )|[\w.-]+ +\$(?= )|[$%])[ \t]+(?=\S)"
)
_ANGLE_PROMPT = re.compile(r"[ \t]*>[ \t]+(?=\S)")
_BARE_PROMPT = re.compile(r"[ \t]*[$#][ \t]*$")
_ROOT = re.compile(r"[ \t]*#[ \t]+(?=[a-zA-Z./_]\S*)")
_SQL_PROMPT = re.compile(r"[ \t]*(?:[\w-]+[=\-'\"(]?[#>]|mysql>|MariaDB \[[^\]]*\]>|sqlite>|->)[ \t]*(?=\S)")
_REDIS_PROMPT = re.compile(r"[ \t]*(?:[\w.-]+:\d+(?:\[\d+\])?|redis)>[ \t]+(?=\S)")
_SQL = re.compile(
    r"[ \t]*(SELECT|SHOW|ALTER|UPDATE|DELETE|INSERT|VACUUM|ANALYZE|REINDEX|EXPLAIN|DROP|CREATE|GRANT|REVOKE|KILL|WITH|"
    r"SET|TRUNCATE|CALL|FLUSH|OPTIMIZE|STOP|START|CHANGE|RESET|PURGE|BEGIN|COMMIT|ROLLBACK|USE|DESCRIBE|REFRESH|"
    r"COPY)\b(?!=)|[ \t]*select\s.*\bfrom\b|[ \t]*\\[a-z?+!]+(\s|$)"
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
    prompts = any(_PROMPT.match(line) or _is_repl(line) for line in lines)
    reader = _Reader(label not in _SHELL_LABELS, angle="" if prompts else _angle(lines))
    if prompts or reader.angle or (label in _CONSOLE_LABELS and any(_is_root(line) for line in lines)):
        return reader.run(lines, reader.prompted)
    return reader.run(lines, reader.unprompted)


def printed_lines(text: str, label: str) -> tuple[int, ...]:
    """Return the lines, counted from 1, of a block with prompts that hold what was printed."""
    lines = text.split("\n")
    if not any(_PROMPT.match(line) or _is_repl(line) for line in lines):
        return ()
    kept = commands(text, label)
    typed = {at for at, line in enumerate(kept.text.split("\n")) if line.strip()}
    for start, line in (*kept.sql, *kept.redis):
        first = text.count("\n", 0, start)
        typed.update(range(first, first + line.count("\n") + 1))
    return tuple(
        at + 1 for at, line in enumerate(lines) if at not in typed and line.strip() and not _BARE_PROMPT.match(line)
    )


def _angle(lines: list[str]) -> str:
    """Tell what a ">" at the start of lines prompts for: "redis", "shell", or "" where it is no prompt."""
    said = [line[match.end() :].split()[0] for line in lines if (match := _ANGLE_PROMPT.match(line))]
    redis = (specification("redis-cli") or {}).get("s", {})
    if said and all(word.lower() in redis for word in said) and not all(is_tool(word) for word in said):
        return "redis"
    return "shell" if said and all(is_tool(base_name(word)) for word in said) else ""


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


@dataclass(slots=True)
class _Reader:
    """Goes through the lines of a block; what goes on from line to line is kept here."""

    strict: bool
    angle: str = ""
    sql: list[tuple[int, str]] = field(default_factory=list)
    redis: list[tuple[int, str]] = field(default_factory=list)
    open_command: str = ""
    open_sql: bool = False
    in_output: bool = False
    started: bool = False
    offset: int = 0

    def run(self, lines: list[str], take: Callable[[str], str | None]) -> Commands:
        """Take each line: the text that is left of it, blanks where nothing is, None for a block of something else."""
        done: list[str] = []
        for line in lines:
            text = take(line)
            if text is None:
                return Commands(" ".join(" " * len(one) for one in lines), found=False)
            done.append(text.ljust(len(line)))
            self.offset += len(line) + 1
        return Commands("\n".join(done), self.started, self.sql, self.redis)

    def prompted(self, line: str) -> str:
        """Keep what follows a prompt, with the lines it goes on in; leave out what was printed."""
        self.started = True
        if self.open_command:
            return self._goes_on(re.sub(r"^(\s*)>(?= )", r"\1 ", line))
        angle = _ANGLE_PROMPT.match(line) if self.angle else None
        if match := _REDIS_PROMPT.match(line) or (angle if self.angle == "redis" else None):
            self.redis.append((self.offset + match.end(), line[match.end() :]))
        elif match := _SQL_PROMPT.match(line) if _is_repl(line) or self.open_sql else None:
            self._sql(match.end(), line)
        elif match := angle or _PROMPT.match(line) or (_ROOT.match(line) if _is_root(line) else None):
            return self._command(" " * match.end() + line[match.end() :])
        elif first_word(line) in words("strong") and not line.rstrip().endswith(":"):
            return self._command(line)
        elif line.lstrip().startswith("#") and not _BARE_PROMPT.match(line):
            return line
        return ""

    def unprompted(self, line: str) -> str | None:
        """Keep commands and comments; leave out what looks printed, up to the next blank line or known tool."""
        if self.open_command:
            return self._goes_on(line)
        if not line.strip():
            self.in_output = self.open_sql = False
        elif line.lstrip().startswith("#"):
            return line
        elif not self.started and not starts(line, self.strict):
            return None
        elif self.open_sql or (self.started and _SQL.match(line)):
            self._sql(0, line)
        elif is_output(line, self.in_output):
            self.in_output = True
        else:
            self.started, self.in_output = True, False
            return self._command(line)
        return ""

    def _command(self, text: str) -> str:
        self.open_command = _left_open(text)
        return text

    def _goes_on(self, text: str) -> str:
        self.open_command = _left_open(self.open_command + "\n" + text)
        return text

    def _sql(self, start: int, line: str) -> None:
        text = line[start:]
        if self.open_sql:
            before, known = self.sql[-1]
            self.sql[-1] = (before, known + "\n" + " " * start + text)
        else:
            self.sql.append((self.offset + start, text))
        self.open_sql = not re.search(r"(;|\\[gG])\s*$", text) and not text.lstrip().startswith("\\")


def _left_open(command: str) -> str:
    """Return the command if it goes on in the next line, else ""."""
    if command.rstrip().endswith(("\\", "|", "&&", "||")) or _open_quote(command) or _open_bracket(command):
        return command
    if match := re.search(r"<<-?\s*['\"]?(\w+)['\"]?", command):
        ended = match[1] in (line.strip() for line in command.split("\n")[1:])
        return "" if ended else command
    return command if any(_unended(command, *pair) for pair in _CONSTRUCTS) else ""


_CONSTRUCTS = ((r"\s*(?:for|while|until)\b", r"\bdone\b"), (r"\s*if\b", r"\bfi\b"), (r"\s*case\b", r"\besac\b"))


def _unended(command: str, opening: str, closing: str) -> bool:
    return bool(re.match(opening, command)) and not re.search(closing, command)


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
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        at += 1
    return quote != ""


def _open_bracket(text: str) -> bool:
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\\.", "", text)
    opens = re.match(r"\s*[\w-]+\s*\(\)\s*\{", bare) and not re.search(r"(^|\n)\s*\}", bare)
    return bool(opens) or (("$(" in bare or "=(" in bare) and bare.count("(") > bare.count(")"))
