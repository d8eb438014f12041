"""Shell text → calls, variables, errors."""

from __future__ import annotations

import pytest

from pipeline.commands.shell import parse


def names(text: str) -> list[str]:
    return [call.tool for call in parse(text).calls]


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("a | b |& c", ["a", "b", "c"]),
        ("a && b || c; d & e", ["a", "b", "c", "d", "e"]),
        ('a $(b `c`) "$(d)"', ["a", "b", "c", "d"]),
        ("for x in $(a); do b $x; done", ["a", "b"]),
        ("while read -r x; do b; done < <(a)", ["read", "b", "a"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("case $x in a) b ;; *) c ;; esac", ["b", "c"]),
        ("f() { a; }\nf", ["a", "f"]),
        ("(a; b)", ["a", "b"]),
        ("X=$(a) b", ["b", "a"]),
        ("[ -f x ] && a", ["[", "a"]),
        ("> /var/log/x", [":"]),
        ("cat <<EOF | a -\nb\nEOF", ["cat", "a"]),
        ("find . | sort | tail -n 2\ngrep x y 2>/dev/null | wc -l", ["find", "sort", "tail", "grep", "wc"]),
    ],
)
def test_every_simple_command_is_a_call_in_the_order_written(text: str, tools: list[str]) -> None:
    assert sorted(names(text)) == sorted(tools)


def test_words_lose_quotes_and_know_whether_they_are_open() -> None:
    call = parse("""tool 'a b' "c $D" -x=$Y plain\\ word - """).calls[0]
    assert [(word.text, word.opaque, word.quoted, word.raw) for word in call.arguments] == [
        ("a b", False, True, True),
        ("c $D", True, True, False),
        ("-x=$Y", True, False, False),
        ("plain word", False, False, False),
        ("-", False, False, False),
    ]


def test_spans_of_placeholders_make_words_open() -> None:
    call = parse("kubectl get xpod_", [(12, 17)]).calls[0]
    assert [word.opaque for word in call.arguments] == [False, True]


def test_variables_set_by_assignment_loop_read_and_printf_are_defined() -> None:
    text = "A=1\nexport B=2\nfor C in 1 2; do :; done\nread -r D E\nmapfile -t F < x\nprintf -v G x\nlocal H"
    assert set(parse(text).defines) >= set("ABCDEFGH")


def test_uses_leave_out_defaults_and_literal_text() -> None:
    script = parse("echo $A ${B} ${C:-x} '$D' \"${E[0]}\" ${#F}")
    assert [name for name, _, _ in script.uses] == ["A", "B", "E", "F"]


def test_what_ends_a_call_from_outside_is_known() -> None:
    calls = {call.tool: call for call in parse("a & b | head -5; c | grep -m1 x; d | sort").calls}
    assert [calls[name].ends for name in "abcd"] == [True, True, True, False]


def test_input_from_a_pipe_or_a_file_is_known() -> None:
    calls = {call.tool: call for call in parse("a < x; b <<< y; c | d").calls}
    assert [calls[name].fed for name in "abcd"] == [True, True, False, True]


def test_redirections_belong_to_their_command() -> None:
    calls = {call.tool: call for call in parse("a > x 2>&1; b | c >> y").calls}
    assert [(r.operator, r.target.text) for r in calls["a"].redirects] == [(">", "x")]
    assert not calls["b"].redirects
    assert [(r.operator, r.target.text) for r in calls["c"].redirects] == [(">>", "y")]


@pytest.mark.parametrize("text", ["while true; do a; done", "while :; do a; done", "until false; do a; done"])
def test_loops_without_an_end_are_told(text: str) -> None:
    assert parse(text).endless == [0]
    assert parse(text.replace("a;", "a; break;")).endless == []


def test_broken_text_is_told_and_still_read() -> None:
    script = parse("kubectl get pods |")
    assert script.broken
    assert "kubectl" in [call.tool for call in script.calls]
