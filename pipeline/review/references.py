"""Steps by name: "step 4" is tied to the step it means while steps move, and gets its number back afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.review.content import Part, parts

_REFERENCE = re.compile(r"\b([Ss]teps?) (\d+(?:(?:, | to | and | or )\d+)*)")
LEFT_OUT = "” (left out)"
"""What ends the name of a step that is gone."""

_OPEN, _CLOSE = "\ue000", "\ue001"
_TIED = re.compile(f"{_OPEN}([^{_CLOSE}\n]*){_CLOSE}")


def tied(text: str) -> tuple[Part, ...]:
    """Return the text's parts with each reference to one of its steps tied to that step's key."""
    pieces = parts(text)
    steps = [part.key for part in pieces if part.is_step]

    def tie(match: re.Match[str]) -> str:
        return f"{match[1]} " + re.sub(r"\d+", lambda n: _key(int(n[0]), steps), match[2])

    return tuple(
        part.model_copy(update={"text": _body(part, lambda line: _REFERENCE.sub(tie, line))}) for part in pieces
    )


def loose(pieces: list[Part]) -> str:
    """Join tied parts: headings count from 1, references get the new numbers, or the title of a step that is gone."""
    numbers = {part.key: n for n, part in enumerate((p for p in pieces if p.is_step), start=1)}

    def number(match: re.Match[str]) -> str:
        key = match[1]
        return str(numbers[key]) if key in numbers else f"“{key.removeprefix('step ')}{LEFT_OUT}"

    texts = []
    for part in pieces:
        text = part.text
        if part.is_step:
            text = re.sub(r"^### Step \d+:", f"### Step {numbers[part.key]}:", text, count=1)
        texts.append(_TIED.sub(number, text))
    return "".join(texts)


def _key(number: int, steps: list[str]) -> str:
    return f"{_OPEN}{steps[number - 1]}{_CLOSE}" if 0 < number <= len(steps) else str(number)


def _body(part: Part, change: Callable[[str], str]) -> str:
    head, newline, body = part.text.partition("\n") if part.is_step else ("", "", part.text)
    lines = (line if line.startswith("<!-- sources:") else change(line) for line in body.split("\n"))
    return head + newline + "\n".join(lines)
