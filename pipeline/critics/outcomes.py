"""What shows the result of a change: a sentence that states what is seen, a look afterwards, output that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.commands.console import printed_lines
from pipeline.commands.output import is_tool
from pipeline.critics.invocations import commands, inline_commands
from pipeline.critics.vagueness import is_vague
from pipeline.importers.page.imperatives import is_expectation, is_order
from pipeline.models.document import Document, DocumentStep, Located
from pipeline.models.runbook import Effect

_CODE = r"(?:`[^`\n]+`|[\"“][^\"”\n]+[\"”]|\*\*[^*\n]+\*\*)"
_NUMBER = r"(?:[~<>≥≤]?\s?\d[\d.,]*\s?(?:%|[a-zA-Z]{1,3}\b)?|zero|one|two|three|four|five|none|nothing)"
_COMPARED = (
    r"(?:(?:well\s+)?(?:below|above|under|over|near|within|between|around|about|exactly|equal|at\s+(?:least|most)"
    r"|at(?=\s+[`\d])|(?:less|more|fewer|\w+er)(?:\s+\w+)?\s+than))"
)
_STATE = (
    r"(?:empty|gone|back|up|down|ready|running|active|inactive|healthy|green|online|offline|available|present|absent"
    r"|missing|complete[d]?|done|finished|open|closed|enabled|disabled|mounted|unmounted|synced|in\s+sync|equal"
    r"|identical|the\s+same|normal|fine|ok|okay|right|good|correct|expected|valid|true|false|yes|no|null|free|stopped"
    r"|started|printed|shown|listed|reported|returned|displayed|logged|reachable|full|connected|balanced|assigned|bound"
    r"|deployed|created|removed|deleted|newer|older|smaller|larger|lower|higher|what\s+(?:you|we)\s+want)"
)
_PRINTS = (
    r"(?:prints?|shows?|says?|returns?|lists?|reports?|reads?|answers?|displays?|outputs?|gives?|names?|holds?"
    r"|contains?"
    r"|ends?|starts?|exits?|equals?|stays?|remains?|becomes?|goes|go|went|drops?|falls?|rises?|grows?|shrinks?|climbs?"
    r"|turns?|comes?|clears?|resolves?|disappears?|vanish(?:es)?|match(?:es)?|responds?|replies|succeeds?|completes?"
    r"|finish(?:es)?|counts?|catch(?:es)?\s+up|recovers?|moves?|works?|arrives?|appears?|accepts?|pass(?:es)?"
    r"|shows?\s+up|is\s+there|loads|opens|has|have|means?|no\s+longer\s+\w+)"
)
_ADVERBS = r"(?:(?:now|then|again|all|both|still|also|not|only|always|soon|about|afterwards|therefore|be)\s+){0,3}"
_STATED = (
    rf"(?:is|are|was|were|must|should|will|has\s+to|have\s+to)\s+{_ADVERBS}"
    rf"(?:{_STATE}\b|{_CODE}|{_NUMBER}(?!\w)|{_COMPARED}\b)",
    rf"{_ADVERBS}{_PRINTS}\b",
    r"(?:must|should)\s+(?:now\s+|again\s+|not\s+|all\s+)?\w+",
)
_BARE = (
    rf"{_CODE}(?:(?:\s*[,/;&+|:]\s*|\s+(?:and|or|for|on|with|in|to|then|from)\s+)(?:{_CODE}|[\w-]+))*",
    r"(?:good|bad|normal|healthy|ok|expected)\s*[:=].*",
    rf"(?:{_NUMBER}|{_COMPARED}|HTTP\s\d+|no|nothing|none|all|both|each|every|only|an?|the\s+same|ok)\b(?:[^.!?:`]|`[^`]*`){{0,60}}",
)
_STATES = re.compile(rf"(?<=[\w`\"”*)%])\s+(?:{'|'.join(_STATED)})", re.IGNORECASE)
_IS_BARE = re.compile(rf"\W*(?:{'|'.join(_BARE)})\W*", re.IGNORECASE)
_LEADS = re.compile(rf"{_CODE}\s+(?=[A-Z])")
_SENTENCES = re.compile(r"(?:`[^`]*`|[^.!?;`]|[.!?;](?=[^\s`])|`)+[.!?;]?")
_GOAL = re.compile(r"\W*(?:ensure|make\s+sure)\b[^.:,;]*\.?\s*$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:this|it|that|which|the\s+(?:command|script|step|tool|second|first|\w+\s+one))\s+(?:\w+\s+)?(?:restarts?"
    r"|deletes?"
    r"|removes?|creates?|moves?|starts?\s+(?:the|a)|replaces?|takes?|needs?|uses?|may|can|might|ends?\s+(?:all|the))\b"
    r"|\bthe\s+\w+\s+(?:has|have|had)\s+(?:been|many|several|two|three)\b|\bis\s+(?:in|at|on)\s+(?:the\s+)?`/"
    r"|\b(?:lost|unavailable|cut\s+off|interrupted)\b",
    re.IGNORECASE,
)


_HOLLOW = re.compile(
    r"\b(?:everything|things|all)\b.{0,30}\b(?:appropriate\w*|fine|ok|okay|normal\w*|well|good|right|proper\w*"
    r"|correct\w*)\b"
    r"|\b(?:should|must|has\s+to|needs\s+to)\s+be\s+(?:handled|dealt\s+with|addressed|fixed|taken\s+care\s+of"
    r"|looked\s+at"
    r"|considered|investigated|monitored|watched|done)\b",
    re.IGNORECASE,
)
"""Sentences that sound like a result, and name none."""


def states_result(text: str) -> bool:
    """Tell whether a sentence of the text states what is seen: “`active`.”, “The list is empty.”, “More than 0.”."""
    return any(map(_is_result, _SENTENCES.findall(text)))


def _is_result(sentence: str) -> bool:
    bare = " ".join(sentence.split())
    if _HOLLOW.search(bare) or is_vague(bare):
        return False
    if is_expectation(bare):
        return not _GOAL.match(bare)
    if _IS_BARE.fullmatch(bare) or _LEADS.match(bare):
        return not _is_command(bare)
    if is_order(bare) and ": " in bare:
        return _is_result(bare.split(": ", 1)[1])
    return not is_order(bare) and _STATES.search(bare) is not None and not _ASIDE.search(bare)


def _is_command(text: str) -> bool:
    """Tell whether a text that begins with code begins with something to run, and not with a value."""
    match = re.match(r"\W*?`(?:\$ )?(?:sudo )?([^\s`]+) [^`]+`", text)
    return match is not None and is_tool(match[1])


def shows_result(document: Document, step: DocumentStep) -> bool:
    """Tell whether the step shows what its change did: by a text, a look after it, or output beneath it."""
    changed = last_change(step)
    return (
        any(_tells(check, changed) for check in step.checks)
        or any(states_result(text) for text in texts_after(step, changed))
        or _looks_afterwards(document, step, changed)
    )


def _tells(check: Located, changed: int) -> bool:
    """Tell whether a check is one: a goal that stands before the command says nothing of what came of it."""
    return (
        not (check.line < changed and _GOAL.match(check.text))
        and not is_vague(check.text)
        and not _HOLLOW.search(check.text)
    )


def last_change(step: DocumentStep) -> int:
    """Return the line of the step's last call that changes something, or that of its first text."""
    return max(
        (
            located.line + call.line - 1
            for located, found in commands(step)
            for call in found.invocations
            if call.effect is not Effect.READ
        ),
        default=step.line,
    )


def texts_after(step: DocumentStep, line: int = 0) -> Iterator[str]:
    """Yield the step's texts after a line, by default after its first command; without commands all but the first."""
    after = line or min((located.line for located in step.blocks), default=step.line)
    for located in step.prose:
        if located.line > after:
            yield located.text
        elif not step.blocks:
            yield from _SENTENCES.findall(located.text)[1:]


def _looks_afterwards(document: Document, step: DocumentStep, changed: int) -> bool:
    """Tell whether a later call of the step reads, or the block shows what was printed then."""
    for located, found in commands(step):
        reads = (call.line for call in found.invocations if call.effect is Effect.READ)
        printed = printed_lines(located.block.text, located.block.language)
        if any(located.line + line - 1 > changed for line in (*reads, *printed)):
            return True
        if found.language in ("sql", "promql") and found.effect is Effect.READ and located.line > changed:
            return True
    later = inline_commands(document, changed + 1, step.last) if step.last > changed else ()
    return any(found.effect is Effect.READ for _, found in later)
