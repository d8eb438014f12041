"""Which technology an entry speaks of, from its metrics' prefixes and its words."""

from __future__ import annotations

import re

# Prefixes of the usual exporters' metrics; the longest that fits decides.
_PREFIXES = {
    "pg_": "postgresql",
    "postgres_": "postgresql",
    "cnpg_": "postgresql",
    "pgbouncer_": "pgbouncer",
    "patroni_": "postgresql",
    "redis_": "redis",
    "kafka_": "kafka",
    "kube_": "kubernetes",
    "kubelet_": "kubernetes",
    "container_": "kubernetes",
    "apiserver_": "kubernetes",
    "aggregator_": "kubernetes",
    "etcd_": "etcd",
    "node_": "linux",
    "smartctl_": "linux",
    "systemd_": "linux",
    "ipmi_": "linux",
    "namedprocess_": "linux",
    "chrony_": "linux",
    "prometheus_": "prometheus",
    "alertmanager_": "prometheus",
    "certmanager_": "certificates",
    "probe_ssl_": "certificates",
    "x509_": "certificates",
    "ssl_": "certificates",
    "coredns_": "coredns",
    "mysql_": "mysql",
    "mongodb_": "mongodb",
    "elasticsearch_": "elasticsearch",
    "rabbitmq_": "rabbitmq",
    "nginx_": "nginx",
    "haproxy_": "haproxy",
    "traefik_": "traefik",
    "envoy_": "envoy",
    "istio_": "istio",
    "ceph_": "ceph",
    "ocs_": "ceph",
    "odf_": "ceph",
    "NooBaa_": "ceph",
    "ovn_": "openshift",
    "ovnkube_": "openshift",
    "mcd_": "openshift",
    "mcd_kubelet_": "kubernetes",
    "mcc_": "openshift",
    "cluster_operator_": "openshift",
    "cluster_version_": "openshift",
    "imageregistry_": "openshift",
    "openshift_": "openshift",
    "vault_": "vault",
    "consul_": "consul",
    "zookeeper_": "zookeeper",
    "zk_": "zookeeper",
    "memcached_": "memcached",
    "cassandra_": "cassandra",
    "clickhouse": "clickhouse",
    "minio_": "minio",
    "jvm_": "jvm",
    "windows_": "windows",
    "opensearch_": "elasticsearch",
    "gnatsd_": "nats",
    "nats_": "nats",
    "jetstream_": "nats",
    "process_memory_map_areas": "",
    "memberlist_": "",
    "cortex_": "mimir",
    "loki_": "loki",
    "promtail_": "loki",
    "tempo_": "tempo",
    "tempodb_": "tempo",
    "otelcol_": "opentelemetry",
    "thanos_": "thanos",
    # Mimir, Loki and Tempo are built on these parts of Thanos.
    "thanos_objstore_": "",
    "thanos_cache_": "",
    "argocd_": "argocd",
    "gotk_": "flux",
    "pilot_": "istio",
    "istiod_": "istio",
    "mixer_": "istio",
    "jenkins_": "jenkins",
    "default_jenkins_": "jenkins",
    "gitlab_": "gitlab",
    "gitaly_": "gitlab",
    "puma_": "gitlab",
    "cilium_": "cilium",
    "hubble_": "cilium",
    "jaeger_": "jaeger",
    "flink_": "flink",
}

_WORDS = {
    "postgresql": ("postgres", "postgresql", "pg_dump", "pgbouncer", "patroni"),
    "redis": ("redis",),
    "kafka": ("kafka",),
    "kubernetes": ("kubernetes", "kubelet", "kube", "kubectl", "daemonset", "statefulset"),
    "linux": ("linux", "host", "systemd", "inode", "inodes", "conntrack", "swap", "filesystem"),
    "prometheus": ("prometheus", "alertmanager"),
    "certificates": ("certificate", "certificates", "tls", "ssl"),
    "etcd": ("etcd",),
    "coredns": ("coredns",),
    "mysql": ("mysql", "mariadb", "galera", "wsrep"),
    "mongodb": ("mongodb", "mongo"),
    "elasticsearch": ("elasticsearch", "opensearch"),
    "rabbitmq": ("rabbitmq",),
    "nginx": ("nginx",),
    "haproxy": ("haproxy",),
    "cassandra": ("cassandra",),
    "oracle": ("oracle",),
    "mssql": ("mssql",),
    "ceph": ("ceph", "cephfs", "rook", "noobaa"),
    "windows": ("windows",),
    "clickhouse": ("clickhouse",),
    "memcached": ("memcached",),
    "vault": ("vault",),
    "consul": ("consul",),
    "nats": ("nats", "jetstream"),
    "jvm": ("jvm",),
    "thanos": ("thanos",),
    "mimir": ("mimir", "cortex"),
    "loki": ("loki", "promtail"),
    "tempo": ("tempo",),
    "opentelemetry": ("opentelemetry", "otel", "otelcol"),
    "argocd": ("argocd",),
    "flux": ("fluxcd", "kustomization", "helmrelease"),
    "istio": ("istio", "istiod"),
    "jenkins": ("jenkins",),
    "gitlab": ("gitlab", "gitaly"),
    "cilium": ("cilium",),
    "jaeger": ("jaeger",),
    "flink": ("flink",),
}
_BY_WORD = {word: technology for technology, words in _WORDS.items() for word in words}


def of_metric(metric: str) -> str:
    """Return the technology that a metric's name tells, or ""; a recording rule is named level:metric:operation."""
    metric = metric.split(":")[1] if metric.count(":") >= 1 else metric
    fitting = [prefix for prefix in _PREFIXES if metric.startswith(prefix)]
    return _PREFIXES[max(fitting, key=len)] if fitting else ""


def of_text(text: str) -> frozenset[str]:
    """Return the technologies that a text names."""
    return frozenset(_BY_WORD[word] for word in words(text) if word in _BY_WORD)


def words(text: str) -> frozenset[str]:
    """Return a text's words in lower case; names in CamelCase and snake_case fall apart into theirs."""
    apart = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    return frozenset(word for word in re.split(r"[^a-z0-9%]+", apart.lower()) if word)
