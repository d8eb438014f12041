"""Reports: tables for a terminal and for a page, and the HTML page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.evaluation import baseline, page, tables
from pipeline.evaluation.headline import as_data
from tests.evaluation.subjects import RUNBOOK, record, row
from tests.real_data import ROOT

ROWS = (
    row("a", text=RUNBOOK, tags={"technology": "redis"}, checklist=1.0, commands=10, seconds=0.1),
    row("b", text=RUNBOOK, tags={"technology": "kafka"}, checklist=0.5, commands=30, seconds=0.3),
)
FAILED = row("c").model_copy(update={"error": "the engine gave up"})
RECORD = record(*ROWS, FAILED)


def test_the_terminal_table_says_mean_error_count_and_direction_within_80_columns() -> None:
    lines = tables.text(RECORD, "technology").splitlines()
    assert lines[:4] == [
        "set v1: 2 of 3 samples answered",
        "  commands                            20.0 ± 10.0  n 2     lower is better",
        "  checklist                           0.75 ± 0.25  n 2     higher is better",
        "  seconds                             0.20 ± 0.10  n 2     lower is better",
    ]
    assert "  not answered: c: the engine gave up" in lines
    assert "  kafka                             0.50 (1)          30.0 (1)" in lines
    assert max(map(len, lines)) <= 80


def test_the_page_table_leaves_times_out_and_is_put_between_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("# Results\n<!-- eval: begin -->\nold\n<!-- eval: end -->\nMore.\n")
    assert tables.update_page(file, RECORD)
    text = file.read_text()
    assert "| Measure | set |\n|---|---|\n| commands ↓ | 20.0 ± 10.0 (2) |" in text
    assert "| checklist ↑ | 0.75 ± 0.25 (2) |" in text
    assert "old" not in text
    assert "seconds" not in text
    assert text.endswith("More.\n")
    assert tables.is_current(file, RECORD)
    assert not tables.update_page(file, RECORD)


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("nothing")
    with pytest.raises(UserError, match="no place for the table"):
        tables.update_page(tmp_path / "x.md", RECORD)


def test_figures_for_scripts_have_their_spread() -> None:
    assert as_data(RECORD)["set"]["checklist"] == {
        "mean": 0.75, "error": 0.25, "n": 2, "better": "higher", "unit": "share",
    }  # fmt: skip


def test_the_html_page_holds_all_it_shows_and_loads_nothing() -> None:
    html = page.html(record(*ROWS, FAILED))
    assert html.count("<svg") >= 3
    assert "Orders on-call" in html
    assert "the engine gave up" in html
    assert not re.search(r"(?:src|href)=[\"']https?:|@import|url\(", html)


def test_html_of_a_text_is_escaped() -> None:
    evil = row("<b>x</b>", text="<img src=x onerror=alert(1)>", checklist=0.1)
    html = page.html(record(evil, ROWS[0]))
    assert "<img" not in html
    assert "<b>x</b>" not in html


def test_planted_defects_are_told_by_rule() -> None:
    trial = row("a/RUN-1", "mutations", tags={"rule": "no-owner", "operator": "a"}, recall=1.0, also_found=0)
    assert "| Rule | recall ↑ | also-found |\n|---|---|---|\n| no-owner | 1.00 (1) | 0.00 (1) |" in tables.markdown(
        record(trial)
    )


def test_the_committed_baseline_and_page_can_be_used(tmp_path: Path) -> None:
    known = baseline.load(ROOT / "evals" / "baselines" / "library.json")
    assert {"scenarios", "workspace", "mutations"} <= set(known.scores)
    copy = tmp_path / "README.md"
    copy.write_text((ROOT / "evals" / "README.md").read_text())
    assert tables.update_page(copy, RECORD)
