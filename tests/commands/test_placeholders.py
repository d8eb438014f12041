"""Values that an operator has to fill in."""

from __future__ import annotations

import pytest

from pipeline.commands.placeholders import find, mask


def names(text: str, language: str = "bash") -> list[str]:
    return [mark.name for mark in find(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kubectl get pod <pod-name> -n <namespace>", ["pod-name", "namespace"]),
        ("NODE='<value of instance label from alert>'", ["value of instance label from alert"]),
        ("ENV=<enter the environment, eg. gstg or gprd>", ["enter the environment, eg. gstg or gprd"]),
        ("kubectl logs {pod} -n {{ namespace }}", ["pod", "namespace"]),
        ("kubectl logs [pod-name]", ["pod-name"]),
        ("gcloud x --project [staging|production]", ["staging|production"]),
        ("curl http://<host>:<port>/x", ["host", "port"]),
        ("kubectl get pod YOUR_POD your-namespace", ["YOUR_POD", "your-namespace"]),
        ("rbd mirror image status POOL_NAME/IMAGE_NAME", ["POOL_NAME", "IMAGE_NAME"]),
        ("ssh root@x.x.x.x; kubectl get pod web-xxxxx", ["x.x.x.x", "web-xxxxx"]),
        ("oc dev_tool audit --user=${top-user-from-last-command}", ["top-user-from-last-command"]),
        ('{"spec":{"limit":<storageCapacityLimit>}}', ["storageCapacityLimit"]),
    ],
)
def test_placeholders_are_found_in_every_form(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sort < in.txt > out.txt",
        "cmd <input >output",
        "diff <(a) <(b)",
        "cat <<EOF > x",
        "kubectl get pods | grep '<none>'",
        "echo '<b>bold</b>'",
        "git commit --author='A <a@b.example>'",
        "kubectl get pods -o jsonpath='{.items[*].metadata.name}'",
        "kubectl get x -o go-template='{{range .items}}{{.metadata.name}}{{end}}'",
        "docker ps --format '{{.Names}}'",
        "awk '{print $1}' x; find . -exec ls {} +; echo {1..3} {a,b}",
        "curl -w '%{http_code}' x",
        "export POSTGRES_USER=x; printenv NODE_NAME",
        "mktemp /tmp/x.XXXXXX",
        "grep '[error]' x; [ -f x ]",
        "awk '$1 <5 && $2> 3' x",
        "git show HEAD@{1}",
    ],
)
def test_what_looks_like_one_is_none(text: str) -> None:
    assert names(text) == []


def test_comparisons_of_sql_and_promql_are_none() -> None:
    assert names("SELECT 1 WHERE a <b AND c> d", "sql") == []
    assert names("a <b and c> 3", "promql") == []
    assert names("SELECT pg_cancel_backend(<pid>)", "sql") == ["pid"]


def test_masked_text_keeps_its_length_and_is_one_word_a_placeholder() -> None:
    text = "kubectl get <pod name> -n {ns}"
    masked = mask(text, find(text, "bash"))
    assert len(masked) == len(text)
    assert masked == "kubectl get xpod_name_ -n xns_"
