from __future__ import annotations

import pytest

from pipeline.importers.document import read_document
from pipeline.models.document import Document, Layout, Role
from tests.examples import SPEC_EXAMPLES
from tests.real_data import REAL_DATA, needs_real_data


def steps(text: str) -> list[tuple[int, int, str]]:
    return [(s.number, s.line, s.title) for s in read_document(text).steps]


def codes(document: Document) -> list[list[str]]:
    return [[b.block.text for b in step.blocks] for step in document.steps]


def test_the_template_is_read_with_its_lines() -> None:
    document = read_document(SPEC_EXAMPLES[0], "RUN-001.md")
    assert (document.layout, document.id) == (Layout.TEMPLATE, "RUN-001")
    assert document.title == "Database Connection Pool Exhaustion"
    assert [(s.number, s.line, s.last) for s in document.steps] == [(1, 18, 28), (2, 30, 38), (3, 40, 51), (4, 53, 56)]
    assert [len(s.checks) for s in document.steps] == [1, 0, 2, 0]
    assert [p.line for p in document.steps[3].prose] == [54, 55, 56]
    owner = document.fact("owner")
    assert owner
    assert (owner.text, owner.line) == ("Backend Team", 4)


def test_linked_ids_after_a_list_are_a_fact_and_no_list_item() -> None:
    linked = read_document("## Post-Incident\n- [ ] Write it up\nLinked IDs: MON-001, RISK-002\n").fact("linked ids")
    assert linked
    assert (linked.text, linked.line) == ("MON-001, RISK-002", 3)


def test_a_rule_below_the_header_makes_no_heading_of_it() -> None:
    document = read_document(
        "RUN-001: Disk full\nCategory: Incident\nOwner: Storage\n---\n\n## Procedure\n\n### Step 1: Look\n"
    )
    assert document.id == "RUN-001"
    assert [s.title for s in document.sections] == ["Procedure", "Look"]


def test_an_alert_page_has_a_step_for_each_paragraph_and_its_block() -> None:
    text = (
        "# X\n\n## Meaning\n\nWords.\n\n## Diagnosis\n\nList pods:\n\n```console\n$ kubectl get pods\n"
        "```\n\nRead the log:\n\n```\nls\n```\n"
    )
    document = read_document(text)
    assert document.layout is Layout.ALERT_PAGE
    assert steps(text) == [(0, 9, "List pods"), (0, 15, "Read the log")]
    assert codes(document) == [["$ kubectl get pods"], ["ls"]]
    assert document.steps[0].blocks[0].line == 12
    assert [s.role for s in document.steps] == [Role.DIAGNOSIS, Role.DIAGNOSIS]


def test_numbered_items_are_steps_and_keep_a_block_that_lost_its_indent() -> None:
    text = "# X\n\n## Steps\n\n1. First:\n\n```bash\nls\n```\n\n2. Second.\n   - detail `df -h`\n"
    document = read_document(text)
    assert steps(text) == [(1, 5, "First"), (2, 11, "Second")]
    assert codes(document) == [["ls"], []]
    assert [c.text for c in document.steps[1].inline] == ["df -h"]


def test_step_headings_hold_everything_up_to_the_next_one() -> None:
    text = (
        "# X\n\n## Step 1: Stop\n\nWords.\n\n1. a\n2. b\n\n#### Verification\n\nIt is stopped.\n\n"
        "## Step 2 - Start\n\nGo.\n"
    )
    document = read_document(text)
    assert steps(text) == [(1, 3, "Stop"), (2, 14, "Start")]
    assert [c.line for c in document.steps[0].checks] == [12]
    assert document.steps[0].last == 12


def test_bold_lines_serve_as_step_headings() -> None:
    assert steps("# X\n\n**Step 1: Stop**\n\nWords.\n\n**Step 2: Start**\n\nGo.\n") == [(1, 3, "Stop"), (2, 7, "Start")]


def test_a_table_of_steps_is_read_row_by_row() -> None:
    text = (
        "# X\n\n| Step | Action | Command | Expected |\n|---|---|---|---|\n"
        "| 1 | Stop it | `systemctl stop x` | inactive |\n| 2 | Wait | - | - |\n"
    )
    document = read_document(text)
    assert steps(text) == [(1, 5, "Stop it"), (2, 6, "Wait")]
    assert codes(document) == [["systemctl stop x"], []]
    assert [[c.text for c in s.checks] for s in document.steps] == [["inactive"], []]


def test_a_table_of_anything_else_is_no_step() -> None:
    assert steps("# X\n\n## Contacts\n\n| Role | Name |\n|---|---|\n| Lead | Ada |\n") == []


def test_checks_are_found_whatever_marks_them() -> None:
    bodies = ("Verification:\n- [ ] a is 1\n", "**Expected**: a is 1\n", "You should see `1`.\n", "- [ ] a is 1\n")
    for body in bodies:
        (step,) = read_document(f"# X\n\n## Step 1: Count\n\nRun `a`.\n\n{body}").steps
        assert len(step.checks) == 1, body


def test_sample_output_is_no_command() -> None:
    text = "# X\n\n## Diagnosis\n\nList:\n\n```\nls\n```\n\nExample output:\n\n```\nfoo bar\n```\n"
    assert codes(read_document(text)) == [["ls"]]


def test_front_matter_gives_facts_and_keeps_the_lines() -> None:
    text = (
        "---\ntitle: Disk\nowner: storage-team\nlast_reviewed: 2024-01-02\ntags:\n  - a\n  - b\n---\n\n"
        "# Disk\n\n## Steps\n\n1. Go.\n"
    )
    document = read_document(text)
    assert {key: (fact.text, fact.line) for key, fact in document.facts} == {
        "title": ("Disk", 2),
        "owner": ("storage-team", 3),
        "last reviewed": ("2024-01-02", 4),
        "tags": ("a, b", 5),
    }
    assert document.steps[0].line == 14


@pytest.mark.parametrize(
    "text",
    [
        "# X\n\n**Owner:** SRE\n",
        "# X\n\n- **Owner**: SRE\n",
        "# X\n\n| Field | Value |\n|---|---|\n| Owner | SRE |\n",
        "# X\n\n## Owner\n\nSRE\n",
        "# X\n\nOwner: SRE\n",
    ],
)
def test_an_owner_is_found_wherever_it_stands(text: str) -> None:
    owner = read_document(text).fact("owner")
    assert owner
    assert owner.text == "SRE"


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Mitigation", Role.PROCEDURE),
        ("2. How to fix it", Role.PROCEDURE),
        ("Root cause", Role.BACKGROUND),
        ("Troubleshooting steps", Role.DIAGNOSIS),
        ("Rolling back", Role.ROLLBACK),
        ("Who to contact", Role.ESCALATION),
        ("Post-Incident", Role.FOLLOW_UP),
        ("Before you begin", Role.PREREQUISITES),
        ("Out of scope", Role.SCOPE),
        ("Verification", Role.VERIFICATION),
        ("Useful links", Role.REFERENCES),
        ("Zebra", Role.OTHER),
    ],
)
def test_sections_get_their_role_from_many_words(title: str, role: Role) -> None:
    assert read_document(f"# Page\n\n## {title}\n\nWords.\n").sections[1].role is role


def test_a_sub_section_without_a_role_takes_its_parents() -> None:
    document = read_document("# Page\n\n## Mitigation\n\n### The big one\n\nWords.\n")
    assert document.sections[2].role is Role.PROCEDURE


def test_links_and_anchors_are_found_outside_code() -> None:
    document = read_document("# A b\n\nSee [x](y.md), `[no](z.md)` and [w][1].\n\n## A b\n\n[1]: https://shop.test\n")
    assert [(link.text, link.line) for link in document.links] == [("y.md", 3), ("https://shop.test", 7)]
    assert document.anchors == ("a-b", "a-b-1")


def test_windows_line_ends_change_nothing_but_the_text() -> None:
    unix, windows = SPEC_EXAMPLES[0], SPEC_EXAMPLES[0].replace("\n", "\r\n")
    assert read_document(windows).steps == read_document(unix).steps
    assert read_document(windows).lines == read_document(unix).lines
    assert read_document(windows).text == windows


@needs_real_data
def test_real_runbooks_have_steps_on_their_own_lines() -> None:
    paths = sorted((REAL_DATA / "runbooks").rglob("*.md"))[::4]
    documents = [read_document(path.read_text(encoding="utf-8"), str(path)) for path in paths]
    assert sum(bool(d.steps) for d in documents) > 0.85 * len(documents)
    for document in documents:
        for step in document.steps:
            for block in step.blocks:
                first = block.block.text.split("\n")[0]
                assert first in document.lines[block.line - 1]


def test_a_paragraph_may_begin_with_the_number_of_its_step() -> None:
    text = (
        "# Q\n\n**Step 1.** Stop it: `a`.\n\n```bash\nls\n```\n\n**Step 2 – look.** All is gone.\n\nStep 3. Start it.\n"
    )
    assert steps(text) == [(1, 3, "Stop it"), (2, 9, "look"), (3, 11, "Start it")]
    assert codes(read_document(text)) == [["ls"], [], []]
    assert steps("# Q\n\n## Steps\n\n1. Run it.\n\nStep 1 prints a list.\n") == [(1, 5, "Run it")]


def test_a_phase_is_no_step_where_its_steps_are_numbered() -> None:
    lists = "# Q\n\n## Phase 1: a\n\n1. One.\n2. Two.\n\n"
    phases = f"{lists}## Phase 2: b\n\n### Step 1: Three\n\nIt.\n\n### Step 2: Four\n\nIt.\n"
    assert [(number, title) for number, _, title in steps(phases)] == [
        (1, "One"),
        (2, "Two"),
        (1, "Three"),
        (2, "Four"),
    ]
    assert [number for number, *_ in steps("# Q\n\n## Phase 1: a\n\nRun `x`.\n\n## Phase 2: b\n\nRun `y`.\n")] == [1, 2]


def test_a_number_right_below_text_is_an_item_all_the_same() -> None:
    text = "# Q\n\n## Steps\n\n9. One.\n10. Two:\n\n   ```bash\n   ls\n   ```\n\n   Three lines.\n11. Three.\n"
    assert [number for number, *_ in steps(text)] == [9, 10, 11]


def test_a_table_may_have_its_facts_in_one_row_and_its_commands_under_do() -> None:
    document = read_document("# Q\n\n| Owner | Last tested |\n|---|---|\n| Mail team | 2026-01-02 |\n\n## Steps\n")
    assert [(key, fact.text) for key, fact in document.facts] == [("owner", "Mail team"), ("last tested", "2026-01-02")]
    table = "# Q\n\n| # | Do | Expect |\n|---|---|---|\n| 1 | `ls /srv` | a list |\n| 2 | Look at it | – |\n"
    assert codes(read_document(table)) == [["ls /srv"], []]
    assert [len(step.checks) for step in read_document(table).steps] == [1, 0]


def test_the_way_back_belongs_to_the_step_above_it() -> None:
    text = "# Q\n\n## Mitigation\n\nStop it:\n\n```bash\nls\n```\n\nTo undo it, start it.\n\nStart the next one.\n"
    assert [title for *_, title in steps(text)] == ["Stop it", "Start the next one"]
