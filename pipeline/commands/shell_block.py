"""Blocks for a shell → their calls, with effect and faults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands import (
    cli,
    console,
    effects,
    endless,
    placeholders,
    shell,
    sql,
    sql_block,
    syntax,
    table,
    wrappers,
)
from pipeline.commands.body import Body
from pipeline.commands.reading import Reading
from pipeline.commands.words import Call, Word
from pipeline.models.command import Analysis, FaultKind, Invocation
from pipeline.models.runbook import Effect

# The flags that hand SQL to a client.
_STATEMENTS: dict[str, tuple[str, ...]] = {
    "psql": ("c", "command"),
    "mysql": ("e", "execute"),
    "mariadb": ("e", "execute"),
    "clickhouse-client": ("q", "query"),
    "cockroach": ("e", "execute"),
    "sqlcmd": ("Q", "q"),
    "duckdb": ("c",),
}


def read(text: str, label: str) -> Analysis | None:
    """Read a block for a shell, None where nothing in it looks like a command."""
    kept = console.commands(text, label)
    if not kept.found:
        return None
    apart = bool(kept.sql or kept.redis)
    marks = tuple(m for m in placeholders.find(text, "bash") if apart or kept.text[m.start : m.end].strip())
    inside = tuple(m for m in marks if kept.text[m.start : m.end].strip())
    reader = _ShellReader(Body(text, marks), session_follows=apart)
    reader.script(placeholders.mask(kept.text, inside))
    for start, line in kept.sql:
        sql_block.add(reader.body, start, line, "postgres", certain=False)
    for start, line in kept.redis:
        reader.redis(start, line)
    return reader.body.analysis("bash")


class _ShellReader:
    def __init__(self, body: Body, session_follows: bool) -> None:
        self.body = body
        self.session_follows = session_follows
        self.in_root_shell = False

    def script(self, masked: str) -> None:
        """Read shell text whose placeholders are masked."""
        body = self.body
        script = shell.parse(masked, [(mark.start, mark.end) for mark in body.marks])
        body.defines.extend(script.defines)
        body.uses.extend(script.uses)
        for start in script.endless:
            body.fault(
                FaultKind.ENDLESS, start, start, "this loop does not end; say when to stop it, or count its rounds"
            )
        for start, message in syntax.faults(masked, script):
            body.fault(FaultKind.SYNTAX, start, start + 1, message)
        for word in syntax.stray_flags(body.text, script):
            message = f'a command cannot start with the flag "{word.text}"; end the line before it with "\\"'
            body.fault(FaultKind.SYNTAX, word.start, word.end, message)
        functions = {name.removesuffix("()") for name in script.defines if name.endswith("()")}
        for at, call in enumerate(script.calls):
            last = at == len(script.calls) - 1 and not self.session_follows
            for layer, works in wrappers.layers(call):
                if layer.tool not in functions:
                    self.call(layer, works, last)

    def redis(self, offset: int, line: str) -> None:
        """Read a line for the prompt of Redis."""
        found = re.finditer(r"\"[^\"]*\"|\S+", line)
        words = [Word(m[0].strip("\"'"), offset + m.start(), offset + m.end()) for m in found]
        name = Word("redis-cli", offset, offset)
        self.call(Call((name, *words), offset, offset + len(line), fed=True), works=True, last=False)

    def call(self, call: Call, works: bool, last: bool) -> None:
        """Judge one call; one that works, rather than run another, becomes an invocation."""
        reading = cli.read(call.tool, call.arguments)
        self._judge(call, reading, last)
        if not works or (call.tool == ":" and not call.redirects):
            return
        handed = tuple(self._handed_sql(call, reading))
        invocation = Invocation(
            tool=call.tool,
            subcommand=reading.path,
            known=reading.known or effects.is_listed(call.tool),
            effect=effects.worst((effects.effect_of(call, reading), *handed)),
            text=self.body.text[call.start : call.end].strip(),
            line=self.body.line(call.start),
        )
        self.body.invocations.append(invocation)

    def _judge(self, call: Call, reading: Reading, last: bool) -> None:
        """Note what is wrong with a call, or dangerous in it."""
        shown = " ".join((call.tool, *reading.path))
        name = call.words[0]
        end = max(name.end, name.start + 1)
        if reading.fault is not None and not name.opaque:
            kind, word, message = reading.fault
            self.body.fault(kind, word.start, word.end, message)
        reason = endless.why_endless(call, reading) or (endless.opens_session(call, reading) if last else "")
        if reason:
            self.body.fault(FaultKind.ENDLESS, name.start, end, f"`{shown}` {reason}")
        if self._needs_root(call, reading):
            message = f"`{shown}` needs root on the host"
            self.body.fault(FaultKind.PRIVILEGE, name.start, end, message)

    def _needs_root(self, call: Call, reading: Reading) -> bool:
        """Whether a call needs root, once a block; what runs in a shell of root, or elsewhere, does not."""
        if _gives_root(call, reading):
            self.in_root_shell = True
        if self.in_root_shell or call.remote or self.body.has(FaultKind.PRIVILEGE):
            return False
        return next(table.fitting("root.txt", call.tool, reading), None) is not None

    def _handed_sql(self, call: Call, reading: Reading) -> Iterator[Effect]:
        """Judge the SQL that a client is given on its command line or in a here-document."""
        if call.tool not in _STATEMENTS:
            return
        given = [(value, word) for name, value, word in reading.flags if name in _STATEMENTS[call.tool] and value]
        given += [(r.target.text, r.target) for r in call.redirects if r.operator in ("<<", "<<<")]
        for text, word in given:
            masked = placeholders.mask(text, placeholders.find(text, "sql"))
            for statement in sql.statements(masked, sql.DIALECTS.get(call.tool, "postgres")):
                admin = statement.verb == "SET" and reading.value("d", "dbname") == "pgbouncer"
                yield Effect.CHANGE if admin else statement.effect
                sql_block.note(self.body, statement, word.start)


def _gives_root(call: Call, reading: Reading) -> bool:
    """Whether what follows runs in a shell of root: on a node that is debugged, or in a changed root."""
    if call.tool in ("oc", "kubectl") and reading.path[:1] == ("debug",) and not reading.rest:
        return any(word.text.startswith("node") for word in reading.arguments)
    if call.tool == "chroot":
        return len(reading.arguments) + len(reading.rest) <= 1
    return call.tool == "minikube" and reading.path == ("ssh",)
