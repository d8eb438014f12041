"""The commands on a page, analysed once: of blocks, and of inline code that is a command."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.commands.analysis import analyse
from pipeline.commands.effects import is_listed
from pipeline.commands.output import is_tool
from pipeline.critics.hit import Hit
from pipeline.models.command import Analysis, FaultKind
from pipeline.models.document import Document, DocumentStep, Located, LocatedBlock
from pipeline.models.runbook import Block, Effect

_ORDER = {Effect.READ: 0, Effect.CHANGE: 1, Effect.DESTRUCTIVE: 2}


@lru_cache(maxsize=65536)
def _analysis(language: str, text: str) -> Analysis:
    return analyse(Block(language=language, text=text))


def analysis(block: Block) -> Analysis:
    """Return what the block turns out to be."""
    return _analysis(block.language, block.text)


def commands(step: DocumentStep) -> Iterator[tuple[LocatedBlock, Analysis]]:
    """Yield the step's blocks that hold commands or queries."""
    for located in step.blocks:
        found = analysis(located.block)
        if found.language:
            yield located, found


def effect(step: DocumentStep) -> Effect:
    """Return the strongest effect of the step's blocks."""
    return max((found.effect for _, found in commands(step)), key=_ORDER.__getitem__, default=Effect.READ)


def changes(step: DocumentStep) -> bool:
    """Tell whether a block of the step changes something, a script of unknown effect included."""
    return effect(step) is not Effect.READ


def surely_changes(step: DocumentStep) -> bool:
    """Tell whether a block of the step holds a call of a known tool that changes something."""
    calls = [call for _, found in commands(step) for call in found.invocations]
    queried = any(found.language == "sql" and found.effect is not Effect.READ for _, found in commands(step))
    return queried or any(call.effect is not Effect.READ and (call.known or is_listed(call.tool)) for call in calls)


def faults(document: Document, kind: FaultKind) -> Iterator[Hit]:
    """Yield a hit for each fault of that kind in the blocks of the page's steps."""
    for step in document.steps:
        for located in step.blocks:
            yield from block_faults(document, located, kind)


def block_faults(document: Document, located: LocatedBlock, kind: FaultKind) -> Iterator[Hit]:
    """Yield a hit for each fault of that kind in the block."""
    for fault in analysis(located.block).faults:
        if fault.kind is kind:
            yield line_hit(document, located, fault.line, fault.message, fault.column, fault.end_column)


def inline_commands(document: Document, first: int = 1, last: int = 0) -> Iterator[tuple[Located, Analysis]]:
    """Yield the inline code that is a call of a known tool with something after it, and what it turns out to be.

    `first` and `last` are the lines to look at, the whole page by default.
    """
    for located in document.inline:
        if not first <= located.line <= (last or located.line):
            continue
        tool = located.text.removeprefix("$ ").split(" ", 1)[0]
        if " " in located.text and "\n" not in located.text and "…" not in located.text and is_tool(tool):
            yield located, _analysis("bash", located.text)


def inline_faults(document: Document, kind: FaultKind) -> Iterator[Hit]:
    """Yield a hit for each fault of that kind in inline commands."""
    for located, found in inline_commands(document):
        for fault in found.faults:
            if fault.kind is kind:
                start = document.lines[located.line - 1].find(located.text)
                shift = max(start, 0)
                end = shift + fault.end_column if fault.end_column and start >= 0 else 0
                yield Hit(located.line, fault.message, shift + fault.column, end)


def line_hit(
    document: Document, located: LocatedBlock, line: int, message: str, column: int = 1, end_column: int = 0
) -> Hit:
    """Return a hit on a line of the block (counted from 1), its columns moved to where the block stands in the page."""
    number = located.line + line - 1
    written = located.block.text.split("\n")[line - 1] if line <= located.block.text.count("\n") + 1 else ""
    source = document.lines[number - 1] if number <= len(document.lines) else ""
    offset = max(source.find(written), 0)
    if end_column:
        return Hit(number, message, offset + column, offset + end_column)
    start = offset + len(written) - len(written.lstrip())
    return Hit(number, message, start + 1, start + 1 + len(written.strip()) if written.strip() else 0)
