"""What review asks of a runbook's text: its parts, its digests, its Last Tested line, its conflicts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from pipeline.models.base import Frozen

_TESTED = re.compile(r"^(Last Tested: ?)(.*)$", re.MULTILINE)
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"(## .+|### Step \d+:.*)")
_STEP = re.compile(r"### Step (\d+): ?(.*)")
_SOURCES = re.compile(r"<!-- sources: .* -->")
_MARKER = re.compile(r"^(<{7} |>{7} |\|{7} )", re.MULTILINE)


class Part(Frozen):
    """A header, a section or a step: `key` identifies it whatever its number, `name` is what people call it."""

    key: str
    name: str
    text: str

    @property
    def is_step(self) -> bool:
        """Tell whether it is a step."""
        return self.key.startswith("step ")


def parts(text: str) -> tuple[Part, ...]:
    """Split a text at its sections and steps; the parts' texts joined are the text."""
    found: list[Part] = []
    seen: dict[str, int] = {}
    for heading, body in _split(text):
        step = _STEP.fullmatch(heading)
        key = step_key(heading.removeprefix("### ")) or heading.removeprefix("## ").strip().casefold()
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} {seen[key]}"
        name = f"Step {step[1]}: {step[2]}" if step else heading.removeprefix("## ").strip() or "Header"
        found.append(Part(key=key or "header", name=name, text=body))
    return tuple(found)


def step_key(name: str) -> str:
    """Return the key of the step of that name ("Step 3: Restart"), or "" for what is no step."""
    step = _STEP.fullmatch(f"### {name}")
    return f"step {step[2].strip().casefold()}" if step else ""


def fenced(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it belongs to a block of code, its fences included."""
    fence = ""
    for line in lines:
        marker = _FENCE.match(line)
        yield line, bool(fence or marker)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif marker:
            fence = marker[1]


def digest(text: str) -> str:
    """Return 16 hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def content_digest(text: str) -> str:
    """Return the digest of a runbook, its Last Tested line left out."""
    return digest(with_last_tested(text, ""))


def step_digests(text: str) -> tuple[str, ...]:
    """Return the digest of each step, without its number, its sources and the ticks in its boxes."""
    return tuple(digest(_bare_step(part.text)) for part in parts(text) if part.is_step)


def last_tested(text: str) -> str:
    """Return the value of the header's Last Tested line, or ""."""
    match = _TESTED.search(_head(text))
    return match[2] if match else ""


def with_last_tested(text: str, value: str) -> str:
    """Return the text with another value in its header's Last Tested line; a text without the line stays."""
    head = _head(text)
    return _TESTED.sub(lambda m: f"Last Tested: {value}".rstrip(), head, count=1) + text[len(head) :]


def conflicts(text: str) -> int:
    """Return how many conflicts of a merge stand in the text."""
    return sum(match[1].startswith("<") for match in _MARKER.finditer(text)) or int(bool(_MARKER.search(text)))


def _head(text: str) -> str:
    end = re.search(r"^## ", text, re.MULTILINE)
    return text[: end.start()] if end else text


def _bare_step(text: str) -> str:
    body = text.split("\n", 1)[1] if "\n" in text else ""
    title = _STEP.match(text)
    lines = [re.sub(r"^(\s*- )\[[xX]\]", r"\1[ ]", line.rstrip()) for line in _SOURCES.sub("", body).split("\n")]
    return "\n".join([title[2] if title else "", *(line for line in lines if line)])


def _split(text: str) -> Iterator[tuple[str, str]]:
    heading, body = "", ""
    for line, code in fenced(re.findall(r"[^\n]*\n|[^\n]+", text)):
        if not code and _HEADING.fullmatch(line.rstrip()):
            if body:
                yield heading, body
            heading, body = line.strip(), ""
        body += line
    yield heading, body
