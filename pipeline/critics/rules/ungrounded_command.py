"""A draft holds a command that no procedure, deployment step or catalog holds.

Only where the evidence is given. Such a command was made up, or it stands in the free text of an entry, where nobody
wrote it to be run. One that only reads is a note, one that changes something a warning. One that destroys something is
an error, or a warning where an entry's text holds it: its author may have meant it, but a person has to say so.

Bad:

````markdown
# Queue too long

## Mitigation

If the queue still grows, and only after a copy was made:

```bash
kubectl delete namespace shop
```
````

Good:

````markdown
# Queue too long

## Mitigation

If the queue still grows:

```bash
kubectl rollout restart deployment/consumer -n shop
```
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.commands.canonical import ANY, canonicals
from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import analysis, commands, line_hit
from pipeline.models.command import Invocation
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level
from pipeline.models.runbook import Block, Effect

name = "ungrounded-command"
defect = Defect.UNGROUNDED
level = Level.WARNING
example = {
    "grounds": "kubectl rollout restart deployment/consumer -n shop",
    "trusted": ("kubectl rollout restart deployment/consumer -n shop",),
}

Form = tuple[str, ...]

_LEVELS = {Effect.READ: Level.NOTE, Effect.CHANGE: Level.WARNING, Effect.DESTRUCTIVE: Level.ERROR}
_MAYBE_SQL = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:[A-Z]{2,}\b|select\b|update\b|delete\b|with\b|\\)")
_FLAG_NUMBER = re.compile(r"(?<!\S)(--[a-z][\w-]+)[ =](\d+)(?!\S)")
_PROSE_MARKS = ("\\n", "\n")


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each command of a step that no source holds as a command, in blocks and in inline code."""
    if context.trusted is None:
        return
    held = _held(context.trusted)
    grounds = _plain(context.grounds)
    for step in document.steps:
        for located, found in commands(step):
            if found.language == "promql":
                continue  # its metrics are judged by ungrounded-fact
            for call in found.invocations:
                if not _is_held(call.text, held):
                    message, how_bad = _told(call, grounds)
                    yield line_hit(document, located, call.line, message)._replace(level=how_bad)
                elif changed := _other_value(call.text, context.trusted, grounds):
                    yield line_hit(document, located, call.line, changed)
        for span in step.inline:
            if " " not in span.text.strip():
                continue  # a name, and no command
            for call in analysis(Block(language="bash", text=span.text)).invocations:
                if _is_command(call) and call.effect is not Effect.READ and not _is_held(call.text, held):
                    message, how_bad = _told(call, grounds)
                    yield Hit(span.line, message, level=how_bad)


def _is_command(call: Invocation) -> bool:
    """Tell a command from a message that prose quotes: a tool that is known, or a script by its path."""
    return call.known or "/" in call.text.split(maxsplit=1)[0]


def _told(call: Invocation, grounds: str) -> tuple[str, Level]:
    first = call.text.split("\n")[0].strip()
    shown = first if len(first) <= 60 else f"{first[:57]}…"
    if _plain(call.text) in grounds:
        what = "stands only in the free text of an entry; make sure that its author meant it to be run"
        return f"“{shown}” {what}", Level.NOTE if call.effect is Effect.READ else Level.WARNING
    how_bad = _LEVELS[call.effect]
    does = {Effect.READ: "", Effect.CHANGE: ", and changes something", Effect.DESTRUCTIVE: ", and destroys something"}
    return (
        f"“{shown}” is in no procedure, entry or catalog{does[call.effect]}; check it before anybody runs it",
        how_bad,
    )


@lru_cache(maxsize=256)
def _held(texts: tuple[str, ...]) -> tuple[frozenset[Form], frozenset[str]]:
    """Return the forms of all commands in the texts, and the commands as written."""
    written = frozenset(plain for text in texts for plain in _written(text))
    return frozenset(form for text in texts for form in canonicals(text)), written


@lru_cache(maxsize=4096)
def _written(text: str) -> frozenset[str]:
    """Return the commands of a text in a shell's language or a database's, as written."""
    languages = ("bash", "sql") if _MAYBE_SQL.match(text) else ("bash",)
    found = (analysis(Block(language=language, text=text)) for language in languages)
    return frozenset(_plain(call.text) for analysed in found for call in analysed.invocations)


def _is_held(text: str, held: tuple[frozenset[Form], frozenset[str]]) -> bool:
    forms, written = held
    if _plain(text) in written:
        return True
    own = canonicals(text)
    return all(form in forms or any(_equal(form, other) for other in forms) for form in own) if own else True


def _other_value(text: str, trusted: tuple[str, ...], grounds: str) -> str:
    """Say which number a flag has here and not in any source that gives the same command with that flag, or ""."""
    sources = [other for form in canonicals(text) for other in _by_form(trusted).get(form, ())]
    for flag, number in _FLAG_NUMBER.findall(text):
        values = [value for other in sources for value in re.findall(rf"{re.escape(flag)}[ =](\S+)", other)]
        if not values or len(values) < len(sources) or number in values or re.search(rf"\b{number}\b", grounds):
            continue
        if all(value.isdigit() for value in values):
            return f"“{flag}={number}” is in no source; the same command there has {' or '.join(sorted(set(values)))}"
    return ""


@lru_cache(maxsize=256)
def _by_form(texts: tuple[str, ...]) -> dict[Form, tuple[str, ...]]:
    """Return the commands of the texts by their forms."""
    found: dict[Form, tuple[str, ...]] = {}
    for text in texts:
        for call in analysis(Block(language="bash", text=text)).invocations:
            for form in canonicals(call.text):
                found[form] = (*found.get(form, ()), call.text)
    return found


def _equal(one: Form, other: Form) -> bool:
    return len(one) == len(other) and all(a == b or ANY in (a, b) for a, b in zip(one, other, strict=True))


def _plain(text: str) -> str:
    for mark in _PROSE_MARKS:
        text = text.replace(mark, " ")
    return " ".join(text.replace("\\", "").split()).casefold()
