"""Text of a model brought into the shape that a runbook can hold, whatever it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.commands.analysis import analyse
from pipeline.drafting.text import line, paragraph
from pipeline.drafting.written import WrittenBlock, WrittenPlaceholder, WrittenStep
from pipeline.models.runbook import Block, Effect, Step

_LIST_ITEM = re.compile(r"\s*(?:[-*]|\d+[.)])\s+(?=\S)")
_PLACEHOLDER = re.compile(r"[a-z][a-z0-9-]*")
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})[\w+-]*\s*$")
_LABEL = re.compile(r"^\s*-?\s*\*\*(?:Effect|Before|Undo)\*\*", re.IGNORECASE)
_ORDER = [Effect.READ, Effect.CHANGE, Effect.DESTRUCTIVE]


def visible(text: str) -> str:
    """Return the text without control characters, and without comments that Markdown would hide.

    Marks that turn or join letters unseen stay: a critic reports them.
    """
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Co", "Cs", "Cn"))
    return seen.replace("<!--", "<! --")


def one_line(text: str) -> str:
    """Return a text that stands after a label or a list mark."""
    return line(visible(text)).lstrip("#>|-*` ") if text.lstrip()[:1] in "#>|-*" else line(visible(text))


def prose(text: str) -> str:
    """Return instructions: paragraphs and list items, no heading, fence, comment or label of the template."""
    lines = []
    for written in visible(text).split("\n"):
        if not written.strip() or _FENCE.match(written) or _LABEL.match(written):
            continue
        item = _LIST_ITEM.match(written)
        lines.append(f"- {line(written[item.end() :])}" if item else paragraph(written))
    joined = ""
    for said in lines:
        together = said.startswith("- ") and joined.rsplit("\n", 1)[-1].startswith("- ")
        joined += ("" if not joined else "\n" if together else "\n\n") + said
    return joined


def block(written: WrittenBlock) -> Block | None:
    """Return the block, or None where nothing is in it."""
    lines = [text.rstrip() for text in visible(written.text).split("\n") if not _FENCE.match(text)]
    text = "\n".join(lines).strip("\n")
    return Block(language=written.language, text=text) if text.strip() else None


def placeholders(written: Sequence[WrittenPlaceholder]) -> list[str]:
    """Return the list items that explain placeholders; what is no name of one is left out."""
    told = {p.name.strip().strip("<>"): one_line(p.find) for p in written}
    return [f"- `<{name}>`: {find}" for name, find in told.items() if _PLACEHOLDER.fullmatch(name) and find]


def _safety(written: WrittenStep, effect: Effect) -> list[str]:
    said = [
        ("Effect", f"{effect}. {one_line(written.impact)}".strip()),
        ("Before", one_line(written.before)),
        ("Undo", one_line(written.undo)),
    ]
    return [f"- **{label}**: {text}" for label, text in said if text]


def step(written: WrittenStep, sources: tuple[str, ...]) -> Step:
    """Return the step; its effect is what its commands do, or what the model says, whichever is stronger."""
    commands = tuple(found for b in written.commands if (found := block(b)))
    does = [analyse(found).effect for found in commands]
    effect = max([Effect(written.effect), *does], key=_ORDER.index) if commands else Effect.READ
    listed = placeholders(written.placeholders) + (_safety(written, effect) if effect is not Effect.READ else [])
    return Step(
        title=one_line(written.title).rstrip(".:") or "Untitled",
        instructions="\n\n".join(filter(None, (prose(written.instructions), "\n".join(listed)))),
        commands=commands,
        verification=tuple(dict.fromkeys(filter(None, map(one_line, written.verification)))),
        sources=sources,
    )
