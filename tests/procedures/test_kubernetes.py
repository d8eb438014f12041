"""The Kubernetes procedures answer the alerts of the usual rule sets, each exactly once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipeline.models.procedure import MustHave
from pipeline.procedures.library import embedded

# Alert names as their rules write them, by the procedure that has to answer them.
ANSWERED = {
    "etcd-database-quota": "etcdDatabaseQuotaLowSpace etcdExcessiveDatabaseGrowth etcdDatabaseHighFragmentationRatio",
    "etcd-members-down": "etcdMembersDown etcdInsufficientMembers etcdNoLeader EtcdNoLeader",
    "etcd-slow": "etcdHighFsyncDurations etcdGRPCReadRequestsSlow EtcdHighNumberOfFailedGrpcRequestsWarning "
    "etcdHighNumberOfLeaderChanges EtcdHttpRequestsSlow etcdMemberCommunicationSlow",
    "kube-state-metrics": "KubeStateMetricsListErrors KubeStateMetricsShardsMissing",
    "kubelet-certificate": "KubeletClientCertificateExpiration KubeletServerCertificateRenewalErrors",
    "kubelet-down": "KubeletDown KubeletInstanceUnreachable KubeletHealthState",
    "kubelet-slow": "KubeletPlegDurationHigh KubeletPodStartUpLatencyHigh",
    "kubernetes-aggregated-api": "KubeAggregatedAPIDown KubeAggregatedAPIErrors",
    "kubernetes-api-client-errors": "KubeClientErrors KubernetesApiClientErrors",
    "kubernetes-api-server-down": "KubeAPIDown KubeAPIInstanceUnreachable",
    "kubernetes-api-server-errors": "KubeAPIErrorBudgetBurn KubeAPITerminatedRequests KubernetesApiServerErrors "
    "KubernetesApiServerLatency",
    "kubernetes-client-certificate": "KubeClientCertificateExpiration KubernetesClientCertificateExpiresSoon",
    "kubernetes-container-oom-killed": "KubernetesContainerOomKiller ContainerHighMemoryUsage PodOOMKilled",
    "kubernetes-container-waiting": "KubeContainerWaiting ImagePullBackOff",
    "kubernetes-control-plane-down": "KubeSchedulerDown KubeControllerManagerDown KubeSchedulerInstanceUnreachable",
    "kubernetes-control-plane-load": "HighOverallControlPlaneMemory ExtremelyHighIndividualControlPlaneCPU",
    "kubernetes-cpu-throttling": "CPUThrottlingHigh ContainerHighThrottleRate ContainerHighCpuUtilization",
    "kubernetes-cronjob-failing": "KubernetesCronjobFailing KubernetesCronjobSuspended KubernetesCronjobTooLong",
    "kubernetes-daemonset-rollout": "KubeDaemonSetRolloutStuck KubeDaemonSetNotScheduled KubeDaemonSetMisScheduled "
    "KubernetesDaemonsetMisscheduled",
    "kubernetes-deployment-rollout": "KubeDeploymentReplicasMismatch KubeDeploymentRolloutStuck "
    "KubeDeploymentGenerationMismatch KubernetesReplicasetReplicasMismatch",
    "kubernetes-disruption-budget": "KubePdbNotEnoughHealthyPods PodDisruptionBudgetAtLimit",
    "kubernetes-garbage-collector": "GarbageCollectorSyncFailed",
    "kubernetes-hpa": "KubeHpaMaxedOut KubeHpaReplicasMismatch KubernetesHpaScaleInability KubernetesHpaScaleMaximum "
    "KubernetesHpaMetricsUnavailability",
    "kubernetes-job-failed": "KubeJobFailed KubeJobNotCompleted KubernetesJobNotStarting KubernetesJobSlowCompletion",
    "kubernetes-node-cordoned": "KubernetesNodeSchedulingDisabled",
    "kubernetes-node-not-ready": "KubeNodeNotReady KubeNodeUnreachable KubeNodeReadinessFlapping "
    "KubernetesNodeNetworkUnavailable",
    "kubernetes-node-pod-capacity": "KubeletTooManyPods KubernetesNodeOutOfPodCapacity",
    "kubernetes-node-pressure": "KubeNodePressure KubernetesNodeDiskPressure KubernetesNodeMemoryPressure",
    "kubernetes-overcommit": "KubeCPUOvercommit KubeMemoryOvercommit",
    "kubernetes-pod-crash-loop": "KubePodCrashLooping KubernetesPodCrashLooping",
    "kubernetes-pod-not-ready": "KubePodNotReady KubernetesPodNotHealthy",
    "kubernetes-pod-pending": "KubePodNotScheduled PodsPending",
    "kubernetes-pods-evicted": "KubeNodeEviction",
    "kubernetes-quota": "KubeQuotaAlmostFull KubeQuotaExceeded KubeQuotaFullyUsed KubeCPUQuotaOvercommit "
    "KubeMemoryQuotaOvercommit",
    "kubernetes-statefulset-rollout": "KubeStatefulSetReplicasMismatch KubeStatefulSetUpdateNotRolledOut "
    "KubernetesStatefulsetDown",
    "kubernetes-version-mismatch": "KubeVersionMismatch",
    "kubernetes-volume-errors": "KubePersistentVolumeErrors KubernetesPersistentvolumeclaimPending",
    "kubernetes-volume-filling-up": "KubePersistentVolumeFillingUp KubePersistentVolumeInodesFillingUp "
    "KubernetesVolumeOutOfDiskSpace KubernetesVolumeFullInFourDays",
    "openshift-cluster-operator": "ClusterOperatorDown ClusterOperatorDegraded ClusterOperatorFlapping",
}
# Names that look alike and mean something else.
OTHERS = [
    "KubernetesHpaUnderutilized",
    "ContainerLowMemoryUsage",
    "ContainerLowCpuUtilization",
    "GitlabGitalyCpuThrottled",
    "AlertmanagerClusterCrashlooping",
    "NodeSystemdServiceCrashlooping",
    "RedisKeyEvictions",
    "JenkinsNodeOffline",
    "SparkJobFailed",
]


@cache
def claims() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each procedure's id with what it says of alert names, compiled once."""
    return tuple(
        (p.id, re.compile("|".join(f"(?:{a})" for a in p.answers.alerts), re.I)) for p in embedded() if p.answers.alerts
    )


def claiming(name: str) -> list[str]:
    """Return the procedures that list the alert name."""
    return [procedure for procedure, names in claims() if names.fullmatch(name)]


@pytest.mark.parametrize(("procedure", "names"), ANSWERED.items())
def test_a_known_alert_is_claimed_by_its_procedure_alone(procedure: str, names: str) -> None:
    assert {name: claiming(name) for name in names.split()} == {name: [procedure] for name in names.split()}


@pytest.mark.parametrize("name", OTHERS)
def test_a_look_alike_is_claimed_by_no_kubernetes_procedure(name: str) -> None:
    assert not set(claiming(name)) & set(ANSWERED)


def test_one_procedure_is_the_must_have_restart_of_a_service() -> None:
    assert [p.id for p in embedded() if p.answers.must_have is MustHave.SERVICE_RESTART] == ["service-restart"]
