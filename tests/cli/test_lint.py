from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.main import main
from tests.critics.judging import STEP, page, template

VAGUE = page("Investigate the issue.")
OLD = page("```bash\nkubectl drain n1 --delete-local-data\n```")


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def lint(*arguments: str) -> int:
    return main(["lint", "--today", "2026-01-01", *arguments])


def found(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [f["rule"] for f in json.loads(capsys.readouterr().out)["findings"]]


def test_a_clean_file_gives_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(template(STEP), encoding="utf-8")
    assert lint("a.md") == 0
    assert capsys.readouterr().out == "1 file: nothing found\n"


def test_a_warning_gives_1_unless_only_errors_are_to(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(VAGUE, encoding="utf-8")
    assert lint("a.md") == 1
    assert "vague-step" in capsys.readouterr().out
    assert lint("a.md", "--fail-on", "error") == 0


def test_a_folder_is_searched_without_hidden_folders_dependencies_and_community_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in (
        "a.md",
        "sub/b.markdown",
        "RUN-001-x.md.new",
        ".git/c.md",
        "node_modules/d.md",
        "CHANGELOG.md",
        "e.txt",
    ):
        path = Path("books") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(VAGUE, encoding="utf-8")
    lint("books", "--format", "json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {f["path"] for f in findings} == {"books/a.md", "books/sub/b.markdown", "books/RUN-001-x.md.new"}


def test_a_file_that_is_no_text_is_told_and_the_others_are_linted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(VAGUE, encoding="utf-8")
    Path("b.md").write_bytes(b"\xff\xfe\x00")
    assert lint("a.md", "b.md") == 2
    captured = capsys.readouterr()
    assert "vague-step" in captured.out
    assert "b.md: not UTF-8 text" in captured.err


def test_a_missing_path_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint("none.md") == 2
    assert "none.md: there is no such file or folder" in capsys.readouterr().err


def test_fix_changes_the_line_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("a.md")
    path.write_bytes(OLD.replace("\n", "\r\n").encode())
    lint("a.md", "--fix", "--format", "json")
    assert (
        path.read_bytes() == OLD.replace("--delete-local-data", "--delete-emptydir-data").replace("\n", "\r\n").encode()
    )
    assert "deprecated-tool" not in found(capsys)


def test_a_baseline_hides_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(VAGUE, encoding="utf-8")
    assert lint("a.md", "--write-baseline", "base.json") == 0
    assert lint("a.md", "--baseline", "base.json") == 0
    Path("a.md").write_text(VAGUE + "\nTake appropriate action.\n", encoding="utf-8")
    capsys.readouterr()
    assert lint("a.md", "--baseline", "base.json", "--format", "json") == 1
    assert found(capsys) == ["vague-step"]


def test_the_configuration_of_the_folder_counts(capsys: pytest.CaptureFixture[str]) -> None:
    Path("runwright.toml").write_text(
        '[lint]\nexclude = ["old/**"]\nlevels = { vague-step = "off" }\n', encoding="utf-8"
    )
    Path("old").mkdir()
    for name in ("a.md", "old/b.md"):
        Path(name).write_text(VAGUE, encoding="utf-8")
    lint(".", "--format", "json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {f["path"] for f in findings} == {"a.md"}
    assert "vague-step" not in {f["rule"] for f in findings}


def test_ids_are_checked_in_folders_and_not_in_single_files(capsys: pytest.CaptureFixture[str]) -> None:
    Path("books").mkdir()
    Path("books/a.md").write_text(
        template(STEP).replace("A broker that is down", "A broker that is down (see RUN-404)")
    )
    lint("books/a.md", "--format", "json")
    assert found(capsys) == []
    lint("books", "--format", "json")
    assert found(capsys) == ["unknown-id"]


@pytest.mark.parametrize("kind", ["text", "json", "sarif", "github", "junit"])
def test_every_format_prints_something(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(VAGUE, encoding="utf-8")
    assert lint("a.md", "--format", kind, "--output", "out") == 1
    assert capsys.readouterr().out == ""
    assert "vague-step" in Path("out").read_text(encoding="utf-8")


def test_statistics_count_rules(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(VAGUE, encoding="utf-8")
    lint("a.md", "--statistics")
    assert any(row.split()[-2:] == ["vague", "vague-step"] for row in capsys.readouterr().out.splitlines())
