from __future__ import annotations

from pipeline.critics.report import Report
from pipeline.exporters.findings_text import export
from pipeline.models.finding import Defect, Finding, Fix, Level

TEXT = "# Disk full\n\nInvestigate the issue.\n"
VAGUE = Finding(
    rule="vague-step",
    defect=Defect.VAGUE,
    level=Level.WARNING,
    path="disk.md",
    line=3,
    message="“Investigate the issue” does not say how",
    column=1,
    end_column=23,
)


def note(path: str) -> Finding:
    return Finding(
        rule="no-owner", defect=Defect.UNOWNED, level=Level.NOTE, path=path, line=1, message="no owner is named"
    )


def test_a_finding_is_shown_with_its_line_and_a_caret() -> None:
    assert export(Report((VAGUE,), {"disk.md": TEXT})) == (
        "disk.md:3:1: warning: “Investigate the issue” does not say how [vague-step]\n"
        "  3 | Investigate the issue.\n"
        "    | ^^^^^^^^^^^^^^^^^^^^^^\n"
        "\n"
        "0 errors, 1 warning, 0 notes in 1 of 1 file\n"
        "`runwright rule NAME` explains the rule in brackets\n"
    )


def test_a_clean_run_says_so() -> None:
    assert export(Report((), {"a.md": "", "b.md": ""})) == "2 files: nothing found\n"


def test_a_note_that_many_files_share_is_told_once() -> None:
    paths = [f"{n}.md" for n in range(5)]
    text = export(Report(tuple(note(p) for p in paths), dict.fromkeys(paths, TEXT)))
    assert text.startswith(
        "note in 5 files: no owner is named [no-owner]\n"
        "  such as 0.md; --format json lists them\n"
        "\n"
        "0 errors, 0 warnings, 5 notes in 5 of 5 files\n"
    )


def test_words_on_a_line_are_shown_however_many_files_have_them() -> None:
    paths = [f"{n}.md" for n in range(20)]
    findings = tuple(VAGUE.model_copy(update={"path": p}) for p in paths)
    assert export(Report(findings, dict.fromkeys(paths, TEXT))).count("[vague-step]") == 20


def test_a_fix_is_offered_with_the_option_that_makes_it() -> None:
    fix = Fix(description="remove it", first=3, last=3, text="", safe=True)
    text = export(Report((VAGUE.model_copy(update={"fix": fix}),), {"disk.md": TEXT}))
    assert "  fix: remove it (--fix)\n" in text
    assert "1 can be fixed with --fix\n" in text


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 150 + "HERE" + "y" * 150
    finding = VAGUE.model_copy(update={"line": 1, "column": 151, "end_column": 155})
    shown, caret = export(Report((finding,), {"disk.md": line})).split("\n")[1:3]
    assert len(shown) < 110
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "HERE"


def test_colors_are_only_used_where_wanted() -> None:
    assert "\x1b[" not in export(Report((VAGUE,), {"disk.md": TEXT}))
    assert "\x1b[33mwarning\x1b[0m" in export(Report((VAGUE,), {"disk.md": TEXT}, color=True))


def test_a_long_line_fits_on_a_terminal_of_eighty_columns() -> None:
    finding = VAGUE.model_copy(update={"column": 150, "end_column": 190})
    lines = export(Report((finding,), {"disk.md": f"\n\n{'word ' * 60}"})).split("\n")
    assert all(len(line) <= 80 for line in lines[1:3])


def test_many_findings_come_with_ways_to_live_with_them() -> None:
    paths = [f"{n}.md" for n in range(60)]
    findings = tuple(VAGUE.model_copy(update={"path": p}) for p in paths)
    assert "--write-baseline" in export(Report(findings, dict.fromkeys(paths, TEXT)))
    assert "--write-baseline" not in export(Report(findings[:9], dict.fromkeys(paths, TEXT)))
