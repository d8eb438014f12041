"""The PostgreSQL, Redis and Kafka procedures answer the alerts of the usual rule sets, each exactly once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipeline.commands.analysis import analyse
from pipeline.models.command import FaultKind
from pipeline.models.procedure import MustHave, Procedure
from pipeline.models.runbook import Effect
from pipeline.procedures.library import embedded
from pipeline.procedures.matcher import Situation, best

FOLDERS = ("postgresql", "pgbouncer", "redis", "kafka", "zookeeper")
# Alert names as their rules write them, by the procedure that has to answer them.
ANSWERED = {
    "database-backup": "PostgresBackupFailed DatabaseBackupMissing PgBackRestLastBackupFailed",
    "kafka-broker-down": "KafkaBrokerDown KafkaBrokerCount KafkaNoActiveController AbnormalControllerState",
    "kafka-consumer-lag": "KafkaConsumerGroupLag KafkaConsumerLag KafkaLagIsTooHigh KafkaLagKeepsIncreasing "
    "ConsumerLagHigh KafkaConsumerGroupStuck",
    "kafka-disk": "KafkaRunningOutOfSpace KafkaDiskUsageHigh OfflineLogDirectoryCount",
    "kafka-offset-decreased": "KafkaTopicOffsetDecreased",
    "kafka-under-replicated": "KafkaTopicsReplicas UnderReplicatedPartitions KafkaUnderReplicatedPartitionCount "
    "OfflinePartitions KafkaOfflinePartitonCount UnderMinIsrPartitionCount KafkaISRShrinkRate",
    "patroni-no-leader": "PatroniHasNoLeader",
    "pgbouncer-pool": "PgbouncerActiveConnections PgbouncerErrors PgbouncerMaxConnections",
    "postgresql-cache-hit": "PostgreSQLCacheHitRatio PostgreSQLCacheHitRatioLow",
    "postgresql-checkpoints": "PostgresTooManyCheckpointsRequested",
    "postgresql-configuration": "PostgresqlConfigurationChanged PostgresqlSslCompressionActive",
    "postgresql-connections": "PostgresqlTooManyConnections PostgreSQLMaxConnectionsReached PostgreSQLHighConnections "
    "DatabaseConnectionPoolExhausted CNPGClusterHighConnectionsCritical",
    "postgresql-down": "PostgresqlDown PostgreSQLDown PostgresqlRestarted CNPGClusterOffline",
    "postgresql-exporter-error": "PostgresqlExporterError PostgresExporterIsDown",
    "postgresql-index-bloat": "PostgresqlBloatIndexHigh(>80%) PostgresqlInvalidIndex",
    "postgresql-locks": "PostgresqlDeadLocks PostgresHasHighDeadLocks PostgresqlTooManyLocksAcquired "
    "PostgresAcquiredTooManyLocks",
    "postgresql-low-activity": "PostgresqlNotEnoughConnections PostgresqlCommitRateLow PostgresqlLowXidConsumption",
    "postgresql-replication-lag": "PostgresqlReplicationLag PostgresReplicationLagHigh "
    "CNPGClusterHighReplicationLagWarning",
    "postgresql-rollbacks": "PostgresqlHighRollbackRate PostgresHasTooManyRollbacks",
    "postgresql-slow-queries": "PostgreSQLSlowQueries PostgreSQLQPS PostgresLongRunningTransactions",
    "postgresql-vacuum": "PostgresqlTableNotAutoVacuumed PostgresqlTableNotAutoAnalyzed PostgresqlTooManyDeadTuples "
    "PostgresqlBloatTableHigh(>80%)",
    "postgresql-wal-growth": "PostgresqlUnusedReplicationSlot PostgresWALArchivingFailed PostgreSQLDiskSpaceLow",
    "postgresql-wraparound": "PostgreSQLXIDWraparoundRisk PGDatabaseXidAge",
    "redis-connections": "RedisTooManyConnections RedisRejectedConnections RedisMaxClientsReached",
    "redis-down": "RedisDown RedisInstanceDown",
    "redis-latency": "RedisHighLatency RedisSlowLog RedisHighCPU",
    "redis-low-activity": "RedisNotEnoughConnections",
    "redis-master": "RedisMissingMaster RedisTooManyMasters RedisClusterStateNotOk",
    "redis-memory": "RedisOutOfConfiguredMaxmemory RedisOutOfSystemMemory RedisOutOfMemory RedisKeyEviction",
    "redis-persistence": "RedisMissingBackup RedisRdbLastSaveFailed RedisAofWriteError",
    "redis-replication": "RedisDisconnectedSlaves RedisReplicationBroken RedisClusterFlapping RedisReplicaDown",
    "zookeeper-down": "ZookeeperDown ZookeeperMissingLeader ZookeeperTooManyLeaders ZookeeperNotOk",
}
# Names that look alike and mean something else.
OTHERS = ["MongodbReplicationLag", "MysqlTooManyConnections", "RabbitmqDown", "ElasticsearchDiskOutOfSpace"]
# A metric alone, where the name tells nothing.
BY_METRIC = {
    "pg_up": "postgresql-down",
    "pg_replication_lag_seconds": "postgresql-replication-lag",
    "pg_stat_checkpointer_num_requested_total": "postgresql-checkpoints",
    "redis_memory_used_bytes": "redis-memory",
    "redis_master_link_up": "redis-replication",
    "kafka_consumergroup_lag": "kafka-consumer-lag",
    "kafka_server_replicamanager_underreplicatedpartitions": "kafka-under-replicated",
}
MUST_HAVES = {
    MustHave.DATABASE_BACKUP: "database-backup",
    MustHave.DATA_RESTORE: "data-restore",
    MustHave.FAILOVER: "failover",
}


def ours() -> list[Procedure]:
    """Return the procedures of the five technologies."""
    return [procedure for procedure in embedded() if procedure.technology in FOLDERS]


@cache
def alert_names(procedure: str) -> re.Pattern[str]:
    """Return the pattern of the alert names that a procedure lists, compiled once: `re` forgets so many."""
    listed = next(p.answers.alerts for p in embedded() if p.id == procedure)
    return re.compile("|".join(f"(?:{pattern})" for pattern in listed) or r"\b\B", re.IGNORECASE)


def claiming(name: str) -> list[str]:
    """Return all procedures that list the alert name."""
    return [p.id for p in embedded() if alert_names(p.id).fullmatch(name)]


@pytest.mark.parametrize(("procedure", "names"), ANSWERED.items())
def test_a_known_alert_is_claimed_by_its_procedure_alone(procedure: str, names: str) -> None:
    assert {name: claiming(name) for name in names.split()} == {name: [procedure] for name in names.split()}


@pytest.mark.parametrize("name", OTHERS)
def test_a_look_alike_is_claimed_by_none_of_them(name: str) -> None:
    assert not set(claiming(name)) & set(ANSWERED)


@pytest.mark.parametrize(("metric", "procedure"), BY_METRIC.items())
def test_a_metric_alone_leads_to_its_procedure(metric: str, procedure: str) -> None:
    match = best(Situation(names=("SomethingIsWrong",), metrics=(metric,)), embedded())
    assert match is not None
    assert match.procedure == procedure


@pytest.mark.parametrize(("must_have", "procedure"), MUST_HAVES.items())
def test_each_must_have_is_one_procedure(must_have: MustHave, procedure: str) -> None:
    assert [p.id for p in embedded() if p.answers.must_have is must_have] == [procedure]


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_step_that_changes_something_says_so_and_one_that_reads_does_not(procedure: Procedure) -> None:
    for number, step in enumerate(procedure.steps, start=1):
        changes = any(analyse(block).effect is not Effect.READ for block in step.commands)
        assert not changes or "**Effect**" in step.instructions, f"step {number} changes something unsaid"


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_command_parses_and_ends(procedure: Procedure) -> None:
    faults = [f for s in procedure.steps for b in s.commands for f in analyse(b).faults]
    assert [f.message for f in faults if f.kind is not FaultKind.PRIVILEGE] == []


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_reference_leads_to_a_procedure(procedure: Procedure) -> None:
    known = {p.id for p in embedded()}
    assert set(re.findall(r"\{see ([a-z0-9-]+)\}", "; ".join(procedure.excludes))) <= known
