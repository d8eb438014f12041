"""What is wrong with shell text that does not parse, where it can be said for certain."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.commands.output import starts
from pipeline.commands.shell import Script
from pipeline.commands.words import Word

_CLOSES = {")": "(", "}": "{"}
_PAIRS = (("if", "fi"), ("do", "done"), ("case", "esac"))


def faults(text: str, script: Script) -> list[tuple[int, str]]:
    """Return (offset, sentence) of the first certain fault; none where the parser may be the one that is wrong."""
    if not script.broken:
        return []
    plain = _without_heredocs(text)
    found = _unclosed(plain) or _trailing(plain) or _unpaired(plain)
    return [found] if found and _in_command(text, found[0]) else []


def _in_command(text: str, at: int) -> bool:
    """Whether an offset stands in a line that is a command for certain, or in one that such a line goes on in."""
    lines = text[: text.find("\n", at) if "\n" in text[at:] else len(text)].split("\n")
    while len(lines) > 1 and lines[-2].rstrip().endswith(("\\", "|", "&&", "||")):
        lines.pop()
    return starts(lines[-1], strict=True)


def stray_flags(text: str, script: Script) -> list[Word]:
    """Return the flag that starts a line because the line before it, a command, lacks its backslash.

    Two or more such lines are a list of options, and none is returned; nor for one that is followed by its description.
    """
    found: list[Word] = []
    for before, call in pairwise(script.calls):
        word = call.words[0]
        line_start = text.rfind("\n", 0, word.start) + 1
        line = text[line_start:].split("\n", 1)[0]
        above = text[: max(line_start - 1, 0)].rsplit("\n", 1)[-1]
        if not re.fullmatch(r"--?[A-Za-z][\w-]*(=.*)?", word.text, re.DOTALL) or text[line_start : word.start].strip():
            continue
        if (
            above.strip()
            and before.end >= line_start - len(above) - 2
            and not re.match(r"\s*\S+ ?(\s{2,}|\t|[^\x00-\x7f])", line)
        ):
            found.append(word)
    return found if len(found) == 1 else []


def _without_heredocs(text: str) -> str:
    """Blank the bodies of here-documents, which may hold any text."""

    def blank(match: re.Match[str]) -> str:
        return match[1] + re.sub(r"[^\n]", " ", match[3])

    return re.sub(r"(<<-?\s*['\"]?(\w+)['\"]?[^\n]*\n)(.*?^\s*\2\s*$)", blank, text, flags=re.DOTALL | re.M)


def _unclosed(text: str) -> tuple[int, str] | None:
    """Find a quote or a bracket that is not closed, or a closing one too many."""
    quote, brackets, at = -1, [], 0
    while at < len(text):
        char = text[at]
        if char == "\\" and (quote < 0 or text[quote] != "'"):
            at += 1
        elif quote >= 0:
            quote = -1 if char == text[quote] else quote
        elif char in "'\"`":
            quote = at
        elif char == "#" and (at == 0 or text[at - 1].isspace()):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif char in "({":
            brackets.append(at)
        elif char in ")}":
            if brackets and text[brackets[-1]] == _CLOSES[char]:
                brackets.pop()
            elif not _in_case(text, at):
                return at, f'nothing opens this "{char}"'
        at += 1
    if quote >= 0:
        return quote, f"the quote {text[quote]} that opens here is not closed"
    return (brackets[0], f'the "{text[brackets[0]]}" that opens here is not closed') if brackets else None


def _in_case(text: str, at: int) -> bool:
    return text[at] == ")" and bool(re.search(r"\bcase\b", text[:at]))


def _trailing(text: str) -> tuple[int, str] | None:
    bare = re.sub(r"(^|\s)#[^\n]*$", lambda m: " " * len(m[0]), text, flags=re.M).rstrip()
    match = re.search(r"(\|\|?|&&)$", bare)
    return (match.start(), f'nothing follows the "{match[1]}"') if match else None


def _unpaired(text: str) -> tuple[int, str] | None:
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|(?<!\S)#[^\n]*", lambda m: " " * len(m[0]), text)
    for opening, closing in _PAIRS:
        opened = [m.start(1) for m in re.finditer(rf"(?:^|[\s;])({opening})(?=[\s;]|$)", bare)]
        closed = re.findall(rf"(?:^|[\s;]){closing}(?=[\s;|&<>)]|$)", bare)
        if len(opened) > len(closed):
            return opened[0], f'"{closing}" is missing for the "{opening}" that stands here'
    return None
