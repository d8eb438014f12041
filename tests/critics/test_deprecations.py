from __future__ import annotations

import re

import pytest

from pipeline.critics.deprecations import Deprecation, deprecations
from tests.critics.judging import findings, page


@pytest.mark.parametrize("entry", deprecations(), ids=lambda entry: entry.hint)
def test_a_replacement_is_not_deprecated_itself(entry: Deprecation) -> None:
    assert not entry.same or entry.replacement
    if entry.replacement:
        assert not entry.pattern.search(entry.replacement)


@pytest.mark.parametrize(
    "command",
    [
        "kubectl get componentstatuses",
        "kafka-topics.sh --zookeeper zk:2181 --list",
        "docker-compose up -d",
        "etcdctl cluster-health",
        "SHOW SLAVE STATUS",
        "aws ecr get-login --no-include-email",
        "helm init --upgrade",
        "netstat -tlnp",
        "terraform taint aws_instance.web",
        "kubectl run x --generator=run-pod/v1 --image=y",
        "/etc/init.d/nginx restart",
        "ceph-disk zap /dev/sdk",
        "ceph-deploy osd create node-7",
        "terraform 0.13upgrade .",
        "curl -s http://alertmanager.shop.test/api/v1/silences",
        "curl -s localhost:9093/api/v1/status",
        "rabbitmqctl set_policy mirror '^a' '{\"ha-mode\":\"exactly\"}'",
        "rabbitmqctl sync_queue orders",
        "curl es.shop.test:9200/_xpack/security/user",
        "redis-trib.rb check 10.0.0.1:6379",
        "etcdctl --endpoints x snapshot restore a.db",
        "mongo --host db-1 --eval 'rs.status()'",
    ],
)
def test_what_was_removed_is_reported_with_what_to_use(command: str) -> None:
    (finding,) = findings(page(f"```\n{command}\n```"), "deprecated-tool")
    assert re.search(r"; use \S", finding.message)


@pytest.mark.parametrize(
    "command",
    [
        "docker compose up -d",
        "curl -s http://prometheus.shop.test:9090/api/v1/alerts",
        "curl -s http://alertmanager.shop.test:9093/api/v2/alerts",
        "curl es.shop.test:9200/_xpack/usage",
        "etcdctl snapshot save a.db",
        "mongosh --host db-1",
        "ls mongo",
        "ls docker-compose.yml",
        "kafka-topics.sh --bootstrap-server b:9092 --list",
        "aws ecr get-login-password",
        "kubectl get nodes --export-x",
        "ss -tlnp",
        "# netstat -tlnp is not installed",
    ],
)
def test_current_commands_are_left_alone(command: str) -> None:
    assert findings(page(f"```\n{command}\n```"), "deprecated-tool") == []


def test_what_was_removed_is_not_reported_as_unknown_too() -> None:
    assert [f.rule for f in findings(page("```bash\netcdctl cluster-health\n```")) if f.line == 6] == [
        "deprecated-tool"
    ]
