"""What rules report beside the examples of their pages: places, levels, and other layouts."""

from __future__ import annotations

import pytest

from pipeline.models.finding import Level
from tests.critics.judging import STEP, findings, lines, page, template


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("vague-step", "# Q\n\n## Steps\n\n1. Run `ls`.\n2. Then investigate the root cause.\n", [6]),
        ("vague-step", "# Q\n\n| Step | Action | Command |\n|---|---|---|\n| 1 | Fix the problem | |\n", [5]),
        ("missing-command", "# Q\n\n**Step 1: Restart the broker pods**\n\nDo it one by one.\n", [3]),
        ("missing-command", page("Run the following commands:"), [5]),
        ("empty-section", "# Q\n\n## Diagnosis\n\n---\n\n## Mitigation\n\nRun `ls`.\n", [3]),
        ("unfinished-text", page("```bash\n# TODO: find the command\n```"), [6]),
        ("unfinished-text", "# Q\n\n## Mitigation (TBD)\n\nWords.\n", [3]),
        ("stale-date", "---\nlast_reviewed: 2023-01-01\n---\n\n# Q\n", [2]),
        ("stale-date", "# Q\n\nNext review: 2025-06-01\n", [3]),
        ("no-owner", "# Q\n\n| Field | Value |\n|---|---|\n| Owner | TBD |\n\n## Steps\n\n1. Run `ls`.\n", [5]),
        ("broken-link", "# Q\n\nSee [x](#missing).\n", [3]),
        ("unknown-step", "# Q\n\n## Step 1: A\n\nRun `ls`.\n\n## Step 2: B\n\nRepeat steps 1 to 4.\n", [9]),
        ("incomplete-escalation", page("Run `ls`.") + "\n## Escalation\n\nCall +1 555 0100.\n", [7]),
        ("incomplete-escalation", page("Run `ls`.") + "\n## Contacts\n\nMessaging: `#messaging`.\n", [7]),
        ("nameless-contact", page("If that is not enough, call the DBAs."), [5]),
        ("nameless-contact", page("Nothing helps: wake the team lead."), [5]),
        ("nameless-contact", page("Questions: ask the one who built this."), [5]),
        ("nameless-contact", page("- contact: mail admins"), [5]),
        ("no-owner", "# Queue\n\ncontact: mail admins\n\n## Steps\n\n1. Run `ls`.\n", [1]),
        ("stale-date", "# Queue\n\nLast rehearsed with all shifts on 3 May 2023.\n\n## Steps\n\n1. Run `ls`.\n", [3]),
        ("never-tested", "# Queue\n\nReviewed on 3 May 2025.\n\n## Steps\n\n1. Run `ls`.\n", [1]),
        (
            "no-escalation",
            "# Q\n\n| Page owner | Last tested |\n|---|---|\n| Network team | 2025-11-02 |\n\n"
            "## Steps\n\n1. Run `ls`.\n",
            [1],
        ),
        ("no-escalation", page("Run `ls`.") + "\n## Escalation\n\nTBD\n", [7]),
        ("unguarded-destruction", page("Free the disk:\n\n```bash\nls\nrm -rf /var/lib/x\n```"), [9]),
        ("unguarded-destruction", page("Clean up:\n\n```sql\nDROP TABLE orders;\n```"), [8]),
        ("step-without-verification", page("- Restart it:\n\n  ```bash\n  systemctl restart x\n  ```"), [5]),
        ("deprecated-tool", page("Run `docker-compose up -d`."), [5]),
        ("secret-in-text", page("The password is `Winter2024!x`."), [5]),
        ("unknown-flag", page("```bash\nkubectl get pods --nampespace shop\n```"), [6]),
        ("undeclared-placeholder", page("Go:\n\n```bash\nssh <bastion>\nssh <bastion>\n```"), [8]),
        ("nameless-contact", page("Otherwise ask someone."), [5]),
        ("too-many-steps", "# Q\n\n## Steps\n\n" + "".join(f"{n}. Run `x {n}`.\n" for n in range(1, 61)), [54]),
    ],
)
def test_the_line_is_the_right_one(rule: str, text: str, expected: list[int]) -> None:
    assert lines(text, rule) == expected


def test_facts_that_a_layout_cannot_say_are_notes_and_errors_in_the_template() -> None:
    assert [f.level for f in findings(page("Run `ls`."), "no-owner")] == [Level.NOTE]
    assert [f.level for f in findings(template(STEP, owner=""), "no-owner")] == [Level.ERROR]
    assert [f.level for f in findings(template(STEP, escalation=""), "no-escalation")] == [Level.ERROR]
    assert [f.level for f in findings(template(STEP, scope=""), "no-scope")] == [Level.WARNING]
    assert [f.level for f in findings(template(STEP, tested=""), "never-tested")] == [Level.WARNING]


def test_a_page_that_verifies_most_steps_is_asked_for_the_others() -> None:
    step = "## Step {n}: Look\n\nRun `ls`.\n\n{check}"
    text = "# Q\n\n" + "\n".join(step.format(n=n, check="Expected: a list.\n" if n != 2 else "") for n in (1, 2, 3))
    (finding,) = findings(text, "step-without-verification")
    assert finding.level is Level.WARNING
    assert finding.message.startswith("step 2 ")


def test_a_column_points_to_the_words() -> None:
    (finding,) = findings(page("   Then investigate the issue."), "vague-step")
    assert (finding.column, finding.end_column) == (4, 31)


def test_words_that_wrap_are_found_on_their_first_line() -> None:
    (finding,) = findings(page("Some words come first. Otherwise contact the\nappropriate team."), "nameless-contact")
    assert (finding.line, finding.column, finding.end_column) == (5, 34, 45)


def test_ids_of_a_kind_of_which_none_is_known_are_not_judged() -> None:
    text = page("See RUN-002, MON-999 and RISK-001.")
    assert [f.message.split()[0] for f in findings(text, "unknown-id", known=frozenset({"MON-001", "RUN-001"}))] == [
        "RUN-002",
        "MON-999",
    ]


def test_a_deprecated_flag_is_not_reported_as_unknown_too() -> None:
    found = findings(page("```bash\nkubectl drain n --delete-local-data\n```"))
    assert [f.rule for f in found if f.line == 6 and "flag" in f.rule + f.message] == []
    assert "deprecated-tool" in {f.rule for f in found}


def test_the_secret_itself_is_not_repeated() -> None:
    (finding,) = findings(page("The password is `Winter2024!x`."), "secret-in-text")
    assert "Winter" not in finding.message
