"""Shell text that does not parse."""

from __future__ import annotations

import pytest

from pipeline.commands.analysis import analyse
from pipeline.models.command import FaultKind
from pipeline.models.runbook import Block


def faults(text: str) -> list[tuple[int, str]]:
    found = analyse(Block(language="bash", text=text))
    assert found.parsed is not any(fault.kind is FaultKind.SYNTAX for fault in found.faults)
    return [(fault.line, fault.message) for fault in found.faults if fault.kind is FaultKind.SYNTAX]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("ls\necho 'a", 2, "the quote ' that opens here is not closed"),
        ("kubectl get pods |", 1, 'nothing follows the "|"'),
        ("kubectl get pods &&  # then", 1, 'nothing follows the "&&"'),
        ("for p in a; do\necho $p", 1, '"done" is missing for the "do" that stands here'),
        ("if true; then\nls", 1, '"fi" is missing for the "if" that stands here'),
        ("kubectl get $(kubectl get pods", 1, 'the "(" that opens here is not closed'),
        (
            "oc get routes\n--no-headers | awk x",
            2,
            'a command cannot start with the flag "--no-headers"; end the line before it with "\\"',
        ),
    ],
)
def test_certain_faults_are_told(text: str, line: int, message: str) -> None:
    assert faults(text) == [(line, message)]


@pytest.mark.parametrize(
    "text",
    [
        "# it's a comment\nls",
        "cat <<EOF\nit's ( fine\nEOF\nls",
        "echo 'a ( b' \"c ) d\" \\' x",
        "case $x in a) ls ;; esac",
        "pods=($(kubectl get pods -o name))",
        "echo $((1 + 2)) ${x%%)}",
        "tool\n-a   the first option\n-b   the second option",
        "rbd children --pool <pool> [--namespace <namespace>] <image>",
        "ls\nwork@host's password:",
        "kubectl get pods \\\n  -n x \\\n  --show-labels",
        "grep -E '^(a|b)$' x | awk '{print $1}'",
        "function f() {\n  local x=1\n  while [[ $x -gt 1 ]]; do sleep 1; done\n}",
        "find . \\( -name a -o -name b \\) -print",
    ],
)
def test_what_a_shell_reads_is_left_alone(text: str) -> None:
    assert faults(text) == []
