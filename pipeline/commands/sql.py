"""What SQL does: read-only by a white list of statements and functions; whatever is not on it changes something."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.commands.effects import worst
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
_READ_FUNCTIONS = re.compile(
    r"pg_stat_(?!.*reset)\w+|pg_stat_get_\w+|pg_\w*size\w*|pg_get_\w+|pg_is_\w+|pg_last_\w+|pg_current_\w+|pg_wal_lsn_diff|pg_walfile_\w+|"
    r"pg_blocking_pids|pg_safe_snapshot_blocking_pids|pg_postmaster_start_time|pg_conf_load_time|pg_backend_pid|pg_my_temp_schema|"
    r"pg_table_is_visible|pg_describe_object|pg_identify_object\w*|pg_ls_\w+|pg_read_\w+|pg_control_\w+|pg_show_\w+|pg_lock_status|"
    r"pg_tablespace_\w+|pg_relation_\w+|pg_filenode_relation|pg_typeof|pg_sleep\w*|pg_encoding_to_char|pg_xact_\w+|pg_jit_available|"
    r"pg_visibility\w*|pg_freespace\w*|pg_buffercache\w*|pg_prepared_\w+|pg_cursor\w*|pg_timezone\w*|pg_available_\w+|pg_hba_\w+|"
    r"pg_settings|pg_config|pg_snapshot_\w+|pg_index\w*|pg_partition_\w+|pg_input_\w+|pg_log_backend_memory_contexts|"
    r"pg_backup_start_time|pg_notification_queue_usage|pg_trigger_depth|pg_export_snapshot|pg_replication_slots|"
    r"pgstat\w+|pg_waldump\w*|bt_\w+|verify_heapam|heap_\w+|page_\w+|get_raw_page|row_security_active|"
    r"current_\w+|session_user|version|age|mxid_age|txid_\w+|now|has_\w+_privilege|to_\w+|format\w*|obj_description|col_description|"
    r"shobj_description|inet_\w+|host|family|masklen|netmask|network|cardinality|array_\w+|unnest|generate_\w+|json\w*|row_to_json|"
    r"jsonb_\w+|xml\w*|regexp_\w+|string_\w+|split_part|quote_\w+|width_bucket|date_\w+|make_\w+|extract|justify_\w+|clock_timestamp|"
    r"statement_timestamp|transaction_timestamp|timeofday|isfinite|coalesce|nullif|greatest|least|left|right|lower|upper|length|"
    r"char_length|octet_length|bit_length|btrim|ltrim|rtrim|trim|replace|translate|substr\w*|position|strpos|concat\w*|repeat|reverse|"
    r"md5|sha\w+|encode|decode|hashtext\w*|round|ceil\w*|floor|abs|sign|sqrt|power|pow|mod|div|ln|log\w*|exp|random|trunc|avg|sum|count|min|max|"
    r"stddev\w*|var\w*|percentile_\w+|mode|rank|dense_rank|row_number|ntile|lag|lead|first_value|last_value|nth_value|cume_dist|"
    r"bool_\w+|every|any_value|corr|covar\w*|regr_\w+|grouping|if|ifnull|isnull|iif|nvl|timestampdiff|timestampadd|datediff|datepart|"
    r"from_unixtime|unix_timestamp|sec_to_time|time_\w+|utc_\w+|curdate|curtime|sysdate|getdate|year|month|day|hour|minute|second|"
    r"hex|unhex|conv|bin|oct|inet6?_\w+|bin_to_uuid|uuid\w*|connection_id|database|schema|user|found_rows|row_count|last_insert_id|"
    r"sleep|benchmark|ps_\w+|sys_\w+|wait_for_executed_gtid_set|gtid_sub\w+|release_lock|is_free_lock|is_used_lock|group_concat|"
    r"convert\w*|cast|char|ascii|chr|ord|field|find_in_set|elt|space|lpad|rpad|instr|locate|soundex|host_name|object_name|object_id|"
    r"db_name|db_id|serverproperty|databasepropertyex|sys\w+|toDate\w*|toStart\w+|readable\w+|now64|today|yesterday|bytes\w*|"
    r"pretty\w*|sizeof|to_regclass|regclass|any|all|exists|lateral|overlay|num_nonnulls|num_nulls|bit_\w+|timezone|slice\w*|st_\w+|"
    r"similarity|word_similarity|percent_rank|total_\w+|dbms_lob\w*|decode_\w+|toString|arrayJoin|uniq\w*|quantile\w*|sumIf|countIf",
    re.IGNORECASE,
)
_KNOWN_CHANGES = re.compile(
    r"pg_(terminate_backend|cancel_backend|reload_conf|promote|rotate_logfile|switch_wal|switch_xlog|create_\w+|backup_\w+|"
    r"start_backup|stop_backup|wal_replay_\w+|xlog_replay_\w+|logical_slot_get_\w+|replication_\w+_advance|replication_origin_\w+|"
    r"copy_\w+|advisory_\w+|try_advisory_\w+|stat_reset\w*|stat_statements_reset|file_\w+|logical_emit_message|import_\w+|repack\w*|"
    r"prewarm|truncate_visibility_map)|set_config|setval|nextval|lo_\w+|dblink\w*|query_to_xml|mysql\.rds_\w+|load_file|get_lock",
    re.IGNORECASE,
)
_LOSSES = re.compile(r"pg_drop_replication_slot|pg_file_unlink|lo_unlink|drop_chunks|pg_drop_\w+", re.IGNORECASE)
_META_CHANGES = re.compile(
    r"\\(copy\s+(\(.*\)|[\w.\"]+(\s*\([^)]*\))?)\s+from\b|!|i\b|ir\b|include|g\s*\||gexec|password|lo_|o\s*\|)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its text, its offset, its effect, its first word, the tables it names, and why it does not parse."""

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
    """Split at semicolons, \\G and \\watch outside quotes, comments and $$ bodies; a backslash command ends with its line."""
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
def _parsed(text: str, dialect: str) -> tuple[exp.Expression | None, str]:
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


def _by_tree(tree: exp.Expression, text: str) -> Effect:
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


_CALLED = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_NOT_CALLED = frozenset(
    "explain analyze vacuum in and or not as on using values over filter partition by from select where exists any all with recursive union case "
    "when then else having limit join lateral interval between like ilike set into table index if key primary references unique "
    "check default order group within distinct except intersect returning materialized add column view function array row "
    "numeric decimal varchar char character timestamp time bit float number int integer bigint smallint text boolean double".split()
)


def _by_functions(text: str) -> Effect:
    """Judge the functions that a query calls: on the white list, known to change something, or unknown and so a change."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", "''", text, flags=re.DOTALL)
    found = Effect.READ
    for match in _CALLED.finditer(bare):
        name = match[1].rsplit(".", 1)[-1] if not match[1].lower().startswith("mysql.") else match[1]
        if _LOSSES.fullmatch(name):
            return Effect.DESTRUCTIVE
        if name.lower() not in _NOT_CALLED and (_KNOWN_CHANGES.fullmatch(name) or not _READ_FUNCTIONS.fullmatch(name)):
            if not _is_column_list(bare, match.start()):
                found = Effect.CHANGE
    return found


def _is_column_list(text: str, at: int) -> bool:
    """Whether a name before a bracket is that of a table or a common table expression with its columns."""
    before = text[:at].rstrip().upper()
    return (
        before.endswith(("INTO", "WITH", ",", "AS", "RECURSIVE", "TABLE", "ON"))
        and not before.endswith((",",))
        or bool(re.search(r"\bAS\s+\w*$", before))
    )


def _tables(tree: exp.Expression) -> tuple[str, ...]:
    from sqlglot import exp

    return tuple(sorted({table.name.lower() for table in tree.find_all(exp.Table) if table.name}))
