"""A block of a runbook → all that is known of it: its commands, their effects, placeholders and faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.commands import (
    cli,
    console,
    effects,
    endless,
    placeholders,
    promql,
    secrets,
    shell,
    sql,
    syntax,
    table,
    wrappers,
)
from pipeline.commands.cli import Reading
from pipeline.commands.placeholders import Mark
from pipeline.commands.words import Call, Word
from pipeline.models.command import Analysis, Fault, FaultKind, Invocation, Placeholder
from pipeline.models.runbook import Block, Effect

_PROMQL_LABELS = frozenset(("promql", "prometheus", "metricsql"))
_UNLABELLED = frozenset(("", "text", "txt", "plaintext", "plain", "code"))
_COMMENTS = re.compile(r"^[ \t]*(?:#|//)[^\n]*$", re.M)
_PROMQL = re.compile(
    r"\s*(?:[(\s]*|-?\d[\d.]*\s*[-*/+]\s*)(?:(?:sum|avg|max|min|count|topk|bottomk|stddev|quantile|group|rate|irate|increase|delta|"
    r"histogram_quantile|label_replace|absent|predict_linear|changes|resets|vector|scalar|sort_desc|clamp_\w+|\w+_over_time)"
    r"\s*(?:(?:by|without)\s*\([^)]*\)\s*)?\(|[a-z_:][\w:]*\{[^}]*\}|[a-z][a-z0-9]*(?:[_:][a-z0-9]+){2,}\s*(?:$|[-+*/<>=\[]))"
)
_SQL = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?:SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP|TRUNCATE|VACUUM|REINDEX|EXPLAIN|SHOW|GRANT|WITH|KILL|"
    r"select\s.*\sfrom\s|update\s.*\sset\s|delete\s+from\s)\b",
    re.DOTALL,
)
# Set wherever a shell runs.
_ENVIRONMENT = frozenset(
    "HOME PATH USER PWD OLDPWD SHELL HOSTNAME LANG EDITOR TMPDIR TERM UID EUID GID PPID RANDOM SECONDS LINENO IFS LOGNAME KUBECONFIG "
    "BASH_SOURCE FUNCNAME OPTARG OPTIND REPLY PIPESTATUS COLUMNS LINES EPOCHSECONDS BASHPID HOSTTYPE OSTYPE MACHTYPE DISPLAY "
    "SSH_AUTH_SOCK SUDO_USER XDG_RUNTIME_DIR PS1".split()
)


def analyse(block: Block) -> Analysis:
    """Return what is known of a block. A block in no language that is read here has language "" and no faults of syntax.

    `parsed` is False only where a fault says why.
    """
    return _analyse(block.language.lower(), block.text)


@lru_cache(maxsize=4096)
def _analyse(label: str, text: str) -> Analysis:
    for reader in _readers(label, text):
        analysis = reader(text, label)
        if analysis is not None:
            return analysis
    return Analysis(language="", parsed=True, faults=secrets.find(text))


Reader = Callable[[str, str], Analysis | None]


def _readers(label: str, text: str) -> Iterator[Reader]:
    """Yield the ways to read a block, the likeliest first; each answers None for a text that is not its own."""
    if label in _PROMQL_LABELS:
        yield _promql
    elif label in sql.DIALECTS or label == "sql":
        yield _sql
    elif console.is_shell(label) or label in _UNLABELLED:
        if _PROMQL.match(_COMMENTS.sub("", text).lstrip()):
            yield _promql_or_none
            return
        if label in _UNLABELLED and _SQL.match(text):
            yield _sql_or_none
        if console.is_shell(label) or label == "" or re.search(r"^\s*\$ ", text, re.M):
            yield _shell


# PromQL


def _promql(text: str, label: str) -> Analysis:
    marks = placeholders.find(text, "promql")
    faults: list[Fault] = []
    for start, expression in _expressions(text):
        error = _promql_error(expression)
        if error is not None and not marks:
            line = text.count("\n", 0, start) + 1
            faults.append(Fault(kind=FaultKind.SYNTAX, line=line, message=f"the PromQL does not parse: {error}"))
    faults.extend(secrets.find(text))
    return Analysis(
        language="promql",
        parsed=not any(fault.kind is FaultKind.SYNTAX for fault in faults),
        placeholders=tuple(_placeholder(text, mark) for mark in marks),
        faults=tuple(faults),
    )


def _promql_or_none(text: str, label: str) -> Analysis | None:
    found = _promql(text, label)
    return found if found.parsed else None


def _promql_error(expression: str) -> str | None:
    return promql.check(re.sub(r"\$\{?__?\w+(:\w+)?\}?", "5m", expression))


def _expressions(text: str) -> Iterator[tuple[int, str]]:
    """Yield the expressions of a text: the whole, or where that is not one, its paragraphs, or the lines of a paragraph."""
    if _promql_error(text) is None:
        yield 0, text
        return
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        paragraph = match[0]
        bare = _COMMENTS.sub("", paragraph).strip()
        lines = [line for line in bare.split("\n") if line.strip()]
        if not bare or _promql_error(bare) is None or all(_promql_error(line) is None for line in lines):
            continue
        yield match.start(), bare


# SQL


def _sql(text: str, label: str) -> Analysis:
    marks = placeholders.find(text, "sql")
    body = _Body(text, marks)
    body.sql(0, placeholders.mask(text, marks), sql.DIALECTS.get(label, "postgres"))
    body.faults.extend(secrets.find(text))
    return body.analysis("sql")


def _sql_or_none(text: str, label: str) -> Analysis | None:
    found = _sql(text, label)
    return found if found.parsed else None


# Shell


def _shell(text: str, label: str) -> Analysis | None:
    kept = console.commands(text, label)
    if not kept.found:
        return None
    marks = tuple(
        m for m in placeholders.find(text, "bash") if kept.text[m.start : m.end].strip() or kept.sql or kept.redis
    )
    body = _Body(text, marks)
    masked = placeholders.mask(kept.text, tuple(m for m in marks if kept.text[m.start : m.end].strip()))
    body.shell(masked, session_follows=bool(kept.sql or kept.redis))
    for start, line in kept.sql:
        body.sql(start, line, "postgres", certain=False)
    for start, line in kept.redis:
        body.redis(start, line)
    body.faults.extend(secrets.find(text))
    return body.analysis("bash")


@dataclass(slots=True)
class _Body:
    """Gathers what is found in one block."""

    text: str
    marks: tuple[Mark, ...]
    invocations: list[Invocation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)
    uses: list[tuple[str, str, int]] = field(default_factory=list)
    in_root_shell: bool = False

    def analysis(self, language: str) -> Analysis:
        faults = sorted(self.faults, key=lambda fault: (fault.line, fault.column))
        return Analysis(
            language=language,
            parsed=not any(fault.kind is FaultKind.SYNTAX for fault in faults),
            effect=effects.worst([invocation.effect for invocation in self.invocations]),
            invocations=tuple(self.invocations),
            placeholders=tuple(self._placeholders()),
            faults=tuple(faults),
            defines=tuple(dict.fromkeys(self.defines)),
        )

    def _placeholders(self) -> Iterator[Placeholder]:
        found = [(mark.start, _placeholder(self.text, mark)) for mark in self.marks]
        known = {*self.defines, *_ENVIRONMENT}
        for name, written, start in self.uses:
            inside = any(mark.start <= start < mark.end for mark in self.marks)
            if name not in known and not inside and not name.isdigit():
                found.append((start, Placeholder(name=name, written=written, line=self.line(start))))
        seen: set[str] = set()
        for _, placeholder in sorted(found, key=lambda item: item[0]):
            if placeholder.written not in seen:
                seen.add(placeholder.written)
                yield placeholder

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def fault(self, kind: FaultKind, start: int, end: int, message: str) -> None:
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        stop = min(end, line_end if line_end >= 0 else len(self.text))
        self.faults.append(
            Fault(
                kind=kind,
                line=self.line(start),
                message=message,
                column=start - line_start + 1,
                end_column=stop - line_start + 1 if stop > start else 0,
            )
        )

    # Shell

    def shell(self, masked: str, session_follows: bool) -> None:
        script = shell.parse(masked, [(mark.start, mark.end) for mark in self.marks])
        self.defines.extend(script.defines)
        self.uses.extend(script.uses)
        for start in script.endless:
            self.fault(
                FaultKind.ENDLESS,
                start,
                start,
                "this loop does not end by itself; say when to stop it, or count its rounds",
            )
        for start, message in syntax.faults(masked, script):
            self.fault(FaultKind.SYNTAX, start, start + 1, message)
        for word in syntax.stray_flags(self.text, script):
            message = f'a command cannot start with the flag "{word.text}"; end the line before it with "\\"'
            self.fault(FaultKind.SYNTAX, word.start, word.end, message)
        functions = {name for name in script.defines if name.endswith("()")}
        for at, call in enumerate(script.calls):
            last = not session_follows and at == len(script.calls) - 1
            for layer, works in wrappers.layers(call):
                if f"{layer.tool}()" not in functions:
                    self._call(layer, works, last)

    def _call(self, call: Call, works: bool, last: bool) -> None:
        reading = cli.read(call.tool, call.arguments)
        self._judge(call, reading, last)
        if not works or call.tool == ":" and not call.redirects:
            return
        embedded = tuple(self._embedded_sql(call, reading))
        known = reading.known or effects.is_listed(call.tool)
        effect = effects.effect_of(call, reading)
        self.invocations.append(
            Invocation(
                tool=call.tool,
                subcommand=reading.path,
                known=known,
                effect=effects.worst((effect, *embedded)),
                text=self.text[call.start : call.end].strip(),
                line=self.line(call.start),
            )
        )

    def _judge(self, call: Call, reading: Reading, last: bool) -> None:
        """Note what is wrong with a call, or dangerous in it."""
        shown = " ".join((call.tool, *reading.path))
        word = call.words[0]
        end = max(word.end, word.start + 1)
        if reading.fault is not None and not call.words[0].opaque:
            kind, at, message = reading.fault
            self.fault(kind, at.start, at.end, message)
        if reason := endless.why_endless(call, reading):
            self.fault(FaultKind.ENDLESS, word.start, end, f"`{shown}` {reason}")
        elif last and (reason := endless.opens_session(call, reading)):
            self.fault(FaultKind.ENDLESS, word.start, end, f"`{shown}` {reason}")
        self._privilege(call, reading, shown)

    def _privilege(self, call: Call, reading: Reading, shown: str) -> None:
        if _gives_root(call, reading):
            self.in_root_shell = True
            return
        if self.in_root_shell or call.remote or next(table.fitting("root.txt", call.tool, reading), None) is None:
            return
        if not any(fault.kind is FaultKind.PRIVILEGE for fault in self.faults):
            word = call.words[0]
            self.fault(
                FaultKind.PRIVILEGE,
                word.start,
                word.end,
                f"`{shown}` needs root on the host; name that in the prerequisites",
            )

    def _embedded_sql(self, call: Call, reading: Reading) -> Iterator[Effect]:
        """Judge the SQL that a client is given on its command line or by a here-document."""
        for text, start, dialect in _sql_of(call, reading):
            for statement in sql.statements(placeholders.mask(text, placeholders.find(text, "sql")), dialect):
                yield statement.effect
                if statement.verb == "\\watch":
                    self.fault(FaultKind.ENDLESS, start, start, "`\\watch` repeats until you stop it; leave it out")

    # SQL and Redis

    def sql(self, offset: int, text: str, dialect: str, certain: bool = True) -> None:
        for statement in sql.statements(text, dialect):
            start = offset + statement.start
            if statement.error and certain:
                self.fault(FaultKind.SYNTAX, start, start, f"the SQL does not parse {statement.error}")
            if statement.verb.startswith("\\watch"):
                self.fault(FaultKind.ENDLESS, start, start, "`\\watch` repeats until you stop it; leave it out")
            self.invocations.append(
                Invocation(
                    tool="sql",
                    subcommand=(statement.verb.lower(),),
                    known=True,
                    effect=statement.effect,
                    text=self.text[start : start + len(statement.text)],
                    line=self.line(start),
                )
            )

    def redis(self, offset: int, line: str) -> None:
        words = [
            Word(m[0].strip("\"'"), offset + m.start(), offset + m.end()) for m in re.finditer(r"\"[^\"]*\"|\S+", line)
        ]
        call = Call((Word("redis-cli", offset, offset), *words), offset, offset + len(line), fed=True)
        self._call(call, works=True, last=False)


def _placeholder(text: str, mark: Mark) -> Placeholder:
    return Placeholder(name=mark.name, written=text[mark.start : mark.end], line=text.count("\n", 0, mark.start) + 1)


def _gives_root(call: Call, reading: Reading) -> bool:
    """Whether what follows runs in a shell of root: on a node that is debugged, or after sudo -i."""
    if call.tool in ("oc", "kubectl") and reading.path[:1] == ("debug",) and not reading.rest:
        return any(word.text.startswith("node") for word in reading.arguments)
    if call.tool == "chroot":
        return len(reading.arguments) <= 1
    return call.tool == "minikube" and reading.path == ("ssh",)


_SQL_FLAGS: dict[str, tuple[str, ...]] = {
    "psql": ("c", "command"),
    "mysql": ("e", "execute"),
    "mariadb": ("e", "execute"),
    "clickhouse-client": ("q", "query"),
    "cockroach": ("e", "execute"),
    "sqlcmd": ("Q", "q"),
    "duckdb": ("c",),
}


def _sql_of(call: Call, reading: Reading) -> Iterator[tuple[str, int, str]]:
    flags = _SQL_FLAGS.get(call.tool)
    if flags is None:
        return
    dialect = sql.DIALECTS.get(call.tool, "postgres")
    for name, value, word in reading.flags:
        if name in flags and value:
            yield value, word.start, dialect
    for redirect in call.redirects:
        if redirect.operator in ("<<", "<<<"):
            yield redirect.target.text, redirect.target.start, dialect
