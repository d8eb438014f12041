"""The Ceph and OpenShift procedures answer the alerts of the usual rule sets, each exactly once."""

from __future__ import annotations

import pytest

from pipeline.models.procedure import Procedure
from pipeline.procedures.library import embedded
from pipeline.procedures.matcher import Situation, best
from tests.procedures.test_kubernetes import claiming

# Alert names as their rules write them, by the procedure that has to answer them.
ANSWERED = {
    "ceph-bucket-quota": "ObcQuotaBytesAlert ObcQuotaObjectsExhausedAlert NooBaaBucketReachingSizeQuotaState",
    "ceph-client-blocklisted": "ODFRBDClientBlocked",
    "ceph-daemon-crash": "CephDaemonCrash SYN_CephMgrModuleCrash",
    "ceph-filesystem-damaged": "CephFilesystemDamaged CephFilesystemReadOnly",
    "ceph-filesystem-offline": "CephFilesystemOffline CephMdsMissingReplicas CephFilesystemInsufficientStandby",
    "ceph-full": "CephClusterNearFull CephClusterReadOnly CephOSDCriticallyFull CephOsdNearFull CephPGBackfillAtRisk",
    "ceph-health": "CephHealthError SYN_CephHealthWarning CephClusterErrorState CephState",
    "ceph-mds-load": "CephXattrSetLatency CephMdsCacheUsageHigh CephMdsCPUUsageHighNeedsHorizontalScaling",
    "ceph-mgr": "CephMgrIsAbsent CephMgrPrometheusModuleInactive SYN_PrometheusJobMissing",
    "ceph-mon-clock-skew": "CephMonClockSkew CephMonitorClockSkew",
    "ceph-mon-disk": "CephMonDiskspaceCritical CephMonitorLowSpace",
    "ceph-mon-quorum": "CephMonQuorumAtRisk CephMonDown CephMonDownQuorumAtRisk CephMonQuorumLost",
    "ceph-node-down": "CephNodeDown",
    "ceph-object-store": "ClusterObjectStoreState NooBaaBucketErrorState NooBaaNamespaceResourceErrorState",
    "ceph-object-unfound": "CephObjectMissing",
    "ceph-osd-down": "CephOSDDown CephOsdDown CephOSDDiskNotResponding CephOSDHostDown",
    "ceph-osd-flapping": "CephOSDFlapping SYN_CephOSDFlapping",
    "ceph-osd-slow": "CephOSDSlowOps CephDaemonSlowOps CephHighOsdLatency ODFDiskUtilizationHigh",
    "ceph-pg-inconsistent": "CephPGsDamaged CephPgInconsistent CephPGRepairTakingTooLong",
    "ceph-pg-unavailable": "CephPGsInactive CephPgIncomplete CephPGUnavailableBlockingIO",
    "ceph-pool-quota": "CephPoolQuotaBytesNearExhaustion CephPoolFull CephPoolNearFull",
    "ceph-rbd-mirroring": "OdfMirrorDaemonStatus OdfPoolMirroringImageHealth ODFPersistentVolumeMirrorStatus",
    "ceph-recovery-slow": "CephDataRecoveryTakingTooLong CephPGNotScrubbed",
    "ceph-stale-volumes": "HighRBDCloneSnapshotCount CephFSStaleSubvolume CephFSOrphanedSnapshot",
    "ceph-version-mismatch": "CephOSDVersionMismatch CephMonVersionMismatch RookCephOperatorScaledDown",
    "odf-key-management": "KMSServerConnectionAlert",
    "odf-node-network": "ODFNodeLatencyHighOnOSDNodes ODFNodeMTULessThan9000 ODFNodeNICBandwidthSaturation",
    "odf-operator": "ODFOperatorNotUpgradeable",
    "odf-storage-autoscaling": "StorageAutoScalingFailed StorageAutoScalerCRIsInvalid",
    "odf-storage-client": "StorageClientHeartbeatMissed StorageClientIncompatibleOperatorVersion",
    "openshift-audit-log": "AuditLogError",
    "openshift-cluster-version-operator": "ClusterVersionOperatorDown",
    "openshift-etcd-signer": "etcdSignerCAExpirationCritical etcdSignerCAExpirationWarning",
    "openshift-image-registry": "ImageRegistryStorageFull ImageRegistryStorageReadOnly",
    "openshift-ingress": "IngressControllerDegraded HAProxyReloadFail",
    "openshift-layered-build": "OCLBuildFailed OCLImagePushFailed",
    "openshift-machine-config": "MCDPivotError MCDRebootError MCCDrainError MCCPoolAlert",
    "openshift-monitoring-operator": "ClusterMonitoringOperatorReconciliationErrors",
    "openshift-node-subnets": "V4SubnetAllocationThresholdExceeded V6SubnetAllocationThresholdExceeded",
    "openshift-ovn-control-plane": "NoRunningOvnControlPlane NoOvnClusterManagerLeader",
    "openshift-ovn-databases": "NorthboundStale SouthboundStale OVNKubernetesNorthdInactive",
    "openshift-ovn-node": "NodeWithoutOVNKubeNodePodRunning OVNKubernetesNodePodAddError",
    "openshift-system-memory": "SystemMemoryExceedsReservation",
    "openshift-telemeter": "TelemeterClientFailures",
    "openshift-update-blocked": "ClusterNotUpgradeable ClusterReleaseNotAccepted CannotRetrieveUpdates",
}
# Names that look alike and mean something else.
OTHERS = ["PrometheusJobMissing", "KubePersistentVolumeFillingUp", "KubeletHealthState", "NodeNetworkReceiveErrs"]


@pytest.mark.parametrize(("procedure", "names"), ANSWERED.items())
def test_a_known_alert_is_claimed_by_its_procedure_alone(procedure: str, names: str) -> None:
    assert {name: claiming(name) for name in names.split()} == {name: [procedure] for name in names.split()}


@pytest.mark.parametrize("name", OTHERS)
def test_a_look_alike_is_claimed_by_none_of_them(name: str) -> None:
    assert not set(claiming(name)) & set(ANSWERED)


@pytest.mark.parametrize(
    ("name", "metric", "procedure"),
    [
        ("CephMgrIsMissingReplicas", "kube_deployment_spec_replicas", "ceph-mgr"),
        ("CephMonQuorumLost", "kube_pod_status_phase", "ceph-mon-quorum"),
        ("NodeWithoutOVNKubeNodePodRunning", "kube_node_info", "openshift-ovn-node"),
        ("KubeletHealthState", "mcd_kubelet_state", "kubelet-down"),
        ("StoragePoolMirroring", "ocs_pool_mirroring_status", "ceph-rbd-mirroring"),
    ],
)
def test_a_metric_of_another_technology_does_not_hide_the_procedure(name: str, metric: str, procedure: str) -> None:
    found = best(Situation(names=(name,), metrics=(metric,), text=name), embedded())
    assert found is not None
    assert found.procedure == procedure


def _commands(procedure: Procedure) -> str:
    return "\n".join(block.text for step in procedure.steps for block in step.commands)


def test_no_ceph_procedure_gives_data_up() -> None:
    # Each of these loses data for good; a runbook escalates before it.
    final = ("purge", "zap", "mark_unfound_lost", "force-create-pg", "osd lost", "osd destroy", "journal reset")
    ceph = [p for p in embedded() if p.id.startswith(("ceph-", "odf-"))]
    assert {p.id: [w for w in final if w in _commands(p)] for p in ceph} == {p.id: [] for p in ceph}
