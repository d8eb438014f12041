"""Folders of mixed inputs, and everything that can be wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.importers import folder
from pipeline.importers.folder import importers, read_inputs
from pipeline.models.intake import Intake

ALERT = "```\nMON-00{}: Slow\nType: Alert\nSeverity: Critical\n```\n"
RULES = "groups: [{name: g, rules: [{alert: RedisDown, expr: redis_up == 0}]}]\n"


def put(root: Path, **files: str | bytes) -> Path:
    """Write files; "__" in a name is a folder, "_" before the last part a dot."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def whats(intake: Intake) -> list[str]:
    return [str(problem) for problem in intake.problems]


def test_a_folder_may_mix_all_formats(tmp_path: Path) -> None:
    put(
        tmp_path,
        b_md=ALERT.format(1),
        a__rules_yaml=RULES,
        risks_csv="id,risk,impact\nRISK-001,A,High\n",
        c_json='[{"id": "RISK-002", "impact": "low", "title": "B"}]',
        catalog_yaml="services: {redis: {owner: Storage}}\n",
    )
    intake = read_inputs([tmp_path], base=tmp_path)
    assert [(entry.id, str(entry.source)) for entry in intake.entries] == [
        ("MON-RedisDown", "a/rules.yaml:1"),
        ("MON-001", "b.md:2"),
        ("RISK-002", "c.json:1"),
        ("RISK-001", "risks.csv:2"),
    ]
    assert intake.catalog.service("redis") is not None
    assert intake.files == ("a/rules.yaml", "b.md", "c.json", "catalog.yaml", "risks.csv")
    assert intake.problems == ()


def test_paths_are_shown_as_the_user_wrote_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, inputs__a_md=ALERT.format(1))
    monkeypatch.chdir(tmp_path)
    for path in (Path("inputs"), Path("inputs/a.md")):
        assert read_inputs([path]).files == ("inputs/a.md",)
    assert read_inputs([tmp_path / "inputs"], base=Path()).files == ("inputs/a.md",)


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_md=ALERT.format(1))
    assert len(read_inputs([tmp_path, tmp_path / "a.md"]).entries) == 1


def test_the_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, a__a_md=ALERT.format(1), b__b_md=ALERT.format(2), b__c_yaml=RULES)
    paths = [tmp_path / "a", tmp_path / "b"]
    assert read_inputs(paths) == read_inputs(paths[::-1])


def test_an_empty_folder_is_told_what_to_hold(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"(?s)no files in it.*put MON-, DEP- or RISK- entries there"):
        read_inputs([tmp_path])


@pytest.mark.parametrize("paths", [[Path("missing/folder")], []])
def test_a_missing_path_is_named(paths: list[Path]) -> None:
    with pytest.raises(UserError, match="no such file or folder"):
        read_inputs(paths)


def test_files_of_other_formats_are_noted_once_a_suffix(tmp_path: Path) -> None:
    put(tmp_path, a_png=b"\x89PNG\0", b_png=b"\0", Makefile="all:\n", c_md=ALERT.format(1))
    assert whats(read_inputs([tmp_path], tmp_path)) == [
        "Makefile:1: not read: a name without a suffix is none of "
        ".csv .json .markdown .md .mdown .rules .tsv .txt .yaml .yml",
        "a.png:1: not read: .png is none of .csv .json .markdown .md .mdown .rules .tsv .txt .yaml .yml (2 such files)",
    ]


def test_a_file_without_entries_is_noted(tmp_path: Path) -> None:
    put(tmp_path, README_md="# Hello\n", deploy_yaml="kind: Deployment\n", people_csv="name,mail\na,b\n")
    intake = read_inputs([tmp_path], tmp_path)
    assert intake.errors == ()
    assert [what.split(": ")[1] for what in whats(intake)] == ["nothing to import in it"] * 3


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, a_md=ALERT.format(1))
    put(tmp_path / ".git", b_md=ALERT.format(2))
    (tmp_path / ".hidden.md").write_text(ALERT.format(3))
    assert read_inputs([tmp_path], tmp_path).files == ("a.md",)


def test_everything_bad_is_reported_at_once_and_the_good_is_read(tmp_path: Path) -> None:
    put(
        tmp_path,
        binary_md=b"MON-001\0\xff",
        bomb_yaml="a: &a [*a]\n",
        broken_yaml="groups: [unclosed\n",
        broken_json="{",
        empty_md="",
        empty_yaml="",
        good_md=ALERT.format(1),
        helm_yaml="groups:\n{{- range .Values.groups }}\n- name: a\n{{- end }}\n",
        latin_md=b"# K\xf6ln\n\n" + ALERT.format(2).encode(),
        path_md="## MON-../../x: A\n\nType: Alert\nCondition: x\n",
        windows_md=ALERT.format(3).replace("\n", "\r\n"),
    )
    with (tmp_path / "large.md").open("wb") as handle:
        handle.truncate(50 * 1024**2)
    intake = read_inputs([tmp_path], tmp_path)
    assert [entry.id for entry in intake.entries] == ["MON-001", "MON-002", "MON-003"]
    assert [(one.source.path, one.source.line, one.level.value) for one in intake.problems] == [
        ("binary.md", 1, "error"),
        ("bomb.yaml", 1, "error"),
        ("broken.json", 1, "error"),
        ("broken.yaml", 2, "error"),
        ("empty.md", 1, "note"),
        ("empty.yaml", 1, "note"),
        ("helm.yaml", 2, "error"),
        ("large.md", 1, "error"),
        ("latin.md", 1, "note"),
        ("path.md", 1, "error"),
    ]
    assert all(problem.what_next for problem in intake.errors)


def test_duplicates_across_files_name_both_places(tmp_path: Path) -> None:
    put(tmp_path, a_md=ALERT.format(1), b_md=ALERT.format(1).replace("Slow", "Other"))
    intake = read_inputs([tmp_path], tmp_path)
    assert [entry.title for entry in intake.entries] == ["Slow"]
    assert whats(intake) == [
        "b.md:2: MON-001 “Other” has the ID of “Slow” at a.md:2, which is kept; give one of them another ID"
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, inside__a_md=ALERT.format(1), outside__b_md=ALERT.format(2))
    inside = tmp_path / "inside"
    (inside / "loop").symlink_to(inside)
    (inside / "file.md").symlink_to(tmp_path / "outside" / "b.md")
    (inside / "folder").symlink_to(tmp_path / "outside")
    (inside / "same.md").symlink_to(inside / "a.md")
    (inside / "gone.md").symlink_to(inside / "nothing.md")
    (inside / "self.md").symlink_to(inside / "self.md")
    intake = read_inputs([inside], inside)
    assert intake.files == ("a.md",)
    assert whats(intake) == [
        "file.md:1: a link that leads out of the folder was not followed; name its target as an input of its own",
        "folder:1: a link that leads out of the folder was not followed; name its target as an input of its own",
        "gone.md:1: not read: a broken link; remove it",
        "self.md:1: not read: a broken link; remove it",
    ]


def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    put(tmp_path, outside__b_md=ALERT.format(2))
    (tmp_path / "inputs").symlink_to(tmp_path / "outside")
    assert read_inputs([tmp_path / "inputs"], tmp_path).files == ("inputs/b.md",)


def test_what_is_neither_file_nor_folder_is_noted(tmp_path: Path) -> None:
    put(tmp_path, a_md=ALERT.format(1))
    os.mkfifo(tmp_path / "pipe.md")
    assert whats(read_inputs([tmp_path], tmp_path)) == ["pipe.md:1: not read: neither a file nor a folder; remove it"]


def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a_md=ALERT.format(1), closed__b_md=ALERT.format(2))
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    intake = read_inputs([tmp_path], tmp_path)
    assert [entry.id for entry in intake.entries] == ["MON-001"]
    assert whats(intake) == ["closed:1: the folder cannot be read: Permission denied; check its permissions"]


def test_importers_are_found_by_what_they_have(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [getattr(module, "__name__", "").rpartition(".")[2] for module in importers()]
    assert {"catalog", "entries_markdown", "entries_yaml", "prometheus", "risk_csv"} <= set(names)
    assert not {"runbook", "document", "folder"} & set(names)
    assert folder.read_inputs is read_inputs
