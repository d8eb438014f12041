"""Gaps are visible, countable, and read back."""

from __future__ import annotations

from pipeline.drafting.gaps import Gap, find_gaps, gap


def test_a_gap_is_found_where_it_was_written() -> None:
    text = f"Owner: {gap('owner', 'Which team keeps checkout?', 'the platform lead')}\n"
    assert find_gaps(text) == (Gap(topic="owner", question="Which team keeps checkout?", ask="the platform lead"),)


def test_the_same_gap_twice_is_one_question() -> None:
    assert len(find_gaps(gap("owner", "Who?", "you") * 2)) == 1


def test_a_text_without_gaps_has_none() -> None:
    assert find_gaps("[GAP] and [gap owner: who?] are no gaps") == ()
