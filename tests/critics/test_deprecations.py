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
    ],
)
def test_what_was_removed_is_reported_with_what_to_use(command: str) -> None:
    (finding,) = findings(page(f"```\n{command}\n```"), "deprecated-tool")
    assert re.search(r"; use \S", finding.message)


@pytest.mark.parametrize(
    "command",
    [
        "docker compose up -d",
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
