from __future__ import annotations

from tests.critics.judging import findings, page

VAGUE = "Investigate the issue."


def test_a_suppression_hides_the_named_rule_in_the_block_below() -> None:
    text = page(f"<!-- runwright: ignore[vague-step] decided case by case -->\n{VAGUE}")
    assert findings(text, "vague-step") == []


def test_a_suppression_at_the_end_of_a_line_hides_it_on_that_line() -> None:
    text = page(f"{VAGUE} <!-- runwright: ignore[vague] decided case by case -->")
    assert findings(text, "vague-step") == []


def test_it_does_not_reach_the_next_paragraph() -> None:
    text = page(f"<!-- runwright: ignore[vague-step] decided case by case -->\n{VAGUE}\n\nTake appropriate action.")
    assert [f.line for f in findings(text, "vague-step")] == [8]


def test_it_covers_a_whole_block_of_code() -> None:
    code = "<!-- runwright: ignore[deprecated-tool] the old cluster -->\n```bash\nkubectl get nodes\nhelm init\n```"
    assert findings(page(code), "deprecated-tool") == []


def test_a_comment_in_code_hides_a_finding_on_its_line() -> None:
    code = "```bash\nhelm init  # runwright: ignore[deprecated-tool] the old cluster\n```"
    assert findings(page(code), "deprecated-tool") == []


def test_a_whole_file_can_be_left_alone() -> None:
    text = f"<!-- runwright: ignore-file[vague-step] an archive of old pages -->\n{page(VAGUE)}"
    assert findings(text, "vague-step") == []


def test_an_expired_one_hides_nothing_and_is_reported() -> None:
    text = page(f"<!-- runwright: ignore[vague-step] after the move until 2025-12-31 -->\n{VAGUE}")
    assert {f.rule for f in findings(text)} >= {"vague-step", "expired-suppression"}


def test_it_is_good_on_its_last_day() -> None:
    text = page(f"<!-- runwright: ignore[vague-step] after the move until 2026-01-01 -->\n{VAGUE}")
    assert not {f.rule for f in findings(text)} & {"vague-step", "expired-suppression", "unused-suppression"}


def test_a_date_that_is_none_counts_as_expired() -> None:
    text = page(f"<!-- runwright: ignore[vague-step] after the move until 2026-13-40 -->\n{VAGUE}")
    assert findings(text, "expired-suppression")


def test_an_unused_one_comes_with_a_fix_that_removes_its_line() -> None:
    text = page("<!-- runwright: ignore[vague-step] decided case by case -->\nRun `ls`.")
    (finding,) = findings(text, "unused-suppression")
    assert finding.fix
    assert finding.fix.safe
    assert (finding.fix.first, finding.fix.last, finding.fix.text) == (5, 5, "")


def test_an_example_in_a_block_of_code_is_none() -> None:
    text = page("```markdown\n<!-- runwright: ignore[vague-step] an example -->\n```")
    assert findings(text, "unused-suppression") == []
