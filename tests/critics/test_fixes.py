from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.critics.fixes import applicable, apply_fixes
from pipeline.models.finding import Defect, Finding, Fix, Level


def finding(first: int, last: int, text: str, *, safe: bool = True) -> Finding:
    fix = Fix(description="x", first=first, last=last, text=text, safe=safe)
    return Finding(rule="r", defect=Defect.VAGUE, level=Level.NOTE, path="p", line=first, message="m", fix=fix)


def test_lines_are_replaced_inserted_and_removed() -> None:
    text = "a\nb\nc\n"
    assert apply_fixes(text, [finding(2, 2, "B\nBB")]) == "a\nB\nBB\nc\n"
    assert apply_fixes(text, [finding(2, 1, "new")]) == "a\nnew\nb\nc\n"
    assert apply_fixes(text, [finding(2, 2, "")]) == "a\nc\n"


def test_line_ends_of_the_file_are_kept() -> None:
    assert apply_fixes("a\r\nb\r\n", [finding(1, 1, "A\nAA")]) == "A\r\nAA\r\nb\r\n"


def test_a_last_line_without_an_end_stays_without_one() -> None:
    assert apply_fixes("a\nb", [finding(2, 2, "B")]) == "a\nB"
    assert apply_fixes("a\nb", [finding(3, 2, "c")]) == "a\nb\nc"


def test_unsafe_fixes_wait_until_they_are_asked_for() -> None:
    unsafe = finding(1, 1, "A", safe=False)
    assert apply_fixes("a\n", [unsafe]) == "a\n"
    assert apply_fixes("a\n", [unsafe], unsafe=True) == "A\n"


def test_of_two_fixes_of_one_line_the_first_is_made() -> None:
    assert len(applicable([finding(1, 1, "A"), finding(1, 1, "B")])) == 1


@given(st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=5), min_size=1, max_size=8), st.data())
def test_all_other_bytes_stay(lines: list[str], data: st.DataObject) -> None:
    text = "".join(f"{line}\n" for line in lines)
    number = data.draw(st.integers(1, len(lines)))
    fixed = apply_fixes(text, [finding(number, number, "fixed")])
    assert fixed.split("\n") == [*lines[: number - 1], "fixed", *lines[number:], ""]
