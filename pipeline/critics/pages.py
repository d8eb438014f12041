"""Documentation made from the rules' docstrings: a page a rule, and the index by class of defects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

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


def page(rule: Rule) -> str:
    """Return a rule's page as Markdown."""
    return f"# {rule.name}\n\nClass: {rule.defect.value}. Level: {rule.level.value}.\n\n{rule.doc}\n"


def listing(rules: Sequence[Rule]) -> str:
    """Return the rules by class, one a line, for a terminal."""
    lines: list[str] = []
    for defect in Defect:
        lines.append(defect.value)
        lines.extend(f"  {rule.name:<26} {rule.summary}" for rule in rules if rule.defect is defect)
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
