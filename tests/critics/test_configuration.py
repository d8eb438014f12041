from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.critics.configuration import Configuration, PathLevels, find_configuration, load_configuration
from pipeline.critics.registry import rule_names
from pipeline.errors import UserError
from pipeline.models.finding import Defect, Level


def level(configuration: Configuration, rule: str, defect: Defect, path: str = "a/b.md") -> Level | None:
    return configuration.level(rule, defect, Level.WARNING, path)


def load(folder: Path, text: str, name: str = "runwright.toml") -> Configuration:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_configuration(path, rule_names())


def test_a_rule_beats_its_class_and_a_path_beats_both() -> None:
    configuration = Configuration(
        levels={"vague": "note", "vague-step": "error"}, paths=(PathLevels("legacy/**", {"vague-step": "off"}),)
    )
    assert level(configuration, "vague-step", Defect.VAGUE) is Level.ERROR
    assert level(configuration, "another", Defect.VAGUE) is Level.NOTE
    assert level(configuration, "vague-step", Defect.VAGUE, "legacy/old/x.md") is None
    assert level(configuration, "no-owner", Defect.UNOWNED) is Level.WARNING


def test_a_file_is_read(tmp_path: Path) -> None:
    text = '[lint]\nmax-steps = 30\nexclude = ["archive/**"]\nlevels = { no-owner = "error", untested = "off" }\n'
    configuration = load(tmp_path, text + '[[lint.paths]]\nmatch = "legacy/**"\nlevels = { vague = "note" }\n')
    assert configuration.max_steps == 30
    assert configuration.excludes("archive/x.md")
    assert not configuration.excludes("runbooks/x.md")
    assert level(configuration, "no-owner", Defect.UNOWNED) is Level.ERROR
    assert level(configuration, "vague-step", Defect.VAGUE, "legacy/x.md") is Level.NOTE


def test_pyproject_serves_as_well(tmp_path: Path) -> None:
    configuration = load(tmp_path, "[tool.runwright.lint]\nmax-age-days = 90\n", "pyproject.toml")
    assert configuration.max_age_days == 90


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[lint", "not TOML"),
        ("[lint]\nlevel = {}", "unknown key in \\[lint\\]: level"),
        ('[lint]\nlevels = { no-ownr = "error" }', "'no-ownr'"),
        ('[lint]\nlevels = { no-owner = "fatal" }', "'fatal'"),
        ("[lint]\nlevels = 3", "levels is not a table"),
        ("[lint]\nmax-steps = 0", "max-steps"),
        ("[lint]\nmax-steps = true", "max-steps"),
        ('[lint]\nexclude = "archive"', "exclude"),
        ("[[lint.paths]]\nlevels = {}", "no match"),
    ],
)
def test_mistakes_are_told_with_the_file(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=told) as caught:
        load(tmp_path, text)
    assert "runwright.toml" in str(caught.value)


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.runwright.lint]\n", encoding="utf-8")
    assert find_configuration(inner) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert find_configuration(inner) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "runwright.toml").write_text("", encoding="utf-8")
    assert find_configuration(inner) == tmp_path / "a" / "runwright.toml"
