from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.critics.baseline import new_findings, read_baseline, write_baseline
from pipeline.errors import UserError
from tests.critics.judging import findings, page

OLD = page("Investigate the issue.")


def baseline_of(text: str, folder: Path) -> Path:
    path = folder / "baseline.json"
    path.write_text(write_baseline(findings(text), {"page.md": text}), encoding="utf-8")
    return path


def test_what_is_known_is_not_shown_again(tmp_path: Path) -> None:
    known = read_baseline(baseline_of(OLD, tmp_path))
    assert new_findings(findings(OLD), {"page.md": OLD}, known) == ()


def test_a_finding_that_moved_is_still_known(tmp_path: Path) -> None:
    known = read_baseline(baseline_of(OLD, tmp_path))
    moved = OLD.replace("## Mitigation", "Some words.\n\n## Mitigation")
    assert new_findings(findings(moved), {"page.md": moved}, known) == ()


def test_a_second_one_of_the_same_kind_is_new(tmp_path: Path) -> None:
    known = read_baseline(baseline_of(OLD, tmp_path))
    more = OLD + "\nInvestigate the issue.\n"
    assert [f.line for f in new_findings(findings(more), {"page.md": more}, known)] == [7]


def test_a_baseline_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert baseline_of(OLD, tmp_path).read_bytes() == baseline_of(OLD, tmp_path).read_bytes()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": 9, "findings": {}}', '{"findings": {}}', '{"version": 1, "findings": 3}']
)
def test_a_file_that_is_no_baseline_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="not a baseline"):
        read_baseline(path)


def test_a_missing_baseline_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--write-baseline"):
        read_baseline(tmp_path / "none.json")
