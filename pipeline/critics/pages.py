"""Documentation made from the rules' docstrings: a page a rule, and the index by class of defects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from pipeline.critics.registry import Rule
from pipeline.models.finding import Defect

_EXAMPLE = re.compile(r"^(?P<kind>Bad|Good):\n|^````markdown\n(?P<text>.*?)^````$", re.MULTILINE | re.DOTALL)

_SPEC: dict[Defect, str] = {
    Defect.VAGUE: "anti-pattern “Too vague”; checklist “Actionable”",
    Defect.OVERLONG: "anti-pattern “Too long”",
    Defect.OUTDATED: "anti-pattern “Outdated”; checklist “Maintained”",
    Defect.UNVERIFIED: "anti-pattern “No verification”; checklist “Verifiable”",
    Defect.ASSUMES_KNOWLEDGE: "anti-pattern “Assuming knowledge”; checklist “Actionable”",
    Defect.NO_ESCALATION: "anti-pattern “No escalation”; checklist “Escalatable”; gate “Escalation paths defined”",
    Defect.INCOMPLETE: "checklist “Complete”",
    Defect.UNSCOPED: "checklist “Scoped”",
    Defect.UNTESTED: "checklist “Tested”; gate “owners and last-tested dates”",
    Defect.UNOWNED: "checklist “Maintained”; gate “owners and last-tested dates”",
    Defect.INVALID_COMMAND: "checklist “Actionable”, “Complete”",
    Defect.UNSAFE_COMMAND: "checklist “Actionable”: safe to follow",
    Defect.UNDECLARED_PLACEHOLDER: "checklist “Actionable”: without asking questions",
    Defect.SECRET: "beyond the spec",
    Defect.DANGLING_REFERENCE: "checklist “Complete”; gates on linked RUN- procedures",
    Defect.UNGROUNDED: "beyond the spec: every fact has a source",
}


_PREFACE = """
An error or a warning makes `runwright lint` exit with 1, a note does not; `--fail-on` moves the border. What the
layout of a page cannot say (an owner, the date of a test, a scope) is one finding a page: a note, but an error or
a warning in the template.

**Suppress** a rule, or a class, for the block below the comment, for the line it ends, or for the whole file. The
reason is asked for, the date is not; a suppression that is expired, unused or without a reason is itself a
finding.

```markdown
<!-- runwright: ignore[vague-step] decided case by case, see the on-call guide until 2027-01-31 -->
<!-- runwright: ignore-file[no-owner, untested] an archive of old pages -->
```

**Configure** in `runwright.toml`, or in `pyproject.toml` under `[tool.runwright.lint]`; a rule beats its class, a
path beats both.

```toml
[lint]
exclude = ["archive/**"]
max-steps = 50
max-age-days = 365
levels = { no-owner = "error", untested = "off" }

[[lint.paths]]
match = "legacy/**"
levels = { unverified = "note" }
```

**Start on old pages** with `--write-baseline baseline.json` once and `--baseline baseline.json` from then on: only
what is new is shown. `--fix` applies safe fixes, and with `--unsafe-fixes` also those that a person has to look
at.
"""


def page(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    return f"# {rule.name}\n\nClass: {rule.defect.value}. Level: {rule.level.value}.\n\n{rule.doc}\n"


def listing(rules: Sequence[Rule]) -> str:
    """Return the rules by class, for a terminal of 80 columns."""
    lines: list[str] = []
    for defect in Defect:
        lines.append(defect.value)
        for rule in (r for r in rules if r.defect is defect):
            lines.extend(wrap(f"  {rule.name:<25}  {rule.summary}", 80, subsequent_indent=" " * 29))
    return "\n".join([*lines, "", "`runwright rule NAME` explains one, with examples."]) + "\n"


def as_json(rules: Sequence[Rule]) -> str:
    """Return the rules as JSON: name, defect, level, summary and page."""
    data = [
        {"name": r.name, "defect": r.defect.value, "level": r.level.value, "summary": r.summary, "page": page(r)}
        for r in rules
    ]
    return json.dumps({"rules": data}, indent=2, ensure_ascii=False) + "\n"


def index(rules: Sequence[Rule]) -> str:
    """Return the index of all rules by class, as Markdown, with what of the spec each class answers."""
    return "\n".join(_index(rules)) + "\n"


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    yield "# Rules by class of defects"
    yield ""
    yield "Generated from the docstrings in `rules/`; do not edit. `runwright rule NAME` prints a rule's whole page."
    yield ""
    yield _PREFACE.strip()
    for defect in Defect:
        yield ""
        yield f"## {defect.value}"
        yield ""
        yield (
            f"Answers the spec's {_SPEC[defect]}."
            if not _SPEC[defect].startswith("beyond")
            else f"{_SPEC[defect].capitalize()}."
        )
        yield ""
        yield "| Rule | Level | What it says |"
        yield "|---|---|---|"
        for rule in rules:
            if rule.defect is defect:
                yield f"| [{rule.name}](rules/{rule.name.replace('-', '_')}.py) | {rule.level.value} | {rule.summary} |"


def examples(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the examples of a rule's page: "Bad" or "Good", and the Markdown."""
    kind = ""
    for match in _EXAMPLE.finditer(rule.doc):
        if match["kind"]:
            kind = match["kind"]
        else:
            yield kind, match["text"]


def main() -> None:
    """Write the index beside the rules."""
    from pathlib import Path

    from pipeline.critics.registry import all_rules

    Path(__file__).with_name("RULES.md").write_text(index(all_rules()), encoding="utf-8")


if __name__ == "__main__":
    main()
