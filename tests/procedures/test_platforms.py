"""The procedures for data stores, brokers, runtimes, meshes, delivery and observability: their answers and form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import pipeline.procedures
from pipeline.commands.analysis import analyse
from pipeline.models.command import FaultKind
from pipeline.models.procedure import Procedure
from pipeline.models.runbook import Effect
from pipeline.procedures.library import embedded
from pipeline.procedures.matcher import Situation, best
from pipeline.procedures.technology import of_metric
from tests.procedures.test_services import claiming, texts

FOLDERS = (
    "argocd cassandra cilium clickhouse consul docker elasticsearch flink flux gitlab golang istio jaeger jenkins jvm "
    "loki memcached mimir mongodb mysql nats opentelemetry tempo thanos vault windows"
).split()
# Alert names as rules write them, by the procedure that has to answer them.
ANSWERED = {
    "argocd-not-synced": "ArgocdServiceNotSynced ArgoCDAppOutOfSync",
    "cassandra-compactions": "CassandraCompactionTaskPending CassandraRepairBlockedTasks",
    "cassandra-node-down": "CassandraNodeDown CassandraNodeIsUnavailable CassandraHintsCount "
    "CassandraClientRequestUnavailableWrite(criteo)",
    "cassandra-requests": "CassandraClientRequestReadFailure(criteo) CassandraTombstoneDump(instaclustr)",
    "cilium-agent": "CiliumAgentBpfMapPressure CiliumOperatorExhaustedIpamIps CiliumNode-localHighIdentityAllocation",
    "cilium-connectivity": "CiliumAgentHighDropRate CiliumClustermeshRemoteClusterFailing CiliumAgentUnreachableNodes",
    "clickhouse-inserts": "ClickhouseRejectedInsertQueries ClickhouseDistributedRejectedInserts ClickhouseTooManyParts",
    "clickhouse-replication": "ClickhouseNoLiveReplicas ClickhouseZookeeperConnectionIssues",
    "clickhouse-resources": "ClickhouseMemoryUsageCritical ClickhouseDiskSpaceLowOnDefault",
    "consul-health": "ConsulMissingMasterNode ConsulServiceHealthcheckFailed ConsulAgentUnhealthy",
    "container-missing": "ContainerKilled ContainerAbsent",
    "container-volume": "ContainerVolumeUsage",
    "elasticsearch-cluster-health": "ElasticsearchClusterRed ElasticsearchUnassignedShards OpensearchIsUnhealthy "
    "ElasticsearchHealthyDataNodes OpensearchHasInactiveShards",
    "elasticsearch-disk": "ElasticsearchDiskOutOfSpace ElasticsearchDiskSpaceLow",
    "elasticsearch-heap": "ElasticsearchHeapUsageTooHigh OpensearchHighHeapUsage OpensearchCircuitbreakerTripped",
    "elasticsearch-pending-tasks": "ElasticsearchPendingTasks OpensearchHasPendingTasks",
    "elasticsearch-slow": "ElasticsearchHighQueryLatency OpensearchIndexingIsThrottled",
    "flink-job": "FlinkJobIsNotRunning FlinkCheckpointFailures",
    "flux-not-ready": "FluxHelmreleaseFailure FluxSourceIssue",
    "gitlab-unhealthy": "GitlabPumaNoAvailablePoolCapacity GitlabSidekiqJobsFailing",
    "gitaly-errors": "GitlabGitalyHighGrpcErrorRate",
    "go-runtime": "GoGoroutineCountHigh GoHeapIn-useGrowing GoGcDurationHigh",
    "istio-control-plane": "IstioPilotHighPushErrorRate IstioPilotDuplicateEntry",
    "jaeger-errors": "JaegerCollectorDroppingSpans",
    "jenkins-unhealthy": "JenkinsNodeOffline JenkinsLastBuildFailed",
    "jvm-memory": "JvmMemoryFillingUp JvmGcTimeTooHigh JvmNon-heapMemoryFillingUp",
    "jvm-threads": "JvmThreadsDeadlocked JvmThreadCountHigh",
    "loki-errors": "LokiRequestErrors PromtailRequestLatency",
    "memcached-down": "MemcachedDown MemcachedConnectionsRejected MemcachedConnectionLimitApproaching(>95%)",
    "memcached-memory": "MemcachedHighEvictionRate MemcachedMemoryUsageHigh(>90%)",
    "mimir-compactor": "MimirCompactorNotRunningCompaction MimirStoreGatewayHasNotSyncedBucket",
    "mimir-ingester-storage": "MimirIngesterTsdbWalWritesFailed",
    "mimir-limits": "MimirIngesterReachingSeriesLimitCritical MimirDistributorInflightRequestsHigh",
    "mimir-requests": "MimirRequestErrors CortexFrontendQueriesStuck",
    "mimir-ring": "MimirIngesterUnhealthy CortexIngesterUnhealthy MimirAlertmanagerRingCheckFailing",
    "mimir-ruler-alertmanager": "MimirRulerTooManyFailedQueries MimirAlertmanagerSyncConfigsFailing",
    "mongodb-connections": "MongodbTooManyConnections(dcu) MongodbCursorsTimeouts(percona)",
    "mongodb-down": "MongodbDown",
    "mongodb-replica-set": "MongodbReplicaMemberUnhealthy MongodbReplicationStatus8",
    "mongodb-replication-lag": "MongodbReplicationLag(dcu) MongodbReplicationHeadroom",
    "mysql-connections": "MysqlTooManyConnections(>80%) MysqlHighThreadsRunning",
    "mysql-down": "MysqlDown",
    "mysql-galera": "GaleraClusterSizeChanged MySQLGaleraNotReady",
    "mysql-replication": "MysqlSlaveIoThreadNotRunning MysqlSlaveReplicationLag",
    "mysql-slow-queries": "MysqlSlowQueries MysqlInnodbLogWaits",
    "nats-jetstream": "NatsHighJetstreamStoreUsage",
    "nats-load": "NatsSlowConsumers NatsHighNumberOfConnections",
    "nats-server-down": "NatsServerDown NatsLeafNodeConnectionIssue",
    "opentelemetry-collector": "OpentelemetryCollectorExporterQueueNearlyFull OpentelemetryCollectorDown",
    "rabbitmq-alarms": "RabbitmqOutOfMemory RabbitmqMemoryHigh",
    "rabbitmq-connections": "RabbitmqTooManyConnections",
    "rabbitmq-node-down": "RabbitmqClusterPartition RabbitmqNodeDown",
    "rabbitmq-routing": "RabbitmqUnroutableMessages",
    "tempo-errors": "TempoCompactionsFailing",
    "thanos-compactor": "ThanosCompactorHalted",
    "thanos-component-down": "ThanosStoreIsDown",
    "thanos-object-storage": "ThanosSidecarBucketOperationsFailed ThanosReceiveNoUpload",
    "thanos-query-errors": "ThanosQueryOverload",
    "thanos-receive": "ThanosReceiveHighReplicationFailures",
    "thanos-rule": "ThanosRuleQueueIsDroppingAlerts ThanosNoRuleEvaluations-critical",
    "vault-sealed": "VaultSealed VaultClusterHealth",
    "vault-tokens": "VaultTooManyInfinityTokens",
    "windows-resources": "WindowsServerDiskSpaceUsage WindowsServerCpuUsage",
    "windows-service": "WindowsServerServiceStatus",
    "zfs-pool": "ZfsOfflinePool ZfsPoolUnhealthy",
}
# Names that look alike and mean something else.
OTHERS = "RabbitmqTooManyMessagesInQueue KubeContainerWaiting PostgresqlDown HostOutOfMemory GitlabSidekiqQueueTooLarge"
_LOSES_DATA = re.compile(
    r"accept_data_loss\":|PURGE|flush_all\\r|force_boot$|removenode|assassinate|bootstrap-cluster|force:\s*true|peers\.json$",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9-]*)>")


@cache
def ours() -> tuple[Procedure, ...]:
    """Return the procedures of the folders, with those that the table of names adds."""
    root = Path(pipeline.procedures.__path__[0])
    names = {file.stem for folder in FOLDERS for file in (root / folder).glob("*.md")} | set(ANSWERED)
    return tuple(procedure for procedure in embedded() if procedure.id in names)


@pytest.mark.parametrize(("procedure", "names"), ANSWERED.items())
def test_a_known_alert_is_claimed_by_its_procedure_alone(procedure: str, names: str) -> None:
    assert {name: claiming(name) for name in names.split()} == {name: [procedure] for name in names.split()}


@pytest.mark.parametrize("name", OTHERS.split())
def test_a_look_alike_is_claimed_by_none_of_them(name: str) -> None:
    assert not set(claiming(name)) & set(ANSWERED)


def test_every_procedure_of_the_folders_is_tried() -> None:
    assert {procedure.id for procedure in ours()} == set(ANSWERED)


@pytest.mark.parametrize(
    ("name", "metric", "procedure"),
    [
        (
            "MimirStoreGatewayTooManyFailedOperations",
            "thanos_objstore_bucket_operation_failures_total",
            "mimir-compactor",
        ),
        ("ThanosNoRuleEvaluations", "prometheus_rule_evaluations_total", "thanos-rule"),
        ("ZfsOfflinePool", "node_zfs_zpool_state", "zfs-pool"),
        ("ContainerKilled", "container_last_seen", "container-missing"),
    ],
)
def test_a_shared_metric_does_not_hide_the_procedure(name: str, metric: str, procedure: str) -> None:
    match = best(Situation(names=(name,), metrics=(metric,), text=name), embedded())
    assert match is not None
    assert match.procedure == procedure


def test_a_metric_that_several_products_share_tells_no_technology() -> None:
    shared = ("thanos_objstore_bucket_operations_total", "thanos_cache_operations_total", "memberlist_client_updates")
    assert [of_metric(metric) for metric in shared] == ["", "", ""]
    assert of_metric("thanos_compact_halted") == "thanos"


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_procedure_is_short(procedure: Procedure) -> None:
    lines = [
        line
        for step in procedure.steps
        for block in step.commands
        if block.language != "sql"
        for line in block.text.split("\n")
        if line.strip() and not line.startswith("#")
    ]
    assert 3 <= len(procedure.steps) <= 6
    assert len(lines) <= 15


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_command_parses_exists_and_ends(procedure: Procedure) -> None:
    faults = [fault for step in procedure.steps for block in step.commands for fault in analyse(block).faults]
    assert [fault.message for fault in faults if fault.kind is not FaultKind.PRIVILEGE] == []


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_step_that_changes_something_says_its_effect_its_condition_and_its_undo(procedure: Procedure) -> None:
    for step in procedure.steps:
        effects = {analyse(block).effect for block in step.commands}
        said = [label for label in ("Effect", "Before", "Undo") if f"- **{label}**: " in step.instructions]
        assert said in ([], ["Effect", "Before", "Undo"]), step.title
        assert said or effects == {Effect.READ}, step.title
        assert Effect.DESTRUCTIVE not in effects or "**Effect**: destructive." in step.instructions, step.title


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_no_command_gives_data_of_a_cluster_up(procedure: Procedure) -> None:
    assert [b.text for s in procedure.steps for b in s.commands if _LOSES_DATA.search(b.text)] == []


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_nothing_is_changed_before_something_was_looked_at(procedure: Procedure) -> None:
    assert "- **Effect**: " not in procedure.steps[0].instructions + procedure.steps[1].instructions


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_placeholder_is_a_slot_and_every_slot_is_used(procedure: Procedure) -> None:
    used = set(_PLACEHOLDER.findall(texts(procedure)))
    while more := {n for u in used for n in _PLACEHOLDER.findall(procedure.slots[u].find)} - used:
        used |= more
    assert used == set(procedure.slots)


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_reference_to_a_step_stays_within_the_procedure(procedure: Procedure) -> None:
    numbers = {int(number) for number in re.findall(r"\bsteps? (\d+)", texts(procedure))}
    assert numbers <= set(range(1, len(procedure.steps) + 1))
