"""One form for two people's ways to write a command."""

from __future__ import annotations

import pytest

from pipeline.commands.canonical import ANY, canonical, canonicals, same_command


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("kubectl get pods", "oc -n x get po web-1 -o yaml"),
        ("kubectl describe pod/<pod>", "kubectl -n x describe pods web"),
        ("kubectl logs <pod> --previous", "$ oc logs -p web -c app --tail=100"),
        ("kubectl get events -n x --sort-by=.lastTimestamp", "kubectl events"),
        ("kubectl top node", "oc adm top nodes"),
        ("kubectl get $KIND x", "kubectl get deployment y"),
        ("systemctl restart kubelet.service", "sudo systemctl restart <unit>"),
        ("journalctl -u kubelet -n 100", "journalctl -xeu <unit> | grep error"),
        ("psql -h db -c 'SELECT count(*) FROM pg_stat_activity'", "SELECT * FROM pg_stat_activity;"),
        ("redis-cli INFO memory", "redis-cli -h r -p 6379 info memory"),
        ("curl -s http://localhost:9090/-/ready", "curl http://<host>:9090/-/ready"),
        (
            "kafka-topics.sh --bootstrap-server a --describe --topic x",
            "/opt/kafka/bin/kafka-topics.sh --describe --bootstrap-server b",
        ),
        ("kubectl exec p -- df -h", "df -h /data"),
        ("kubectl rollout restart deploy/x", "kubectl -n y rollout restart deployment z"),
        ("oc get clusteroperators.config.openshift.io x", "oc get co"),
        ("cat /proc/mdstat", "oc debug node/n -- cat /proc/mdstat"),
        ("etcdctl endpoint status -w table", "ETCDCTL_API=3 etcdctl --endpoints=x endpoint status"),
    ],
)
def test_the_same_command_is_recognised(a: str, b: str) -> None:
    assert same_command(a, b)
    assert same_command(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("kubectl get pods", "kubectl get nodes"),
        ("kubectl get pods", "kubectl describe pods"),
        ("kubectl logs x", "kubectl logs x --previous"),
        ("systemctl restart kubelet", "systemctl status kubelet"),
        ("systemctl restart kubelet", "systemctl restart crio"),
        ("cat /proc/mdstat", "cat /etc/hosts"),
        ("redis-cli INFO memory", "redis-cli INFO replication"),
        ("git reset --hard", "git reset"),
        ("df -h", "df -i"),
        ("", ""),
    ],
)
def test_different_commands_are_told_apart(a: str, b: str) -> None:
    assert not same_command(a, b)


def test_the_form_is_tool_subcommands_object_and_main_flags() -> None:
    assert canonical("oc -n x get po web-1 -o yaml") == ("kubectl", "get", "pod")
    assert canonical("systemctl restart <unit>") == ("systemctl", "restart", ANY)
    assert canonical("git push --force origin x") == ("git", "push", "force")


def test_plumbing_is_left_out_of_a_block() -> None:
    text = "NS=x\nkubectl get pods | grep -v Running | wc -l\necho done\nkubectl get nodes"
    assert canonicals(text) == (("kubectl", "get", "pod"), ("kubectl", "get", "node"))
