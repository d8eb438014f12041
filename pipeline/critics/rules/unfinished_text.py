"""The page says of itself that it is not finished.

“TODO”, “TBD”, “coming soon”, a template's own “[Detailed instructions]”: whoever opens the page in an incident finds a
hole
where the answer should be. Code and quoted output are not read, since a program may print such words.

Bad:

````markdown
# Queue too long

## Mitigation

TODO: describe how to purge the queue
````

````markdown
# Queue too long

## Mitigation

[Detailed instructions]
````

Good:

````markdown
# Queue too long

## Mitigation

Set `TODO_WORKERS` to 4; the todo list service restarts by itself.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.reading import is_nobody, is_strict
from pipeline.models.document import Document, Located, Role
from pipeline.models.finding import Defect, Level

name = "unfinished-text"
defect = Defect.INCOMPLETE
level = Level.WARNING

_UNFINISHED = re.compile(
    r"\b(?:TODO|TBD|TBA|FIXME|WIP|T\.B\.D\.|TBC)\b(?![_-])|\bXXX\b(?!-)"
    r"|\b(?i:to be (?:written|documented|defined|determined|decided|completed|added|done|filled(?: in)?|announced"
    r"|confirmed|continued)"
    r"|coming soon|work in progress|under construction|lorem ipsum|fill (?:this|me) in|needs? to be (?:written"
    r"|documented|filled in)"
    r"|placeholder text|(?:this|the) (?:section|page|runbook|step|document|part) is (?:a )?(?:stub|incomplete|empty"
    r"|missing|unfinished|not (?:yet )?(?:written|finished|complete))"
    r"|not (?:yet )?(?:documented|written)(?: yet)?|documentation (?:is )?(?:pending|missing))\b"
    r"|\[(?i:insert|add|describe|fill in|your|detailed instructions|action title|how to confirm|what (?:initiates"
    r"|scenarios)|conditions that require"
    r"|information needed|explicit exclusions|team or role|date of last|runbook title|name/role)[^\]\n]*\](?![(\[])",
)
_ALONE = re.compile(
    r"\W*(?:todo|to do|tbd|tbc|tba|wip|placeholder|\?{2,}|step \d+\W*\?+|\.{3}|…|(?:this (?:page|section) )?(?:is )?"
    r"(?:intentionally )?left blank"
    r"|details? (?:to )?follow|more (?:details )?to come|(?:add|insert|write|put|describe) (?:the |your |more |some )?"
    r"(?:steps?|details?|commands?|content"
    r"|text|instructions|info(?:rmation)?)(?: here)?)\W*",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<!--\s*(?:TODO|FIXME|TBD|XXX)\b[^>]*")
_HINTS = (
    "todo", "tbd", "tba", "fixme", "wip", "t.b.d", "tbc", "xxx", "to be ", "coming soon", "in progress", "construction",
    "lorem", "fill ", "needs to", "need to", "placeholder", " is ", "not yet", "not documented", "not written",
    "pending", "missing", "[",
)  # fmt: skip
_TODO_LIST = re.compile(r"todo[- ]list|the todo\b", re.IGNORECASE)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\]\([^)]*\)", re.DOTALL)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each such place in the prose, the headings, and lines of code that are only a comment.

    An owner, a date or a contact that is “TBD” is told by the rule about it.
    """
    told = {fact.line for _, fact in document.facts if is_nobody(fact.text)}
    told |= {
        line for s in document.having(Role.ESCALATION) for line in range(s.first, s.last + 1) if is_strict(document)
    }
    headings = (Located(text=document.lines[s.first - 1], line=s.first) for s in document.sections)
    for located in (*headings, *document.prose):
        if not any(hint in located.text.lower() for hint in _HINTS):
            continue
        bare = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), located.text)
        for match in _UNFINISHED.finditer(bare):
            if not _TODO_LIST.match(bare, match.start()) and located.line not in told:
                written = " ".join(match[0].split())
                yield spot(
                    document, located, match.start(), match.end(), f"unfinished: “{written}”; write it, or remove it"
                )
    yield from _alone(document, told)
    yield from _comments(document)


def _alone(document: Document, told: set[int]) -> Iterator[Hit]:
    """Yield texts that consist of nothing but such a word, and comments of Markdown that begin with one."""
    for located in document.prose:
        text = located.text.strip()
        if located.line not in told and _ALONE.fullmatch(text) and not _UNFINISHED.search(text):
            yield spot(document, located, 0, len(located.text), f"unfinished: “{text}”; write it, or remove it")
    for number, line in enumerate(document.lines, start=1):
        if "<!--" in line and (match := _HIDDEN.search(line)):
            message = "unfinished, as the comment says; write it, or remove the comment"
            yield Hit(number, message, match.start() + 1, match.end() + 1)


def _comments(document: Document) -> Iterator[Hit]:
    for located in document.blocks:
        for offset, line in enumerate(located.block.text.split("\n")):
            match = re.match(r"\s*(?:#|//|--)\s*(?:TODO|TBD|FIXME)\b", line)
            if match:
                text = line.strip().lstrip("#/- ")
                yield Hit(located.line + offset, f"unfinished: “{text[:60]}”; write the command, or remove the line")
