"""The procedures for HTTP services, proxies, deployments and incidents, and the fallbacks: their answers and form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import pipeline.procedures
from pipeline.commands.analysis import analyse
from pipeline.models.command import FaultKind
from pipeline.models.procedure import MustHave, Procedure
from pipeline.models.query import SignalKind
from pipeline.models.runbook import Category, Effect
from pipeline.procedures.fallback import fallback
from pipeline.procedures.library import embedded
from pipeline.procedures.matcher import Situation, best

FOLDERS = ("http", "deployment", "incident", "generic", "nginx", "haproxy", "envoy", "traefik", "rabbitmq")
# Alert names as rules and entries write them, by the procedure that has to answer them.
ANSWERED = {
    "client-error-rate": "NginxHighHttp4xxErrorRate HaproxyHighHttp4xxErrorRateBackend(v1) CloudflareHttp4xxErrorRate "
    "HaproxyFrontendSecurityBlockedRequests KeycloakHighLoginFailureRate",
    "data-corruption": "OrderReconciliationMismatch DataIntegrityViolation",
    "envoy-upstream-errors": "EnvoyNoHealthyUpstream EnvoyClusterMembershipEmpty EnvoyHighDownstreamHttp5xxErrorRate "
    "EnvoyHighClusterUpstreamRequestTimeoutRate EnvoyServerNotLive",
    "failed-rollout": "RolloutStuck DeploymentFailed CanaryFailed ArgocdServiceUnhealthy",
    "haproxy-backend-errors": "HaproxyBackendDown HaproxyServerHealthcheckFailure(v1) HaproxyDown HaproxyRetryHigh "
    "HaproxyHighHttp5xxErrorRateServer HaproxyBackendMaxActiveSession>80%",
    "high-error-rate": "HighErrorRate HTTPErrorRateHigh ApiErrorRate CheckoutErrorRateHigh AwsAlbHigh5xxErrorRate "
    "IstioHigh5xxErrorRate LinkerdHighErrorRate",
    "leaked-credentials": "SecretLeaked AwsAccessKeyExposed SecretScanningAlert",
    "mobile-crash-rate": "MobileAppCrashRateHigh IosCrashFreeSessionsLow AppCrashRateHigh",
    "nginx-upstream-errors": "NginxHighHttp5xxErrorRate IngressErrorRateHigh NginxUpstreamDown",
    "performance-degradation": "HighLatency CriticalLatency APIRequestLatency ApiHighLatency HighResponseTime "
    "CheckoutLatencyHigh BlackboxProbeSlowHttp IstioLatency99Percentile NginxLatencyHigh P99LatencyHigh",
    "queue-backlog": "SidekiqQueueSize SidekiqSchedulingLatencyTooHigh AwsSqsMessageAgeTooOld CeleryQueueBacklog "
    "GitlabSidekiqQueueTooLarge",
    "rabbitmq-queue-backlog": "RabbitmqTooManyMessagesInQueue RabbitmqNoConsumer RabbitmqDeadLetterQueueFillingUp",
    "security-incident": "SuspiciousLogin CredentialStuffingDetected SecurityIncident",
    "service-down": "BlackboxProbeFailed BlackboxProbeHttpFailure ServiceDown WebEndpointDown HealthCheckFailed",
    "slo-burn": "ErrorBudgetBurn SLOErrorBudgetBurn CheckoutErrorBudgetBurnFast LatencyBurnRateHigh APIAvailabilitySLO",
    "third-party-outage": "PaymentProviderErrors StripeApiDown EmailProviderTimeouts SmsDeliveryFailures",
    "traefik-service-errors": "TraefikServiceDown TraefikHighHttp5xxErrorRateBackend",
    "traffic-drop": "TrafficDrop OrdersDropped NoTraffic IstioLowTotalRequestRate",
    "traffic-spike": "TrafficSpike HighRequestRate IstioHighTotalRequestRate EnvoyDownstreamConnectionsOverflowing",
    "zone-outage": "ZoneDown RegionOutage MultipleNodesNotReady",
}
# Names that look alike and mean something else.
OTHERS = (
    "KubeAPIErrorBudgetBurn PrometheusNotificationQueueRunningFull KafkaConsumerGroupLag KubernetesCronjobTooLong "
    "ThanosRuleRuleEvaluationLatencyHigh CephXattrSetLatency KubernetesApiServerLatency RedisHighLatency "
    "PostgresqlDown KubePodCrashLooping LitellmProviderSpendOverBudget GitlabGitalyCircuitBreakerTripped "
    "NodeNetworkReceiveErrs HostUnusualDiskReadLatency KubeDeploymentRolloutStuck EnvoySslCertificateExpired "
    "CephHighOsdLatency PulsarHighWriteLatency CoreDNSErrorsHigh JaegerHighStorageErrorRate"
)
# Words of a risk, which has no alert's name, and the procedure that has to answer them.
BY_WORDS = {
    "Payment provider outage": "third-party-outage",
    "Leaked credentials from the build system": "leaked-credentials",
    "Availability zone outage at the cloud provider": "zone-outage",
    "Data corruption by a faulty backfill": "data-corruption",
    "Peak load of the Black Friday sale": "traffic-spike",
    "Loyalty knows only one key person": "risk-response",
}
MUST_HAVES = {
    MustHave.SERVICE_DOWN: "service-down",
    MustHave.PERFORMANCE_DEGRADATION: "performance-degradation",
    MustHave.SECURITY_INCIDENT: "security-incident",
    MustHave.STANDARD_RELEASE: "standard-release",
    MustHave.HOTFIX: "hotfix",
    MustHave.ROLLBACK: "rollback",
}
STRATEGIES = {
    "rolling": "standard-release",
    "canary": "canary-release",
    "blue-green": "blue-green-release",
    "feature-flag": "feature-flag-release",
    "migration": "database-migration",
}
_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9-]*)>")


@cache
def ours() -> tuple[Procedure, ...]:
    """Return the procedures of the folders."""
    root = Path(pipeline.procedures.__path__[0])
    names = {file.stem for folder in FOLDERS for file in (root / folder).glob("*.md")}
    return tuple(procedure for procedure in embedded() if procedure.id in names)


@cache
def claims() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each procedure's id with what it says of alert names, compiled once."""
    return tuple(
        (p.id, re.compile("|".join(f"(?:{a})" for a in p.answers.alerts), re.I)) for p in embedded() if p.answers.alerts
    )


def claiming(name: str) -> list[str]:
    """Return the procedures that list the alert name."""
    return [procedure for procedure, names in claims() if names.fullmatch(name)]


def texts(procedure: Procedure) -> str:
    """Return all of a procedure in which a placeholder may stand."""
    steps = [t for s in procedure.steps for t in (s.instructions, *(b.text for b in s.commands), *s.verification)]
    return "\n".join((*steps, *procedure.prerequisites, procedure.escalate_when, *procedure.post_incident))


@pytest.mark.parametrize(("procedure", "names"), ANSWERED.items())
def test_a_known_alert_is_claimed_by_its_procedure_alone(procedure: str, names: str) -> None:
    assert {name: claiming(name) for name in names.split()} == {name: [procedure] for name in names.split()}


@pytest.mark.parametrize("name", OTHERS.split())
def test_a_look_alike_is_claimed_by_none_of_them(name: str) -> None:
    assert not set(claiming(name)) & {procedure.id for procedure in ours()}


@pytest.mark.parametrize(("text", "procedure"), BY_WORDS.items())
def test_a_risk_is_answered_by_its_words(text: str, procedure: str) -> None:
    match = best(Situation(text=text), embedded())
    assert match is not None
    assert match.procedure == procedure


@pytest.mark.parametrize(("must_have", "procedure"), MUST_HAVES.items())
def test_each_must_have_is_one_procedure(must_have: MustHave, procedure: str) -> None:
    assert [p.id for p in embedded() if p.answers.must_have is must_have] == [procedure]


@pytest.mark.parametrize(("strategy", "procedure"), STRATEGIES.items())
def test_each_deployment_strategy_is_one_procedure(strategy: str, procedure: str) -> None:
    found = [p for p in embedded() if strategy in p.answers.strategies]
    assert [(p.id, p.category) for p in found] == [(procedure, Category.DEPLOYMENT)]


def test_every_kind_of_signal_has_its_fallback_and_a_fallback_claims_no_alert_by_itself() -> None:
    generic = {p.id: p for p in ours() if p.id.startswith("generic-")}
    assert {fallback(signal, "Anything") for signal in SignalKind} <= {*generic, "slo-burn"}
    assert not any(p.answers.alerts or p.answers.metrics or p.answers.phrases for p in generic.values())


@pytest.mark.parametrize(
    ("name", "procedure"),
    [
        ("MinioDiskSpaceUsage", "generic-storage-full"),
        ("LonghornVolumeUsageCritical", "generic-storage-full"),
        ("ThreadPoolUsageHigh", "generic-saturation"),
    ],
)
def test_a_full_disk_is_no_limit_that_more_pods_raise(name: str, procedure: str) -> None:
    assert fallback(SignalKind.SATURATION, name) == procedure


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_procedure_is_short(procedure: Procedure) -> None:
    lines = [line for s in procedure.steps for b in s.commands for line in b.text.split("\n")]
    assert 3 <= len(procedure.steps) <= 7
    assert len([line for line in lines if line.strip() and not line.startswith(("#", "--"))]) <= 15


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_step_has_commands_and_a_check(procedure: Procedure) -> None:
    assert [s.title for s in procedure.steps if not s.commands or not s.verification] == []


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_command_parses_exists_and_ends(procedure: Procedure) -> None:
    faults = [f for s in procedure.steps for b in s.commands for f in analyse(b).faults]
    assert [f.message for f in faults if f.kind is not FaultKind.PRIVILEGE] == []


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_step_that_changes_something_says_its_effect_its_condition_and_its_undo(procedure: Procedure) -> None:
    for step in procedure.steps:
        effects = {analyse(block).effect for block in step.commands}
        said = [label for label in ("Effect", "Before", "Undo") if f"- **{label}**: " in step.instructions]
        assert said in ([], ["Effect", "Before", "Undo"]), step.title
        assert said or effects == {Effect.READ}, step.title
        assert Effect.DESTRUCTIVE not in effects or "**Effect**: destructive." in step.instructions, step.title


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_placeholder_is_a_slot_and_every_slot_is_used(procedure: Procedure) -> None:
    used = set(_PLACEHOLDER.findall(texts(procedure)))
    while (
        more := {n for u in used & set(procedure.slots) for n in _PLACEHOLDER.findall(procedure.slots[u].find)} - used
    ):
        used |= more
    assert used == set(procedure.slots)


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_every_reference_leads_to_a_procedure(procedure: Procedure) -> None:
    known = {p.id for p in embedded()}
    assert set(re.findall(r"\{see ([a-z0-9-]+)\}", "; ".join((*procedure.excludes, texts(procedure))))) <= known


@pytest.mark.parametrize("procedure", ours(), ids=lambda p: p.id)
def test_a_reference_to_a_step_stays_within_the_procedure(procedure: Procedure) -> None:
    numbers = {int(number) for number in re.findall(r"\bsteps? (\d+)", texts(procedure))}
    assert numbers <= set(range(1, len(procedure.steps) + 1))
