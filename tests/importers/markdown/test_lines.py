"""Lines that know where they stand."""

from __future__ import annotations

import pytest

from pipeline.importers.markdown.lines import cells, is_delimiter_row, is_rule, page


def readable(text: str) -> list[str]:
    return [line.text for line in page(text.split("\n")).lines if line.readable and line.text.strip()]


def test_code_is_not_readable_and_plain_fences_are() -> None:
    assert readable("a\n```\nb\n```\n```bash\nc\n```\n~~~text\nd\n~~~") == ["a", "b", "d"]


def test_a_fence_with_a_language_within_a_plain_one_ends_before_it() -> None:
    assert readable("```\na\n```sql\nb\n```\nc\n```\nd") == ["a", "c", "d"]


def test_headings_in_yaml_are_comments() -> None:
    assert [line.headings for line in page(["```yaml", "# a", "```"]).lines] == [True, False, True]


def test_the_indentation_of_a_fence_is_taken_off() -> None:
    assert readable("- item\n  ```\n  a\n    b\n  ```") == ["- item", "a", "  b"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- b --> c", ["a  c"]),
        ("a\n<!--\n\nb\n-->\nc", ["a", "c"]),
        ("a <!-- b\nc", ["a ", "c"]),
        ("```\n<!-- a -->\n```", ["<!-- a -->"]),
    ],
)
def test_comments_are_blanked(text: str, left: list[str]) -> None:
    assert readable(text) == left


def test_line_numbers_count_from_the_top_of_the_file() -> None:
    contents = page(["---", "id: MON-001", "---", "", "text"])
    assert (contents.front, contents.front_line) == ("id: MON-001", 2)
    assert [(line.number, line.text) for line in contents.lines] == [(4, ""), (5, "text")]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert page(["---", "text", "---"]).front == ""


def test_cells() -> None:
    assert cells("| a | `b|c` | d \\| e | f<br>g |") == ["a", "`b|c`", "d | e", "f\ng"]
    assert cells("a|b") == ["a", "b"]


def test_rules_and_delimiter_rows() -> None:
    assert is_rule("---") and is_rule("* * *") and not is_rule("--") and not is_rule("- - a")
    assert is_delimiter_row("|:---|---:|") and not is_delimiter_row("---") and not is_delimiter_row("| a |")
