"""Tools, flags and APIs that were removed or replaced: since when, and by what."""

from __future__ import annotations

import re
from typing import NamedTuple


class Deprecation(NamedTuple):
    """One of them: `hint` is a text that occurs wherever the pattern does; `same` says that the replacement means the
    same."""

    hint: str
    pattern: re.Pattern[str]
    since: str
    instead: str
    replacement: str = ""
    same: bool = False


def _d(hint: str, pattern: str, since: str, instead: str, replacement: str = "", same: bool = False) -> Deprecation:
    return Deprecation(hint, re.compile(pattern), since, instead, replacement, same)


_KUBECTL = r"\b(?:kubectl|oc(?:\s+adm)?)\b[^|;&`\n]*?"

DEPRECATIONS: tuple[Deprecation, ...] = (
    _d("--delete-local-data", r"--delete-local-data\b", "was renamed in Kubernetes 1.20 and later removed",
       "--delete-emptydir-data", "--delete-emptydir-data", True),
    _d("--export", _KUBECTL + r"\bget\b[^|;&`\n]*?\s--export\b", "was removed in kubectl 1.18", "get -o yaml without --export"),
    _d("rolling-update", r"\bkubectl\s+rolling-update\b", "was removed in kubectl 1.18", "kubectl rollout"),
    _d("--show-all", _KUBECTL + r"\s--show-all\b", "was removed in kubectl 1.14", "the command without it"),
    _d("--generator", r"\bkubectl\s+(?:run|create|expose)\b[^|;&`\n]*?\s--generator[= ]", "was removed in kubectl 1.21", "kubectl create or a manifest"),
    _d("--record", r"\bkubectl\b[^|;&`\n]*?\s--record\b", "is deprecated since kubectl 1.22",
       "kubectl annotate with kubernetes.io/change-cause"),
    _d("get cs", r"\bkubectl\s+get\s+(?:cs|componentstatus(?:es)?)\b", "is deprecated since Kubernetes 1.19 and tells nothing reliable",
       "kubectl get --raw='/readyz?verbose'"),
    _d("componentstatus", r"\bkubectl\s+get\s+componentstatus(?:es)?\b", "is deprecated since Kubernetes 1.19 and tells nothing reliable",
       "kubectl get --raw='/readyz?verbose'"),
    _d("psp", r"\bkubectl\s+(?:get|describe|delete|edit)\s+(?:psp|podsecuritypolic(?:y|ies))\b", "was removed in Kubernetes 1.25", "Pod Security Admission"),
    _d("podsecuritypolic", r"\bkubectl\s+(?:get|describe|delete|edit)\s+podsecuritypolic(?:y|ies)\b", "was removed in Kubernetes 1.25",
       "Pod Security Admission"),
    _d("extensions/v1beta1", r"\bextensions/v1beta1\b", "was removed in Kubernetes 1.22", "apps/v1 or networking.k8s.io/v1"),
    _d("apps/v1beta", r"\bapps/v1beta[12]\b", "was removed in Kubernetes 1.16", "apps/v1"),
    _d("batch/v1beta1", r"\bbatch/v1beta1\b", "was removed in Kubernetes 1.25", "batch/v1"),
    _d("policy/v1beta1", r"\bpolicy/v1beta1\b", "was removed in Kubernetes 1.25", "policy/v1"),
    _d("heapster", r"\bheapster\b", "was retired with Kubernetes 1.13", "metrics-server"),
    _d("k8s.gcr.io", r"\bk8s\.gcr\.io\b", "is frozen since April 2023", "registry.k8s.io", "registry.k8s.io", True),
    _d("tiller", r"\btiller\b", "was removed in Helm 3", "helm 3, which needs no server side"),
    _d("helm init", r"\bhelm\s+init\b", "was removed in Helm 3", "helm repo add"),
    _d("helm delete --purge", r"\bhelm\s+(?:delete|del)\s+--purge\b", "was removed in Helm 3", "helm uninstall", "helm uninstall", True),
    _d("helm inspect", r"\bhelm\s+inspect\b", "was replaced in Helm 3", "helm show", "helm show", True),
    _d("docker-compose", r"(?<![\w./-])docker-compose\s+(?=(?:up|down|ps|logs|restart|stop|start|exec|pull|build|run|kill|rm|config|-f)\b)",
       "is Compose v1, which ended in July 2023", "docker compose", "docker compose ", True),
    _d("cluster-health", r"\betcdctl\b[^|;&`\n]*?\bcluster-health\b", "belongs to the etcd v2 API, which was removed in etcd 3.6",
       "etcdctl endpoint health --cluster"),
    _d("ETCDCTL_API=2", r"\bETCDCTL_API=2\b", "selects the etcd v2 API, which was removed in etcd 3.6", "ETCDCTL_API=3 commands"),
    _d("--zookeeper", r"\bkafka-(?:topics|configs|consumer-groups|acls|reassign-partitions|preferred-replica-election|leader-election)(?:\.sh)?\b[^|;&`\n]*?--zookeeper\b",
       "was removed in Kafka 3.0", "--bootstrap-server"),
    _d("--broker-list", r"\bkafka-console-producer(?:\.sh)?\b[^|;&`\n]*?--broker-list\b", "is deprecated since Kafka 2.5", "--bootstrap-server"),
    _d("preferred-replica-election", r"\bkafka-preferred-replica-election(?:\.sh)?\b", "was removed in Kafka 3.0", "kafka-leader-election.sh"),
    _d("kafka-mirror-maker", r"\bkafka-mirror-maker\.sh\b", "was removed in Kafka 4.0", "connect-mirror-maker.sh"),
    _d("zookeeper-shell", r"\bzookeeper-shell(?:\.sh)?\b", "has nothing to talk to since Kafka 4.0", "kafka-metadata-shell.sh or kafka-cluster.sh"),
    _d("_xlog_", r"\bpg_(?:last_xlog_replay_location|last_xlog_receive_location|current_xlog_location|switch_xlog|xlog_location_diff|xlog_replay_(?:pause|resume))\b",
       "was renamed in PostgreSQL 10", "the function with wal and lsn in its name"),
    _d("pg_start_backup", r"\bpg_start_backup\b", "was removed in PostgreSQL 15", "pg_backup_start"),
    _d("pg_stop_backup", r"\bpg_stop_backup\b", "was removed in PostgreSQL 15", "pg_backup_stop"),
    _d("procpid", r"\bprocpid\b", "was renamed in PostgreSQL 9.2", "pid", "pid", True),
    _d("current_query", r"\bcurrent_query\b(?=[\s\S]*pg_stat_activity)", "was renamed in PostgreSQL 9.2", "query and state"),
    _d("recovery.conf", r"\brecovery\.conf\b", "is not read since PostgreSQL 12", "postgresql.conf with standby.signal or recovery.signal"),
    _d("promote_trigger_file", r"\bpromote_trigger_file\b", "was removed in PostgreSQL 16", "pg_ctl promote or pg_promote()"),
    _d("SLAVE STATUS", r"\bSHOW\s+SLAVE\s+STATUS\b", "was removed in MySQL 8.4", "SHOW REPLICA STATUS", "SHOW REPLICA STATUS", False),
    _d("START SLAVE", r"\bSTART\s+SLAVE\b", "was removed in MySQL 8.4", "START REPLICA", "START REPLICA", False),
    _d("STOP SLAVE", r"\bSTOP\s+SLAVE\b", "was removed in MySQL 8.4", "STOP REPLICA", "STOP REPLICA", False),
    _d("MASTER STATUS", r"\bSHOW\s+MASTER\s+STATUS\b", "was removed in MySQL 8.4", "SHOW BINARY LOG STATUS", "SHOW BINARY LOG STATUS", False),
    _d("CHANGE MASTER", r"\bCHANGE\s+MASTER\s+TO\b", "was removed in MySQL 8.4", "CHANGE REPLICATION SOURCE TO"),
    _d("mysql_upgrade", r"\bmysql_upgrade\b", "was removed in MySQL 8.4", "the server's own upgrade at its start"),
    _d("laveof", r"(?i)\bredis-cli\b[^|;&`\n]*?\bslaveof\b", "was renamed in Redis 5", "REPLICAOF"),
    _d("LAVEOF", r"\bSLAVEOF\b", "was renamed in Redis 5", "REPLICAOF", "REPLICAOF", True),
    _d("ecr get-login", r"\baws\s+ecr\s+get-login\b(?!-)", "was removed in AWS CLI 2", "aws ecr get-login-password"),
    _d("terraform taint", r"\bterraform\s+taint\b", "is deprecated since Terraform 0.15.2", "terraform apply -replace=ADDRESS"),
    _d("terraform refresh", r"\bterraform\s+refresh\b", "is deprecated since Terraform 0.15.4", "terraform apply -refresh-only"),
    _d("apt-key", r"\bapt-key\s+\w+", "was removed from Debian 13 and Ubuntu 24.10", "a key file in /etc/apt/keyrings and signed-by"),
    _d("ifconfig", r"(?<![\w/.-])ifconfig\b", "comes from net-tools, which current systems do not install", "ip addr"),
    _d("netstat", r"(?<![\w/.-])netstat\s+-\w+", "comes from net-tools, which current systems do not install", "ss with the same letters"),
    _d("ntpdate", r"(?<![\w/.-])ntpdate\b", "was retired from current distributions", "chronyc or ntpdig"),
    _d("chkconfig", r"(?<![\w/.-])chkconfig\s+\w+", "serves SysV init only", "systemctl enable or disable"),
    _d("/etc/init.d/", r"/etc/init\.d/[\w-]+\s+(?:re)?(?:start|stop|load|status)\b", "bypasses systemd", "systemctl"),
    _d("easy_install", r"(?<![\w/.-])easy_install\s+\w+", "was removed from setuptools", "pip install"),
    _d("python2", r"(?<![\w/.-])python2(?:\.\d)?\s+\S+", "ended in January 2020", "python3"),
    _d("oadm", r"(?<![\w/.-])oadm\s+\w+", "was removed in OpenShift 4", "oc adm"),
    _d("manage-node", r"\boc\s+adm\s+manage-node\b", "was removed in OpenShift 4", "oc adm cordon, drain and uncordon"),
    _d("promtool", r"\bpromtool\s+(?:check-config|check-rules)\b", "was renamed in Prometheus 2.0", "promtool check config or check rules"),
    _d("storage.local", r"-storage\.local\.[\w-]+", "was removed in Prometheus 2.0", "--storage.tsdb options"),
)  # fmt: skip
