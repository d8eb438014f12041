"""What SQL does: read-only by a white list of statements and functions; whatever is not on it changes something."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.commands.effects import worst
from pipeline.commands.vocabulary import pattern, words
from pipeline.models.runbook import Effect

if TYPE_CHECKING:
    from sqlglot import exp

DIALECTS = {
    "psql": "postgres",
    "pgsql": "postgres",
    "postgresql": "postgres",
    "postgres": "postgres",
    "plpgsql": "postgres",
} | {
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "tsql": "tsql",
    "clickhouse": "clickhouse",
}
"""Labels of fences and names of clients, and the dialect they speak; others are read as PostgreSQL."""

_READ = re.compile(
    r"(SHOW|EXPLAIN|DESCRIBE|DESC|USE|VALUES|TABLE|BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK|END|ABORT|SAVEPOINT|DECLARE|FETCH|"
    r"CLOSE|HELP|CHECK\s+TABLE|CHECKSUM\s+TABLE|SET\s+(?!GLOBAL|PERSIST|@@GLOBAL|ROLE\s+\w+\s+TO)|RESET\s+(?!MASTER|SLAVE|REPLICA|"
    r"QUERY)|DISCARD|LISTEN|UNLISTEN|PREPARE|DEALLOCATE|COPY\s.*\bTO\s+STDOUT|SELECT|WITH)\b",
    re.IGNORECASE | re.DOTALL,
)
_DESTROY = re.compile(
    r"(DROP|TRUNCATE|DELETE|PURGE|RESET\s+(MASTER|SLAVE|REPLICA)|ALTER\s.*\bDROP\s+(COLUMN|PARTITION|CONSTRAINT|TABLESPACE)|"
    r"REVOKE\s+ALL|FLUSHALL|FLUSHDB|DETACH\s+PARTITION|DISCARD\s+TABLESPACE)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = re.compile(
    r"(INSERT|UPDATE|MERGE|REPLACE|UPSERT|CREATE|ALTER|GRANT|REVOKE|VACUUM|ANALY[ZS]E|REINDEX|CLUSTER|REFRESH|COMMENT|LOCK|UNLOCK|"
    r"CALL|DO|NOTIFY|CHECKPOINT|KILL|STOP|START|CHANGE|FLUSH|OPTIMIZE|REPAIR|INSTALL|UNINSTALL|SET|RESET|COPY|LOAD|EXECUTE|"
    r"REASSIGN|SECURITY|IMPORT|RENAME|HANDLER|SHUTDOWN|RESTART|CLONE|SYSTEM|ATTACH|DETACH|CHECK|PAUSE|RESUME|CANCEL|BACKUP|RESTORE|"
    r"CONFIGURE|GATHER|PRAGMA|EXEC|DBCC|RECONFIGURE|SPLIT|RELOCATE|SCRUB|RUN|EXPORT|XA)\b",
    re.IGNORECASE,
)
_META_CHANGES = re.compile(
    r"\\(copy\s+(\(.*\)|[\w.\"]+(\s*\([^)]*\))?)\s+from\b|!|i\b|ir\b|include|g\s*\||gexec|password|lo_|o\s*\|)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: text, offset, effect, first word, the tables it names, and where it does not parse ("near …")."""

    text: str
    start: int
    effect: Effect
    verb: str
    tables: tuple[str, ...] = ()
    error: str = ""


def statements(text: str, dialect: str = "postgres") -> tuple[Statement, ...]:
    """Return the statements of a text in order; a backslash command of psql is one too."""
    return tuple(_statement(part, start, dialect) for start, part in _split(text))


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Split at semicolons and \\G outside quotes, comments and $$ bodies; a backslash command ends with its line."""
    start = at = 0
    token = re.compile(
        r"--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1|'(?:[^']|'')*'|\"[^\"]*\"|;|\\[Gg]\b|\n(?=\s*\\[a-z])|^\s*\\[^\n]*",
        re.DOTALL | re.M,
    )
    while match := token.search(text, at):
        at = match.end()
        piece = match[0]
        if piece in (";", "\\G", "\\g") or piece == "\n":
            yield from _part(text, start, match.start())
            start = at
        elif piece.lstrip().startswith("\\"):
            yield from _part(text, start, match.start())
            yield from _part(text, match.start(), at)
            start = at
    yield from _part(text, start, len(text))


def _part(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    part = text[start:end]
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|^\s*#[^\n]*", lambda m: " " * len(m[0]), part, flags=re.DOTALL | re.M)
    if bare.strip():
        lead = len(bare) - len(bare.lstrip())
        yield start + lead, part[lead:].rstrip()


def _statement(text: str, start: int, dialect: str) -> Statement:
    if text.startswith("\\"):
        effect = Effect.CHANGE if _META_CHANGES.match(text) else Effect.READ
        return Statement(text, start, effect, text.split()[0])
    verb = (re.match(r"[A-Za-z]+", text.lstrip("( ")) or [""])[0].upper()
    tree, error = _parsed(text, dialect)
    if tree is None:
        return Statement(text, start, _by_words(text), verb, error=error if _sure(text, verb) else "")
    effect = worst((_by_tree(tree, text), _by_functions(text)))
    return Statement(text, start, effect, verb, _tables(tree))


@cache
def _parsed(text: str, dialect: str) -> tuple[exp.Expr | None, str]:
    """Parse with sqlglot in the dialect, else in the other common one; return the tree, or why there is none."""
    import sqlglot
    from sqlglot import errors

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    reason = ""
    for one in dict.fromkeys((dialect, "postgres", "mysql")):
        try:
            tree = sqlglot.parse_one(text, read=one)
        except errors.SqlglotError as error:
            near = (getattr(error, "errors", None) or [{}])[0].get("highlight", "")
            reason = reason or (f'near "{near}"' if near else "at its end")
        except RecursionError:
            return None, ""
        else:
            return tree, ""
    return None, reason


def _sure(text: str, verb: str) -> bool:
    """Whether a statement that does not parse is wrong for certain: plain queries without placeholders or ellipses."""
    if "..." in text or "…" in text or re.search(r"[<>]\w+>|:'|%s|\$\{|\{\{|\[\w+\]|\\", text):
        return False
    return verb in ("SELECT", "UPDATE", "DELETE", "INSERT") or not (
        _READ.match(text) or _CHANGE.match(text) or _DESTROY.match(text)
    )


def _by_tree(tree: exp.Expr, text: str) -> Effect:
    from sqlglot import exp

    if tree.find(exp.Drop, exp.TruncateTable, exp.Delete):
        return Effect.DESTRUCTIVE
    if (update := tree.find(exp.Update)) is not None:
        return Effect.CHANGE if update.args.get("where") else Effect.DESTRUCTIVE
    if tree.find(exp.Insert, exp.Merge, exp.Create, exp.Alter, exp.Into, exp.Lock):
        return _by_words(text) if tree.find(exp.Alter) else Effect.CHANGE
    if isinstance(tree, exp.Query):
        return Effect.READ
    return _by_words(text)


def _by_words(text: str) -> Effect:
    """Judge a statement by its words, as where sqlglot only knows that there is some command."""
    bare = text.lstrip("( \n")
    if inner := re.match(
        r"EXPLAIN\s+(\([^)]*\)\s*|ANALY[ZS]E\s+|VERBOSE\s+|FORMAT\s*=?\s*\w+\s+)*", bare, re.IGNORECASE
    ):
        runs = re.search(r"ANALY[ZS]E", inner[0], re.IGNORECASE)
        return _by_words(bare[inner.end() :]) if runs and inner.end() < len(bare) else Effect.READ
    if _DESTROY.match(bare):
        return Effect.DESTRUCTIVE
    if _READ.match(bare) and not re.search(
        r"\b(INSERT|UPDATE|DELETE|MERGE|INTO)\b", bare if _is_query(bare) else "", re.IGNORECASE
    ):
        return worst((Effect.READ, _by_functions(text)))
    return Effect.CHANGE


def _is_query(text: str) -> bool:
    return bool(re.match(r"(SELECT|WITH)\b", text, re.IGNORECASE))


_CALLED = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*)\s*\(")


def _by_functions(text: str) -> Effect:
    """Judge the functions that a query calls: unless it is on the white list, one changes something."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", "''", text, flags=re.DOTALL)
    called = [
        match[1].rsplit(".", 1)[-1] for match in _CALLED.finditer(bare) if not _is_column_list(bare, match.start())
    ]
    if any(pattern("sql-losses").fullmatch(name) for name in called) or _ends_all(bare):
        return Effect.DESTRUCTIVE
    reads = all(name.lower() in words("not-functions") or pattern("sql-reads").fullmatch(name) for name in called)
    return Effect.READ if reads else Effect.CHANGE


def _ends_all(text: str) -> bool:
    """Whether a query ends the sessions of everybody: of all rows, or of all but its own."""
    ended = re.search(r"\bpg_terminate_backend\s*\(\s*[\w.]*pid\b.*?\bFROM\b(.*)", text, re.IGNORECASE | re.DOTALL)
    chosen = re.search(r"\bWHERE\b(.*)", ended[1], re.IGNORECASE | re.DOTALL) if ended else None
    own = r"\(?\s*(?:pg_backend_pid\(\)\s*(?:<>|!=)\s*[\w.]+|[\w.]+\s*(?:<>|!=)\s*pg_backend_pid\(\))\s*\)?\s*;?\s*"
    return ended is not None and (chosen is None or re.fullmatch(own, chosen[1], re.IGNORECASE) is not None)


def _is_column_list(text: str, at: int) -> bool:
    """Whether a name before a bracket is that of a table or a common table expression, with its columns."""
    return bool(re.search(r"\b(INTO|WITH|AS|RECURSIVE|TABLE|ON|AS\s+\w+)\s*$", text[:at], re.IGNORECASE))


def _tables(tree: exp.Expr) -> tuple[str, ...]:
    from sqlglot import exp

    return tuple(sorted({table.name.lower() for table in tree.find_all(exp.Table) if table.name}))
