"""Three-way merge: every human line is in the result or in a shown conflict, and moved steps stay moved."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.review.conflict import Side, find_conflicts, resolve
from pipeline.review.content import parts
from pipeline.review.merge import merge
from tests.review.folders import runbook

LINES = st.lists(st.sampled_from([f"line {n}" for n in range(12)]), max_size=12).map(
    lambda x: "".join(f"{y}\n" for y in x)
)
BASE = runbook(steps=("Confirm", "Restart", "Prove", "Tell"))
SPOTS = [n for n, line in enumerate(BASE.split("\n")) if line and not line.startswith(("```", "### ", "## ", "RUN-"))]


def test_edits_in_different_places_are_both_kept() -> None:
    base = "a\nb\nc\nd\ne\nf\n"
    assert merge("A\nb\nc\nd\ne\nf\n", base, "a\nb\nc\nd\ne\nF\n") == ("A\nb\nc\nd\ne\nF\n", 0)


def test_edits_of_neighboring_lines_do_not_clash() -> None:
    assert merge("a\nB\n", "a\nb\n", "A\nb\n") == ("A\nB\n", 0)


def test_edits_of_one_line_are_a_conflict_that_shows_both_sides() -> None:
    text, conflicts = merge("mine\n", "base\n", "theirs\n")
    assert conflicts == 1
    assert all(part in text for part in ("mine", "base", "theirs", "edited by people", "newly generated"))


def test_a_conflict_holds_only_the_lines_that_clash() -> None:
    text, conflicts = merge("a\nmine\nc\n", "a\nb\nc\n", "A\ntheirs\nC\n")
    assert (conflicts, text.startswith("A\n<<<"), text.endswith(">>> newly generated\nC\n")) == (1, True, True)


def test_a_conflict_is_resolved_by_side() -> None:
    text, _ = merge("a\nmine\nc\n", "a\nb\nc\n", "a\ntheirs\nc\n")
    assert [resolve(text, {0: side}) for side in Side] == ["a\nmine\nc\n", "a\ntheirs\nc\n", "a\nmine\ntheirs\nc\n"]
    assert resolve(text, {}) == text
    assert find_conflicts(text)[0].line == 2


def test_a_marker_alone_stays_text() -> None:
    text = "a\n<<<<<<< odd\nb\n"
    assert (find_conflicts(text), resolve(text, {0: Side.MINE})) == ((), text)


def test_steps_that_people_moved_stay_moved_and_take_the_changes() -> None:
    ours = runbook(steps=("Restart", "Confirm", "Prove"), wait="10 minutes")
    theirs = runbook(steps=("Confirm", "Restart", "Prove"), wait="15 minutes")
    text, conflicts = merge(ours, runbook(), theirs)
    assert conflicts == 0
    assert text == runbook(steps=("Restart", "Confirm", "Prove"), wait="15 minutes")


def test_references_follow_moved_steps_and_new_ones_find_their_place() -> None:
    def numbered(steps: tuple[str, ...], to: dict[str, int]) -> str:
        text = runbook(steps=steps)
        for name, step in to.items():
            text = text.replace(f"{name} it, and wait 10 minutes.", f"{name} it, then go to step {step}.")
        return text

    base = numbered(("Confirm", "Restart", "Prove"), {"Confirm": 3})
    ours = numbered(("Restart", "Confirm", "Prove"), {"Confirm": 3})
    theirs = numbered(("Confirm", "Restart", "Drain", "Prove"), {"Confirm": 4, "Drain": 2})
    text, conflicts = merge(ours, base, theirs)
    assert conflicts == 0
    assert [p.name for p in parts(text) if p.is_step] == [
        "Step 1: Restart",
        "Step 2: Drain",
        "Step 3: Confirm",
        "Step 4: Prove",
    ]
    assert "Confirm it, then go to step 4." in text and "Drain it, then go to step 1." in text


def test_a_step_that_people_removed_while_moving_others_stays_away() -> None:
    ours = runbook(steps=("Prove", "Confirm"))
    text, conflicts = merge(ours, runbook(), runbook(wait="10 minutes"))
    assert (text, conflicts) == (ours, 0)


@settings(max_examples=30, deadline=None)
@given(LINES, LINES, LINES)
def test_no_human_line_is_lost(base: str, ours: str, theirs: str) -> None:
    text, _ = merge(ours, base, theirs)
    assert added(ours, base) <= set(text.splitlines())


@settings(max_examples=100, deadline=None)
@given(
    edits=st.dictionaries(st.sampled_from(SPOTS), st.sampled_from(["replace", "insert", "delete"]), max_size=6),
    order=st.sampled_from([(0, 1, 2, 3), (1, 0, 2, 3), (3, 2, 1, 0), (0, 2, 3)]),
    steps=st.lists(
        st.sampled_from(["Confirm", "Restart", "Prove", "Tell", "Drain"]), min_size=1, max_size=5, unique=True
    ),
    wait=st.sampled_from(["10 minutes", "15 minutes", "step 2 is done"]),
    owner=st.sampled_from(["Checkout Team", "Payments Team"]),
)
def test_no_human_edit_of_a_runbook_is_lost(
    edits: dict[int, str], order: tuple[int, ...], steps: list[str], wait: str, owner: str
) -> None:
    """Edits in any section, steps moved or removed, against another draft: the case that regeneration meets."""
    ours = reordered(edited(BASE, edits), order)
    text, conflicts = merge(ours, BASE, runbook(steps=tuple(steps), wait=wait, owner=owner))
    assert added(ours, BASE) <= bare(text)
    assert conflicts == len(find_conflicts(text))


def edited(text: str, edits: dict[int, str]) -> str:
    lines: list[str] = []
    for n, line in enumerate(text.split("\n")):
        act = edits.get(n)
        lines += [f"{line} as people say {n}"] if act == "replace" else [] if act == "delete" else [line]
        lines += [f"a line of people {n}"] if act == "insert" else []
    return "\n".join(lines)


def reordered(text: str, order: tuple[int, ...]) -> str:
    pieces = list(parts(text))
    steps = [p for p in pieces if p.is_step]
    first = pieces.index(steps[0])
    chosen = [steps[n] for n in order]
    moved = [re.sub(r"^### Step \d+", f"### Step {n}", p.text) for n, p in enumerate(chosen, start=1)]
    return "".join(p.text for p in pieces[:first]) + "".join(moved) + "".join(p.text for p in pieces[first + 4 :])


def added(ours: str, base: str) -> set[str]:
    return bare(ours) - bare(base)


def bare(text: str) -> set[str]:
    """The lines of a text, whatever numbers their steps have."""
    return {re.sub(r"\b([Ss]tep) (\d+|“[^”]*”)", r"\1 N", line) for line in text.splitlines()}
