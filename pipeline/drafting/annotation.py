"""The text of an alert's annotation without its Go template: labels and values as placeholders, branches as words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.commands.promql_render import duration

LABEL = re.compile(r"(?:\$(?:externalL|l)abels|\.(?:ExternalL|L)abels)\.(\w+)")
"""A label in the template of an annotation; its name is in the group."""

VALUE = "value"
"""The placeholder for the value that made the alert fire."""

ELSEWHERE = "(see the alert)"
"""What stands for a value that a template asks Prometheus for."""

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|`[^`]*`"
# A rule file that is itself a template holds the alert's own one as text: {{ "{{ $labels.pod }}" }}.
_ESCAPED = re.compile(rf"\{{\{{-?\s*({_QUOTED})\s*-?\}}\}}")
_ACTION = re.compile(rf"\{{\{{-?((?:{_QUOTED}|[^\"`{{}}])*?)-?\}}\}}", re.DOTALL)
_SECONDS = re.compile(r"\s*\"?(\d+)\"?\s*\|\s*humanizeDuration\s*")
_OPENING = re.compile(r"\s*(if|with|range)\b(.*)", re.DOTALL)
_SENTENCE = re.compile(r"[.!?]\s")


@dataclass
class _Part:
    """One branch of a block, or the whole text: its condition and the text rendered so far."""

    condition: str = ""
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def spoken(text: str) -> str:
    """Return the annotation as an operator reads it; "" where nothing but template was in it."""
    blocks: list[list[_Part]] = [[_Part()]]
    for words, action in _tokens(_ESCAPED.sub(lambda m: _literal(m[1]), text)):
        blocks[-1][-1].pieces.append(words)
        opening = _OPENING.fullmatch(action)
        if opening:
            blocks.append([_Part(opening[2])])
        elif action.strip() == "end" and len(blocks) > 1:
            said = _joined(blocks.pop())
            blocks[-1][-1].pieces.append(said)
        elif re.match(r"\s*else\b", action) and len(blocks) > 1:
            blocks[-1].append(_Part(blocks[-1][0].condition))
        else:
            blocks[-1][-1].pieces.append(_value(action, blocks[-1][-1].condition))
    return _tidy("".join(part.text for block in blocks for part in block))


def placeholder(label: str) -> str:
    """Return the name of the placeholder that stands for a label."""
    return label.replace("_", "-").lower()


def label_names(text: str) -> frozenset[str]:
    """Return the labels that the annotation's template names."""
    return frozenset(LABEL.findall(text))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each stretch of plain text with the action after it, "" after the last one."""
    at = 0
    for match in _ACTION.finditer(text):
        yield text[at : match.start()], match[1]
        at = match.end()
    yield text[at:], ""


def _literal(quoted: str) -> str:
    return quoted[1:-1] if quoted.startswith("`") else re.sub(r"\\(.)", r"\1", quoted[1:-1])


def _value(action: str, condition: str) -> str:
    """Return what a printing action shows; `condition` is that of the block around it, which "." stands for."""
    if re.search(r"\bquery\b", action):
        return ELSEWHERE
    if (seconds := _SECONDS.fullmatch(action)) is not None:
        return duration(int(seconds[1]) * 1000)
    shown = condition if action.strip() == "." else action
    if (named := LABEL.search(shown)) is not None:
        return f"<{placeholder(named[1])}>"
    return f"<{VALUE}>" if re.search(r"\$value\b|\.Value\b", shown) else ""


def _joined(branches: list[_Part]) -> str:
    """Return a block's text: its branches as alternatives, or what stands for them where nobody can tell which."""
    condition = branches[0].condition
    told = [said for part in branches if (said := part.text.strip())]
    if re.search(r"\bquery\b", condition) and len(branches) == 1:
        # Text of its own may be left out; a bare value leaves a hole in the sentence around it.
        return (
            "" if any(re.search(r"[a-z]{2}", re.sub(r"<[^>]*>|\(see the alert\)", "", t)) for t in told) else ELSEWHERE
        )
    if len(branches) == 1:
        return branches[0].text
    if any(_SENTENCE.search(said) for said in told):
        return ""
    return branches[0].text if len(told) == 1 and branches[0].text.strip() else " or ".join(told)


def _tidy(text: str) -> str:
    """Close the gaps that left-out parts leave."""
    said = " ".join(text.split())
    return re.sub(r" +([.,;:!?])(?=\s|$)", r"\1", said)
