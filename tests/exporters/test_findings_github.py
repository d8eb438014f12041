from __future__ import annotations

from pipeline.critics.report import Report
from pipeline.exporters.findings_github import export
from tests.exporters.test_findings_text import VAGUE, note


def test_a_finding_is_one_workflow_command() -> None:
    assert export(Report((VAGUE, note("a.md")), {})) == (
        "::warning file=disk.md,line=3,col=1,endColumn=23,title=vague-step::“Investigate the issue” does not say how\n"
        "::notice file=a.md,line=1,col=1,title=no-owner::no owner is named\n"
    )


def test_what_would_break_the_command_is_escaped() -> None:
    odd = VAGUE.model_copy(update={"path": "a,b:c%.md", "message": "100%\nnext"})
    assert export(Report((odd,), {})).startswith("::warning file=a%2Cb%3Ac%25.md,")
    assert export(Report((odd,), {})).endswith("::100%25%0Anext\n")
