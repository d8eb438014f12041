"""Runbooks in the spec's exact template: text → Runbook, and the sections that procedures share with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.errors import UserError
from pipeline.models.runbook import Block, Category, Runbook, Step

_HEADER = re.compile(r"(RUN-[\w.-]+): (.*)")
_SECTION = re.compile(r"## (Scope|Prerequisites|Procedure|Escalation|Post-Incident)\s*")
_STEP = re.compile(r"### Step (\d+): (.*)")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*([\w+-]*)\s*")
_PAIR = re.compile(r"- \*\*(.+?)\*\*: ?(.*)")
_CHECK = re.compile(r"- \[[ xX]\] (.*)")
_SOURCES = re.compile(r"<!-- sources: (.*) -->")

Lines = list[tuple[int, str]]


def parse_runbook(text: str, path: str = "") -> Runbook:
    """Parse a runbook in the template; `parse_runbook(export(r)) == r`.

    Raises UserError with the line of the first thing that is not in the template's form.
    """
    lines = list(enumerate(text.rstrip("\n").split("\n"), start=1))
    head, sections = split_sections(lines, path)
    identity, header = _header(head, path)
    last = sections.get("Post-Incident", [])
    linked = next((line.removeprefix("Linked IDs:").strip() for _, line in last if line.startswith("Linked IDs:")), "")
    return Runbook(
        id=identity[0],
        title=identity[1],
        category=_category(header.get("Category", ""), path),
        trigger=header.get("Trigger", ""),
        owner=header.get("Owner", ""),
        last_tested=header.get("Last Tested", ""),
        scope=pairs(sections.get("Scope", []), path),
        prerequisites=checks(sections.get("Prerequisites", []), path),
        steps=steps(sections.get("Procedure", []), path),
        escalation=pairs(sections.get("Escalation", []), path),
        post_incident=checks([item for item in last if not item[1].startswith("Linked IDs:")], path),
        linked=linked,
    )


def split_sections(lines: Lines, path: str) -> tuple[Lines, dict[str, Lines]]:
    """Split numbered lines into those before the first section and the template's sections by name."""
    head: Lines = []
    sections: dict[str, Lines] = {}
    current = head
    for number, line, fenced in _with_fences(lines):
        if not fenced and (match := _SECTION.fullmatch(line)):
            if match[1] in sections:
                raise UserError(f'a second section "{match[1]}"', f"{path}:{number}", "merge it into the first one")
            current = sections[match[1]] = []
        else:
            current.append((number, line))
    return head, sections


def steps(lines: Lines, path: str) -> tuple[Step, ...]:
    """Parse the steps of a Procedure section, which must count from 1."""
    groups: list[tuple[str, Lines]] = []
    for number, line, fenced in _with_fences(lines):
        if not fenced and (match := _STEP.fullmatch(line)):
            if int(match[1]) != len(groups) + 1:
                raise UserError(
                    f"step {match[1]} follows step {len(groups)}",
                    f"{path}:{number}",
                    "number the steps from 1",
                )
            groups.append((match[2], []))
        elif groups:
            groups[-1][1].append((number, line))
        elif line.strip():
            raise UserError("text before the first step", f"{path}:{number}", 'start with "### Step 1: …"')
    return tuple(_step(title, body, path) for title, body in groups)


def pairs(lines: Lines, path: str) -> tuple[tuple[str, str], ...]:
    """Parse "- **Label**: text" lines; indented lines continue the text."""
    found: list[tuple[str, str]] = []
    for number, line in lines:
        if match := _PAIR.fullmatch(line):
            found.append((match[1], match[2]))
        elif line.startswith("  ") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        elif line.strip():
            raise UserError(f"not a labelled item: {line!r}", f"{path}:{number}", "write it as “- **Label**: text”")
    return tuple(found)


def checks(lines: Lines, path: str) -> tuple[str, ...]:
    """Parse "- [ ] text" lines; indented lines continue the text."""
    found: list[str] = []
    for number, line in lines:
        if match := _CHECK.fullmatch(line):
            found.append(match[1])
        elif line.startswith("  ") and found:
            found[-1] += f"\n{line}"
        elif line.strip():
            raise UserError(f"not a checklist item: {line!r}", f"{path}:{number}", "write it as “- [ ] text”")
    return tuple(found)


def _header(lines: Lines, path: str) -> tuple[tuple[str, str], dict[str, str]]:
    written = [(number, line) for number, line in lines if line.strip()]
    match = _HEADER.fullmatch(written[0][1]) if written else None
    if match is None:
        raise UserError("no runbook header", f"{path}:1", "start the file with “RUN-001: Title”")
    fields: dict[str, str] = {}
    for number, line in written[1:]:
        key, colon, value = line.partition(":")
        if not colon:
            raise UserError(f"not a header line: {line!r}", f"{path}:{number}", "write it as “Key: value”")
        fields[key] = value.strip()
    return (match[1], match[2]), fields


def _category(value: str, path: str) -> Category:
    try:
        return Category(value)
    except ValueError:
        known = ", ".join(Category)
        raise UserError(f"category {value!r} is not one of the five", path, f"use one of {known}") from None


def _step(title: str, body: Lines, path: str) -> Step:
    instructions: list[str] = []
    blocks: list[Block] = []
    verification: Lines = []
    sources: tuple[str, ...] = ()
    part = "instructions"
    fence: tuple[str, str, list[str]] | None = None
    for number, line in body:
        if part == "commands" and fence is not None:
            if line.strip() == fence[0]:
                blocks.append(Block(language=fence[1], text="\n".join(fence[2])))
                fence = None
            else:
                fence[2].append(line)
        elif line == "Commands:":
            part = "commands"
        elif line == "Verification:":
            part = "verification"
        elif match := _SOURCES.fullmatch(line):
            sources = tuple(match[1].split("; "))
        elif part == "instructions":
            instructions.append(line)
        elif part == "verification":
            verification.append((number, line))
        elif match := _FENCE.fullmatch(line):
            fence = (match[1], match[2], [])
        elif line.strip():
            raise UserError(f"text among the commands: {line!r}", f"{path}:{number}", "move it above “Commands:”")
    if fence is not None:
        raise UserError("a code block is not closed", f"{path}:{body[-1][0]}", "close it with ```")
    return Step(
        title=title,
        instructions="\n".join(instructions).strip("\n"),
        commands=tuple(blocks),
        verification=checks(verification, path),
        sources=sources,
    )


def _with_fences(lines: Lines) -> Iterator[tuple[int, str, bool]]:
    """Yield each line with whether it stands inside a fenced block (the fences themselves count as inside)."""
    fence = ""
    for number, line in lines:
        marker = _FENCE.match(line.strip())
        if fence:
            yield number, line, True
            if line.strip() == fence:
                fence = ""
        elif marker:
            fence = marker[1]
            yield number, line, True
        else:
            yield number, line, False
