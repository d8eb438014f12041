"""Regeneration: only what a change touches is drafted again, the change is named, and people's edits stay."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from pipeline.cli.main import main
from pipeline.review.choice import Choice, changed_parts
from pipeline.review.reading import cases
from tests.review.folders import desk, tree

RULES = """\
groups:
  - name: shop
    rules:
      - alert: CheckoutSlow
        expr: checkout_latency_seconds > 0.5
        for: 5m
        labels: {severity: critical, service: checkout}
        annotations: {summary: Checkout is slow}
      - alert: SearchErrors
        expr: rate(search_errors_total[5m]) > 3
        for: 10m
        labels: {severity: critical, service: search}
        annotations: {summary: Search fails}
"""
CATALOG = """\
services:
  - name: checkout
    owner: Checkout Team
  - name: search
    owner: Search Team
"""


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything generated and accepted once; paths are relative, so that a copy is the same work."""
    place = tmp_path_factory.mktemp("shop")
    (place / "in").mkdir()
    (place / "in/rules.yaml").write_text(RULES, "utf-8")
    (place / "in/catalog.yaml").write_text(CATALOG, "utf-8")
    with contextlib.chdir(place):
        generate()
    accept_all(place)
    return place


@pytest.fixture
def place(accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(accepted, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generate() -> int:
    return main(["generate", "in", "--out", "out"])


def accept_all(place: Path) -> None:
    """Accept what waits with every gap waived."""
    at = desk(place / "out")
    for case in cases(at, at.pending()):
        for gap in case.gaps:
            case = at.waive(case, gap, "not here")
        at.accept(case)


def change(place: Path, file: str, old: str, new: str) -> None:
    path = place / "in" / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def plan(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["plan", "in", "--out", "out"]) == 0
    return " ".join(capsys.readouterr().out.partition("Since the last run")[2].split())


def pending(place: Path) -> list[str]:
    return [name for name in tree(place / "out/runbooks") if name.endswith(".new")]


def number_of(place: Path, word: str) -> str:
    return next(n for n in tree(place / "out/runbooks") if word in n)[:7]


def test_a_changed_threshold_makes_one_runbook_pending_and_is_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = number_of(place, "checkout")
    change(place, "rules.yaml", "> 0.5", "> 0.8")
    assert f"changed {number} MON-CheckoutSlow expr: > 0.5 → > 0.8" in plan(capsys)
    assert generate() == 0
    assert "1 updated, " in capsys.readouterr().out
    assert [name[:7] for name in pending(place)] == [number]
    main(["status", number, "--out", "out"])
    assert "stale: MON-CheckoutSlow expr changed" in " ".join(capsys.readouterr().out.split())


def test_nothing_is_drafted_again_without_a_change(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a draft was made")

    monkeypatch.setattr("pipeline.revise.batch.run_all", refuse)
    before = {p: p.stat().st_mtime_ns for p in (place / "out").rglob("*")}
    assert generate() == 0
    assert {p: p.stat().st_mtime_ns for p in (place / "out").rglob("*")} == before
    assert ": nothing changed." in plan(capsys)


def test_a_catalog_fact_touches_the_runbooks_of_its_service(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(place, "catalog.yaml", "Search Team", "Discovery Team")
    said = plan(capsys)
    assert "service search owner: Search → Discovery" in said and "checkout" not in said
    generate()
    assert [name[:7] for name in pending(place)] == [number_of(place, "search")]


def test_a_moved_entry_is_no_change(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(place, "rules.yaml", "groups:", "# our rules\n\ngroups:")
    assert ": nothing changed." in plan(capsys)


def test_a_runbook_whose_entries_are_gone_is_orphaned_and_kept(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(place, "search")
    path = place / "in/rules.yaml"
    path.write_text(path.read_text("utf-8").partition("      - alert: SearchErrors")[0], "utf-8")
    assert f"orphaned {number} no entry calls for it any more" in plan(capsys)
    generate()
    assert number_of(place, "search") == number
    main(["status", number, "--out", "out"])
    assert "orphaned: no entry calls for it any more; keep it, or delete its file" in " ".join(
        capsys.readouterr().out.split()
    )


def test_edits_are_carried_over_and_a_deleted_runbook_stays_deleted(place: Path) -> None:
    checkout = next((place / "out/runbooks").glob("*checkout*.md"))
    search = next((place / "out/runbooks").glob("*search*.md"))
    checkout.write_text(
        checkout.read_text("utf-8").replace("## Escalation", "## Escalation\n- **First**: Ann"), "utf-8"
    )
    search.unlink()
    change(place, "rules.yaml", "> 0.5", "> 0.8")
    change(place, "rules.yaml", "> 3", "> 4")
    generate()
    assert len(pending(place)) == 1
    text = (place / "out/runbooks" / pending(place)[0]).read_text("utf-8")
    assert "- **First**: Ann" in text and "0.8" in text and not search.exists()


def test_a_rejection_is_told_with_the_next_draft(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = number_of(place, "checkout")
    change(place, "rules.yaml", "> 0.5", "> 0.8")
    generate()
    main(["reject", number, "--reason", "The threshold is wrong", "--out", "out"])
    assert f"changed {number} was rejected: The threshold is wrong" in plan(capsys)
    generate()
    assert "drafts the same again: it stays rejected until its sources change" in capsys.readouterr().out
    assert pending(place) == [], "the same draft is not offered twice"
    before = {p: p.read_bytes() for p in (place / "out").rglob("*") if p.is_file()}
    generate()
    assert "was rejected" not in capsys.readouterr().out
    assert {p: p.read_bytes() for p in (place / "out").rglob("*") if p.is_file()} == before
    change(place, "rules.yaml", "> 0.8", "> 0.9")
    capsys.readouterr()
    generate()
    assert f"{number} was rejected: The threshold is wrong" in capsys.readouterr().out
    assert len(pending(place)) == 1


def test_a_step_that_people_left_out_stays_away_from_later_drafts(place: Path) -> None:
    """Also where nothing is accepted that a merge could take its absence from."""
    number = number_of(place, "search")
    for file in (place / "out/runbooks").glob(f"{number}*"):
        file.unlink()
    (place / f"out/decisions/{number}.json").unlink()
    (place / f"out/bases/{number}.md").unlink()
    generate()
    at = desk(place / "out")
    case = at.case(number)
    step = next(p for p in changed_parts(None, case.after) if p.name.startswith("Step 2: "))
    title = step.name.partition(": ")[2]
    at.reject(at.settle(case, {step.key: Choice.LEAVE_OUT}, "We have no such tool"), "Too long")
    change(place, "rules.yaml", "> 3", "> 4")
    generate()
    text = at.case(number).after
    assert title not in text.replace(title.casefold(), "") and "### Step 2: " in text
    assert "(left out)" not in text or f"“{title.casefold()}” (left out)" in text


def test_a_rejection_waits_for_a_run_that_drafts_its_scenario(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number, other = number_of(place, "checkout"), number_of(place, "search")
    change(place, "rules.yaml", "> 0.5", "> 0.8")
    generate()
    main(["reject", number, "--reason", "The threshold is wrong", "--out", "out"])
    capsys.readouterr()
    assert main(["generate", "in", "--out", "out", "--only", other]) == 0
    assert "was rejected" not in capsys.readouterr().out
    assert f"changed {number} was rejected" in plan(capsys)
    generate()
    assert f"{number} was rejected: The threshold is wrong" in capsys.readouterr().out
