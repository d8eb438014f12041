"""The template's reader and writer are each other's inverse."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UserError
from pipeline.exporters.markdown import export
from pipeline.importers.runbook import parse_runbook
from pipeline.models.runbook import Block, Category, Runbook, Step
from tests.examples import SPEC_EXAMPLES

LINE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
PROSE = LINE.filter(lambda s: not re.match(r"#|`|~|-|Commands:|Verification:|<!--|RUN-", s) and "; " not in s)
BLOCKS = st.builds(
    Block,
    language=st.sampled_from(["bash", "sql", "promql", ""]),
    text=st.lists(LINE | st.sampled_from(["```", "## Scope", "### Step 1: x", ""]), min_size=1, max_size=4).map(
        "\n".join
    ),
)
STEPS = st.builds(
    Step,
    title=PROSE,
    instructions=st.lists(PROSE, max_size=3).map("\n\n".join),
    commands=st.lists(BLOCKS, max_size=2).map(tuple),
    verification=st.lists(PROSE, max_size=2).map(tuple),
    sources=st.lists(PROSE, max_size=2).map(tuple),
)
TEXTS = st.lists(PROSE, max_size=3).map(tuple)
RUNBOOKS = st.builds(
    Runbook,
    id=st.just("RUN-001"),
    title=PROSE,
    category=st.sampled_from(Category),
    trigger=PROSE,
    owner=PROSE,
    last_tested=PROSE,
    scope=st.just((("Handles", "a"), ("Does NOT handle", "b"))),
    prerequisites=TEXTS,
    steps=st.lists(STEPS, max_size=3).map(tuple),
    escalation=st.just((("When to escalate", "c"),)),
    post_incident=TEXTS,
    linked=PROSE,
)


@pytest.mark.parametrize("text", SPEC_EXAMPLES)
def test_the_examples_of_the_specification_keep_every_byte(text: str) -> None:
    assert export(parse_runbook(text)) == text


@settings(max_examples=100, deadline=None)
@given(RUNBOOKS)
def test_what_is_exported_is_read_back(runbook: Runbook) -> None:
    assert parse_runbook(export(runbook)) == runbook


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no header\n", "x.md:1: no runbook header"),
        ("RUN-001: A\nCategory: Other\n", "category 'Other' is not one of the five"),
        ("RUN-001: A\nCategory: Incident\n\n## Procedure\n\n### Step 2: B\n", "x.md:6: step 2 follows step 0"),
        ("RUN-001: A\nCategory: Incident\n\n## Scope\nfree text\n", "x.md:5: not a labelled item"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_runbook(text, "x.md")
    assert told in str(caught.value)
