"""References to steps stay true when steps come before them."""

from __future__ import annotations

import pytest

from pipeline.drafting.renumber import renumber
from pipeline.models.runbook import Block, Step


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("go to step 4", "go to step 5"),
        ("Step 1's output is saved", "Step 2's output is saved"),
        ("the output of steps 1 to 3", "the output of steps 2 to 4"),
        ("steps 2, 3 and 5", "steps 3, 4 and 6"),
        ("a stepping stone, 3 replicas", "a stepping stone, 3 replicas"),
    ],
)
def test_every_step_number_moves_and_no_other(text: str, moved: str) -> None:
    step = Step(title="t", instructions=text, verification=(text,))
    numbers = {n: n + 1 for n in range(1, 9)}
    assert renumber(step, numbers) == Step(title="t", instructions=moved, verification=(moved,))


def test_a_comment_among_commands_moves_and_a_command_does_not() -> None:
    commands = (
        Block(language="bash", text="# only if step 2 lists it\n./drill.sh --note 'step 2'"),
        Block(language="sql", text="-- as in step 2\nSELECT 'step 2';"),
    )
    moved = renumber(Step(title="t", instructions="", commands=commands), {2: 3}).commands
    assert moved[0].text == "# only if step 3 lists it\n./drill.sh --note 'step 2'"
    assert moved[1].text == "-- as in step 3\nSELECT 'step 2';"
