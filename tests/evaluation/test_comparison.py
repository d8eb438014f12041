"""Comparison: a real difference is found with its interval, and the same thing twice has none."""

from __future__ import annotations

from pipeline.evaluation import compare_page
from pipeline.evaluation.comparison import differences, moves, text
from tests.evaluation.subjects import record, row

BEFORE = record(*(row(f"s{n}", text=f"line {n}\nkubectl get pods", checklist=0.9 + n / 100) for n in range(8)))


def test_the_same_record_twice_shows_no_difference() -> None:
    (found,) = differences(BEFORE, BEFORE)
    assert (found.mean, found.low, found.high, found.verdict) == (0, 0, 0, "no difference")
    assert moves(BEFORE, BEFORE) == ()
    assert "No sample moved." in text(BEFORE, BEFORE)


def test_a_loss_in_most_samples_is_worse_with_an_interval_below_zero() -> None:
    after = record(*(row(f"s{n}", text="worse", checklist=0.5 + n / 50) for n in range(8)))
    (found,) = differences(BEFORE, after)
    assert found.high < 0
    assert (found.n, found.verdict) == (8, "worse")


def test_one_sample_of_many_is_within_noise_and_yet_named() -> None:
    rows = [r.model_copy(update={"scores": {"checklist": 0.1}}) if r.sample == "s3" else r for r in BEFORE.rows]
    after = record(*rows)
    (found,) = differences(BEFORE, after)
    assert found.verdict == "no difference"
    assert [move.sample for move in moves(BEFORE, after)] == ["s3"]


def test_fewer_commands_are_better() -> None:
    one = record(*(row(f"s{n}", commands=20 + n) for n in range(5)))
    other = record(*(row(f"s{n}", commands=10) for n in range(5)))
    assert differences(one, other)[0].verdict == "better"


def test_texts_stand_side_by_side_and_are_escaped() -> None:
    after = record(*(row(f"s{n}", text="<script>alert(1)</script>", checklist=0.1) for n in range(8)))
    html = compare_page.html(BEFORE, after)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<mark>kubectl get pods</mark>" in html


def test_lines_that_both_texts_have_are_not_marked() -> None:
    after = record(*(row(f"s{n}", text=f"line {n}\nkubectl get nodes", checklist=0.1) for n in range(8)))
    html = compare_page.html(BEFORE, after)
    assert "<pre>line 7\n<mark>kubectl get pods</mark></pre>" in html
    assert "<pre>line 7\n<mark>kubectl get nodes</mark></pre>" in html
