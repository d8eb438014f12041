"""Three-way merge: every human line is in the result or in a shown conflict."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.review.merge import merge

LINES = st.lists(st.sampled_from([f"line {n}" for n in range(12)]), max_size=12).map(
    lambda x: "".join(f"{y}\n" for y in x)
)


def test_edits_in_different_places_are_both_kept() -> None:
    base = "a\nb\nc\nd\ne\nf\n"
    assert merge("A\nb\nc\nd\ne\nf\n", base, "a\nb\nc\nd\ne\nF\n") == ("A\nb\nc\nd\ne\nF\n", 0)


def test_edits_of_one_line_are_a_conflict_that_shows_both_sides() -> None:
    text, conflicts = merge("mine\n", "base\n", "theirs\n")
    assert conflicts == 1
    assert all(part in text for part in ("mine", "base", "theirs", "edited by people", "newly generated"))


@settings(max_examples=30, deadline=None)
@given(LINES, LINES, LINES)
def test_no_human_line_is_lost(base: str, ours: str, theirs: str) -> None:
    text, _ = merge(ours, base, theirs)
    added = set(ours.splitlines()) - set(base.splitlines())
    assert added <= set(text.splitlines())
