"""Differences: the changed words are marked, unchanged lines are counted, patches carry every kind of end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.difference import Kind, difference, pairs, patch
from tests.review.folders import runbook

TEXT = st.lists(st.sampled_from(["a", "b c", "b d", "", "e\u2028f"]), max_size=8).map("\n".join)


def marked(before: str, after: str) -> list[str]:
    return [span.text for line in difference(before, after) for span in line.spans if span.marked]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("fires at > 0.5 for 5m\n", "fires at > 0.8 for 5m\n", ["5", "8"]),
        ("one two three\n", "one three\n", ["two "]),
        ("alpha beta\n", "something else entirely\n", []),
    ],
)
def test_the_words_that_changed_are_marked(before: str, after: str, expected: list[str]) -> None:
    assert marked(before, after) == expected


def test_lines_far_from_a_change_are_counted_not_shown() -> None:
    before = "".join(f"line {n}\n" for n in range(20))
    lines = difference(before, before.replace("line 10", "LINE 10"))
    assert [line.text for line in lines if line.kind is Kind.SKIPPED] == ["7 unchanged lines", "6 unchanged lines"]


@given(TEXT, TEXT)
def test_a_difference_holds_all_changed_lines_of_both_sides(before: str, after: str) -> None:
    lines = difference(before, after, context=99)
    if lines:
        assert [x.text for x in lines if x.kind is not Kind.NEW] == (
            before.removesuffix("\n").split("\n") if before else []
        )
        assert [x.text for x in lines if x.kind is not Kind.OLD] == (
            after.removesuffix("\n").split("\n") if after else []
        )
    else:
        assert before.removesuffix("\n") == after.removesuffix("\n")


@given(TEXT, TEXT)
def test_side_by_side_shows_every_line_once(before: str, after: str) -> None:
    lines = difference(before, after)
    shown = list(pairs(lines))
    assert [a for a, _ in shown if a and a.kind is Kind.OLD] == [x for x in lines if x.kind is Kind.OLD]
    assert [b for _, b in shown if b and b.kind is Kind.NEW] == [x for x in lines if x.kind is Kind.NEW]


def test_a_patch_of_a_new_file_and_of_an_unfinished_line() -> None:
    assert patch("a b.md", None, "x") == (
        "diff --git a/a b.md b/a b.md\nnew file mode 100644\n--- /dev/null\n+++ b/a b.md\t\n"
        "@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n"
    )
    assert patch("a.md", "x\n", "x\n") == ""


def test_a_huge_runbook_is_compared_in_seconds() -> None:
    """Its repeated lines once made this take the cube of its length: four minutes for 500 steps."""
    before, after = (runbook(steps=tuple(f"Step {n}" for n in range(300)), wait=wait) for wait in ("1 day", "2 days"))
    start = time.process_time()
    lines = difference(before, after)
    assert time.process_time() - start < 10
    assert sum(line.kind is Kind.NEW for line in lines) == 300
