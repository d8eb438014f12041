"""Calls that end by themselves, and those that do not."""

from __future__ import annotations

import pytest

from pipeline.commands.analysis import analyse
from pipeline.models.command import FaultKind
from pipeline.models.runbook import Block


def messages(text: str) -> list[str]:
    faults = analyse(Block(language="bash", text=text)).faults
    return [fault.message for fault in faults if fault.kind is FaultKind.ENDLESS]


@pytest.mark.parametrize(
    "text",
    [
        "timeout 30 kubectl logs -f x",
        "kubectl logs -f x | head -20",
        "kubectl logs -f x | grep -m1 ready",
        "kubectl port-forward svc/x 80:80 &",
        "kubectl top pods",
        "kubectl rollout status deploy/x",
        "kubectl wait --for=condition=Ready pod/x",
        "top -b -n 1",
        "vmstat 1 5",
        "iostat -x 1 3",
        "ping -c 4 host",
        "docker stats --no-stream",
        "docker compose up -d",
        "echo 'select 1' | psql",
        "psql < query.sql",
        "mysql -e 'select 1'",
        "redis-cli --latency --raw -i 5",
        "openssl s_client -connect x:443 </dev/null",
        "watch -g ls",
        "psql -h db\nSELECT 1;",
        "kubectl exec -it p -- bash",
        "while true; do a && break; done",
        "free -s 1 -c 3",
        "top --help",
    ],
)
def test_what_ends_is_left_alone(text: str) -> None:
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kubectl logs -f x", "`kubectl logs` follows the log and does not end; use --since=10m or --tail=200"),
        ("sudo journalctl -fu x", '`journalctl` follows the journal and does not end; use --since "10 minutes ago"'),
        ("top", '`top` refreshes until you quit it; use "top -b -n 1"'),
        ("psql -h db", "`psql` opens a session and waits for input; give the statement with -c"),
        ("vmstat 1", "`vmstat` prints until you stop it; give a count after the interval"),
        ("ssh host 'tail -f x'", '`tail` follows the file and does not end; use "tail -n 200"'),
        ("kubectl get x | less", '`less` waits for keys; leave "less" out'),
        ("psql -c 'SELECT 1 \\watch'", ""),
    ],
)
def test_what_does_not_end_is_told_with_a_cure(text: str, message: str) -> None:
    assert messages(text) == ([message] if message else [])


def test_a_query_that_is_repeated_for_ever_is_told() -> None:
    faults = analyse(Block(language="sql", text="SELECT 1;\n\\watch 5")).faults
    assert [(fault.kind.value, fault.line) for fault in faults] == [("endless", 2)]
