"""Misspelt kinds of Kubernetes objects, and names that may be kinds."""

from __future__ import annotations

import pytest

from pipeline.commands.cli import read
from pipeline.commands.shell import parse


def message(text: str) -> str:
    call = parse(text).calls[0]
    fault = read(call.tool, call.arguments).fault
    return fault[2] if fault else ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("kubectl get podss", "pods"),
        ("kubectl get pods,sevices", "services"),
        ("kubectl delete cronjbo/backup", "cronjob"),
        ("oc describe nodez n1", "nodes"),
    ],
)
def test_a_kind_that_is_one_letter_off_is_told(text: str, meant: str) -> None:
    assert message(text).endswith(f'did you mean "{meant}"?')


@pytest.mark.parametrize(
    "text",
    [
        "kubectl get widgets",
        "kubectl get virtualservices.networking.istio.io",
        "kubectl get rules",
        "kubectl get $KIND",
        "kubectl logs podd-1",
        "kubectl get -f pods.yaml",
        "kubectl get",
    ],
)
def test_what_may_be_a_kind_is_left_alone(text: str) -> None:
    assert message(text) == ""
