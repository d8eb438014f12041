"""Sub-commands and flags against their specifications."""

from __future__ import annotations

import pytest

from pipeline.commands.cli import read
from pipeline.commands.reading import Reading
from pipeline.commands.shell import parse


def reading(text: str) -> Reading:
    call = parse(text).calls[0]
    return read(call.tool, call.arguments)


def message(text: str) -> str:
    fault = reading(text).fault
    return fault[2] if fault else ""


@pytest.mark.parametrize(
    ("text", "path", "arguments"),
    [
        ("kubectl -n x get po web-1 -o yaml", ("get",), ["po", "web-1"]),
        ("kubectl --context=c rollout undo deploy/web", ("rollout", "undo"), ["deploy/web"]),
        ("kubectl top pods", ("top", "pod"), []),
        ("helm ls -A", ("list",), []),
        ("docker compose -f a.yml logs web", ("compose", "logs"), ["web"]),
        ("docker-compose -f a.yml up", ("compose", "up"), []),
        ("git -C /x stash pop", ("stash", "pop"), []),
        ("aws --region r rds describe-db-instances", ("rds", "describe-db-instances"), []),
        ("redis-cli -h r -n 2 CONFIG GET x", ("config",), ["GET", "x"]),
        ("etcdctl --endpoints=e endpoint status -w table", ("endpoint", "status"), []),
        ("openssl x509 -noout -in c.pem", ("x509",), []),
        ("terraform -chdir=x state list", ("state", "list"), []),
        ("oc adm top nodes", ("adm", "top"), ["nodes"]),
        ("oc get pods", ("get",), ["pods"]),
    ],
)
def test_subcommands_are_found_behind_flags_and_their_values(
    text: str, path: tuple[str, ...], arguments: list[str]
) -> None:
    found = reading(text)
    assert found.known
    assert found.path == path
    assert [word.text for word in found.arguments] == arguments
    assert found.fault is None


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (
            "kubectl get -Aowide --selector a=b --watch=false",
            [("A", ""), ("o", "wide"), ("selector", "a=b"), ("watch", "false")],
        ),
        ("kubectl exec -it p -c=x", [("i", ""), ("t", ""), ("c", "x")]),
        ("journalctl -xeu kubelet -n50", [("x", ""), ("e", ""), ("u", "kubelet"), ("n", "50")]),
        ("curl -sXPOST -H 'a: b' u", [("s", ""), ("X", "POST"), ("H", "a: b")]),
        ("tail -100f x", [("f", "")]),
        ("grep --recur x", [("recursive", "")]),
        ("openssl x509 -in c -noout", [("in", "c"), ("noout", "")]),
    ],
)
def test_flags_come_with_their_values(text: str, flags: list[tuple[str, str]]) -> None:
    assert [(name, value) for name, value, _ in reading(text).flags] == flags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kubectl gets pods", 'kubectl has no sub-command "gets"; did you mean "get"?'),
        ("kubectl rollout restrat x", 'kubectl rollout has no sub-command "restrat"; did you mean "restart"?'),
        ("kubectl logs x --tial=5", 'kubectl logs has no flag "--tial"; did you mean "--tail"?'),
        ("kubectl get pods -Z", 'kubectl get has no flag "-Z"'),
        ("kubectl get pods -namespace x", 'kubectl get reads "-namespace" as single letters: write "--namespace"'),
        ("kubectl patch x --patch", 'kubectl patch needs a value after "--patch"'),
        ("kubectl get pods -n", 'kubectl get needs a value after "-n"'),
        ("aws ecs2 x", 'aws has no service "ecs2"; did you mean "ecs"?'),
        ("aws s3 list", 'aws s3 has no operation "list"'),
        ("openssl x509 -enddates", 'openssl x509 has no flag "-enddates"; did you mean "-enddate"?'),
    ],
)
def test_what_does_not_exist_is_told_with_the_nearest_that_does(text: str, expected: str) -> None:
    assert message(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "kubectl cnpg status x",  # an extension
        "helm diff upgrade a b",
        "kubectl $VERB pods",
        "kubectl get pods $FLAGS --sort-by=x",
        "docker buildx build --anything x",  # flags are not known in full
        "nerdctl logs --anything x",  # another program with docker's sub-commands
        "nginx -s $SIGNAL",
        "git log --no-show-signature",  # the negation of a flag
        "openssl x509 -sha512 -in x",
        "aws opsworks describe-stacks",  # retired
        "aws ec2 wait instance-running",
        "aws $SERVICE x",
        "helm list -a",  # of the version before
        "kubectl scale d/x --replicas=1 --record",  # hidden
        "kubectl apply -f x",
        "redis-cli FT.SEARCH i q",
        "head -20 x",
        "unknowntool --whatever",
    ],
)
def test_what_may_exist_is_left_alone(text: str) -> None:
    assert message(text) == ""


@pytest.mark.parametrize(
    ("cut", "meant"), [("l", "link"), ("m", "maddress"), ("net", "netns"), ("t", "tunnel"), ("n", "neighbor")]
)
def test_ip_takes_a_cut_word_for_the_first_object_that_it_fits(cut: str, meant: str) -> None:
    assert reading(f"ip {cut} show").path == (meant,)


def test_a_tool_without_a_specification_is_read_as_well_as_can_be() -> None:
    found = reading("odf subvolume ls --stale x")
    assert not found.known
    assert [word.text for word in found.arguments] == ["subvolume", "ls", "x"]
    assert found.has("stale")


def test_what_follows_two_dashes_is_kept_apart() -> None:
    found = reading("kubectl exec p -n x -- ls --nope")
    assert [word.text for word in found.rest] == ["ls", "--nope"]
    assert found.value("n", "namespace") == "x"


def test_a_signal_is_no_flag() -> None:
    assert message("pkill -KILL writer") == message("killall -SIGUSR1 writer") == message("kill -HUP 12") == ""
    assert "-K" in message("pgrep -KILL writer")
