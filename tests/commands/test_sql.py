"""What SQL does."""

from __future__ import annotations

import pytest

from pipeline.commands.analysis import analyse
from pipeline.commands.sql import statements
from pipeline.models.runbook import Block

READ = [
    "SELECT count(*) FILTER (WHERE state = 'active') FROM pg_stat_activity",
    "SELECT pg_size_pretty(pg_database_size('a')), now() - xact_start FROM pg_stat_activity",
    "WITH a(b, c) AS (SELECT 1, 2) SELECT * FROM a",
    "EXPLAIN (ANALYZE, BUFFERS) SELECT 1",
    "EXPLAIN DELETE FROM x",
    "SHOW PROCESSLIST",
    "SHOW ENGINE INNODB STATUS\\G",
    "SHOW max_connections",
    "SET lock_timeout = '2s'",
    "BEGIN",
    "COPY x TO STDOUT",
    "\\dt+",
    "\\copy (SELECT * FROM x) TO 'x.csv' CSV",
    "SELECT relname, round(n_dead_tup * 100.0 / nullif(n_live_tup, 0), 2) FROM pg_stat_user_tables",
    "SELECT extract(epoch FROM now() - pg_postmaster_start_time())",
]
CHANGE = [
    "SELECT pg_terminate_backend(4711)",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'",
    "SELECT pg_cancel_backend(1)",
    "SELECT pg_reload_conf()",
    "SELECT pg_promote()",
    "SELECT pg_stat_reset()",
    "SELECT my_cleanup()",
    "SELECT * FROM x FOR UPDATE",
    "SELECT * INTO y FROM x",
    "UPDATE x SET a = 1 WHERE b = 2",
    "INSERT INTO x (a) VALUES (1)",
    "EXPLAIN ANALYZE UPDATE x SET a = 1 WHERE b = 2",
    "CREATE INDEX CONCURRENTLY ON x (y)",
    "ALTER TABLE x ADD COLUMN y int",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "VACUUM (VERBOSE, ANALYZE) x",
    "REINDEX INDEX CONCURRENTLY x",
    "KILL 12",
    "STOP SLAVE",
    "SET GLOBAL max_connections = 500",
    "CALL mysql.rds_kill(5)",
    "COPY x FROM '/a'",
    "\\i script.sql",
    "\\copy x from 'x.csv'",
    "GRANT ALL ON x TO y",
    "FROBNICATE x",
]
DESTRUCTIVE = [
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
    "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid();",
    "DROP TABLE x",
    "DROP INDEX CONCURRENTLY x",
    "TRUNCATE x",
    "DELETE FROM x WHERE a = 1",
    "WITH d AS (DELETE FROM x RETURNING *) SELECT * FROM d",
    "EXPLAIN ANALYZE DELETE FROM x",
    "UPDATE x SET a = 1",
    "ALTER TABLE x DROP COLUMN y",
    "SELECT pg_drop_replication_slot('x')",
    "PURGE BINARY LOGS BEFORE '2020-01-01'",
]


@pytest.mark.parametrize(
    ("text", "effect"),
    [(t, "read") for t in READ] + [(t, "change") for t in CHANGE] + [(t, "destructive") for t in DESTRUCTIVE],
)
def test_statements_have_the_effect_they_have(text: str, effect: str) -> None:
    assert [statement.effect.value for statement in statements(text)] == [effect]


def test_statements_are_split_outside_quotes_comments_and_bodies() -> None:
    text = "SELECT ';'; -- a; b\nDO $$ BEGIN x; END $$; SHOW x\\G\n\\dt\nSELECT 2"
    assert [s.text for s in statements(text)] == [
        "SELECT ';'",
        "-- a; b\nDO $$ BEGIN x; END $$".split("\n")[1],
        "SHOW x",
        "\\dt",
        "SELECT 2",
    ]


def test_tables_are_named() -> None:
    assert statements("SELECT 1 FROM pg_stat_activity a JOIN pg_locks l ON true")[0].tables == (
        "pg_locks",
        "pg_stat_activity",
    )


@pytest.mark.parametrize("text", ["SELECT * FORM x", "SELECT FROM WHERE", "SELEC 1"])
def test_wrong_sql_is_told(text: str) -> None:
    found = analyse(Block(language="sql", text=text))
    assert [fault.kind.value for fault in found.faults] == ["syntax"]
    assert found.faults[0].message.startswith("the SQL does not parse ")
    assert not found.parsed


@pytest.mark.parametrize(
    "text", ["SELECT * FROM x WHERE id = <id>;", "SELECT ... FROM x", "SHOW SLAVE STATUS\\G", "\\x on"]
)
def test_what_may_be_right_is_left_alone(text: str) -> None:
    assert analyse(Block(language="sql", text=text)).faults == ()


def test_sql_on_the_command_line_of_a_client_is_judged() -> None:
    for text in ('psql -h db -tAc "DROP TABLE x"', "mysql -Nse 'DROP TABLE x'", "psql <<EOF\nDROP TABLE x;\nEOF"):
        assert analyse(Block(language="bash", text=text)).effect.value == "destructive"
