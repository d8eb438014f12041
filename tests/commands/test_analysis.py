"""Blocks as a whole: which language they are read as, and that right commands are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.commands.analysis import analyse
from pipeline.models.command import Analysis, FaultKind
from pipeline.models.runbook import Block, Effect
from pipeline.procedures.library import embedded
from tests.real_data import REAL_DATA, needs_real_data

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def bash(text: str) -> Analysis:
    return analyse(Block(language="bash", text=text))


def kinds(analysis: Analysis) -> list[str]:
    return [fault.kind.value for fault in analysis.faults]


@pytest.mark.parametrize("text", lines("known-good.txt"))
def test_right_commands_have_no_fault_but_the_need_of_root(text: str) -> None:
    found = bash(text)
    assert set(kinds(found)) <= {"privilege"}
    assert found.language == "bash"
    assert all(invocation.known for invocation in found.invocations)


@pytest.mark.parametrize("text", lines("known-good.txt"))
def test_right_commands_are_told_from_prose_without_a_label_too(text: str) -> None:
    assert analyse(Block(language="", text=text)).language == "bash"


@pytest.mark.parametrize("line", lines("known-bad.txt"))
def test_wrong_commands_have_the_fault_they_are_listed_with(line: str) -> None:
    kind, text = line.split("\t")
    assert set(kinds(bash(text))) - {"privilege"} == {kind} - {"privilege"} or kinds(bash(text)) == [kind]


@pytest.mark.parametrize(
    ("label", "text", "language"),
    [
        ("bash", "kubectl get pods", "bash"),
        ("console", "$ kubectl get pods\nNAME   READY\nweb    1/1", "bash"),
        ("", "kubectl get pods", "bash"),
        ("", "SELECT 1 FROM pg_stat_activity;", "sql"),
        ("postgresql", "SELECT 1;", "sql"),
        ("promql", "sum(rate(http_requests_total[5m]))", "promql"),
        ("sh", "# errors\nsum by (code) (rate(http_requests_total[5m])) > 0", "promql"),
        ("", 'up{job="api"} == 0', "promql"),
        ("sh", "// top five\ntopk(5, sum by (pod) (rate(x[5m]) or", ""),
        ("", "find the pod and restart it", ""),
        ("", "Make sure that kubectl get pods shows it", ""),
        ("text", "error: connection refused", ""),
        ("text", "$ kubectl get pods", "bash"),
        ("yaml", "kind: Pod", ""),
        ("bash", "status:\n  accessModes:\n  - ReadWriteOnce", ""),
        ("bash", "Warning  FailedScheduling  3m  scheduler  0/6 nodes", ""),
        ("bash", '"storage class has no provisioner, delete the autoscaler"', ""),
        ("shell", "I0611 11:13:35.048771  1 log.go:245] Apply of deployment was successful", ""),
        ("bash", "# TODO: command needed", ""),
    ],
)
def test_language_follows_what_the_text_is_and_not_only_its_label(label: str, text: str, language: str) -> None:
    found = analyse(Block(language=label, text=text))
    assert found.language == language
    assert not found.faults


def test_a_block_in_no_known_language_is_searched_for_secrets() -> None:
    found = analyse(Block(language="yaml", text="password: Tr0ub4dor-and-3"))
    assert kinds(found) == ["secret"]


def test_invocations_tell_tool_subcommand_effect_text_and_line() -> None:
    found = bash("NS=shop\nkubectl -n $NS delete pvc data-0\nsudo systemctl restart kubelet")
    assert found.effect is Effect.DESTRUCTIVE
    assert [(i.tool, i.subcommand, i.effect.value, i.line) for i in found.invocations] == [
        ("kubectl", ("delete",), "destructive", 2),
        ("systemctl", ("restart",), "change", 3),
    ]
    assert found.invocations[0].text == "kubectl -n $NS delete pvc data-0"
    assert found.defines == ("NS",)


def test_faults_point_at_the_word_that_is_wrong() -> None:
    fault = bash("echo ok\n  kubectl get pods --all-namespace").faults[0]
    assert (fault.line, fault.column, fault.end_column) == (2, 20, 35)
    assert fault.message == 'kubectl get has no flag "--all-namespace"; did you mean "--all-namespaces"?'


def test_columns_count_characters_where_the_text_is_not_ascii() -> None:
    fault = bash("echo 'naïve — ok'; kubectl gets").faults[0]
    assert (fault.column, fault.end_column) == (28, 32)


def test_variables_that_nobody_sets_are_placeholders_and_those_of_the_environment_are_not() -> None:
    found = bash('POD=$(kubectl get pods -o name)\nkubectl -n $NS logs $POD > "$HOME/log" ${TAIL:-}')
    assert [(p.name, p.written, p.line) for p in found.placeholders] == [("NS", "$NS", 2)]


def test_each_placeholder_is_told_once_with_its_first_line() -> None:
    found = bash("kubectl get pod <pod>\nkubectl logs <pod> -n <namespace>")
    assert [(p.name, p.line) for p in found.placeholders] == [("pod", 1), ("namespace", 2)]


def test_procedures_of_the_library_have_no_fault_but_the_need_of_root() -> None:
    found = [
        (procedure.id, fault.message)
        for procedure in embedded()
        for step in procedure.steps
        for block in step.commands
        for fault in analyse(block).faults
        if fault.kind is not FaultKind.PRIVILEGE
    ]
    assert found == []


def test_procedures_of_the_library_hold_only_blocks_that_are_understood() -> None:
    blocks = [block for p in embedded() for step in p.steps for block in step.commands]
    # PowerShell and YAML are shown, and not analysed: their effects are what the procedure declares.
    languages = {analyse(block).language for block in blocks if block.language not in ("powershell", "yaml")}
    assert languages <= {"bash", "sql", "promql"}


@needs_real_data
def test_real_blocks_parse_and_hardly_any_command_is_called_wrong() -> None:
    found = [analyse(block) for block in _real_blocks()]
    calls = [invocation for analysis in found for invocation in analysis.invocations]
    wrong = [f for a in found for f in a.faults if f.kind not in (FaultKind.ENDLESS, FaultKind.PRIVILEGE)]
    assert len(found) > 300
    assert sum(analysis.parsed for analysis in found) >= 0.98 * len(found)
    assert sum(invocation.known for invocation in calls) >= 0.95 * len(calls)
    assert len(wrong) <= 0.01 * len(calls)


def _real_blocks() -> list[Block]:
    blocks: dict[Block, None] = {}
    for path in sorted((REAL_DATA / "runbooks").rglob("*.md")):
        fence, label, body = "", "", []
        for line in path.read_text(encoding="utf-8").split("\n"):
            bare = line.strip()
            if fence and bare == fence:
                blocks[Block(language=label, text="\n".join(body))] = None
                fence = ""
            elif fence:
                body.append(line)
            elif bare.startswith("```"):
                fence, label, body = "```", bare.strip("` "), []
    return list(blocks)


def test_neither_sqlglot_nor_detect_secrets_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from pipeline.commands.analysis import analyse; from pipeline.models.runbook import Block; "
        "analyse(Block(language='bash', text='kubectl get pods | grep x')); "
        "print([m for m in ('sqlglot', 'detect_secrets', 'openai', 'langgraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
