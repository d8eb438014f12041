"""Actions: two ways to write one command are one action."""

from __future__ import annotations

import pytest

from pipeline.evaluation.actions import actions, held, of_block, share_held, wanted
from pipeline.importers.document import read_document
from pipeline.models.runbook import Block


def forms(text: str, language: str = "bash") -> list[str]:
    return [str(action) for action in of_block(Block(language=language, text=text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oc -n x get po web-1 -o yaml", ["kubectl get pod"]),
        ("kubectl get pods,svc -n shop", ["kubectl get pod", "kubectl get service"]),
        ("kubectl logs web-1 --previous | grep -i error", ["kubectl logs"]),
        ("kubectl exec -it rook-tools -- ceph status", ["ceph status"]),
        ("cd /tmp && echo done", []),
        ("df -h", ["df"]),
    ],
)
def test_a_command_is_its_tool_sub_commands_and_kind(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_a_query_is_the_metrics_that_its_value_is_about() -> None:
    query = 'sum by (pod) (rate(a_requests_total{code="500"}[5m])) / sum by (pod) (rate(a_all_total[5m])) > 0.1'
    assert forms(query, "promql") == ["promql a_requests_total"]


def test_several_queries_of_one_block_are_several_actions() -> None:
    assert forms("# now\nup == 0\n\nabsent(node_load1)", "promql") == ["promql up", "promql node_load1"]


def test_a_query_answers_another_when_it_names_all_that_the_other_is_about() -> None:
    wish = next(of_block(Block(language="promql", text="a_used_bytes")))
    assert held(wish, of_block(Block(language="promql", text="a_used_bytes / a_limit_bytes > 0.9")))
    assert not held(wish, of_block(Block(language="promql", text="a_limit_bytes")))


def test_inline_code_counts_where_it_is_a_whole_command() -> None:
    page = read_document("# X\n\nRun `kubectl describe pod web-1`; `kubectl get` lists, and `max_mds > 1` is bad.\n")
    assert [str(action) for action in actions(page)] == ["kubectl describe pod"]


def test_a_share_counts_distinct_wishes_and_needs_one() -> None:
    wishes = wanted(of_block(Block(language="bash", text="kubectl get pods\noc get pod x\nkubectl top nodes")))
    drafted = list(of_block(Block(language="bash", text="kubectl get pod y")))
    assert share_held(wishes, drafted) == 0.5
    assert share_held((), drafted) is None
