"""A command uses a tool, flag or API that was removed or replaced.

It worked when the page was written. Each word of the list names what was removed, since when, and what to write
instead;
where the new form means the same, the fix is safe to apply.

Bad:

````markdown
# Queue too long

## Mitigation

```bash
kubectl drain node-1 --ignore-daemonsets --delete-local-data
```
````

Good:

````markdown
# Queue too long

## Mitigation

```bash
kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.deprecations import Deprecation, deprecations
from pipeline.critics.hit import Hit
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Fix, Level

name = "deprecated-tool"
defect = Defect.OUTDATED
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report deprecated words in code, in inline code and in orders; what the page itself calls old is known."""
    code = [Located(text=b.block.text, line=b.line) for b in document.blocks]
    for located in (*code, *document.inline):
        yield from _in_text(document, located, prose=False)
    for step in document.steps:
        for located in (Located(text=step.title, line=step.line), *step.prose):
            yield from _in_text(document, located, prose=True)


def _in_text(document: Document, located: Located, *, prose: bool) -> Iterator[Hit]:
    wanted = [entry for entry in deprecations() if entry.prose is prose and entry.hint in located.text]
    for offset, line in enumerate(located.text.split("\n") if wanted else ()):
        yield from _in_line(document, line, located.line + offset, wanted)


def _in_line(document: Document, code: str, number: int, wanted: list[Deprecation]) -> Iterator[Hit]:
    if code.lstrip().startswith(("#", "//", "--")) or number > len(document.lines):
        return
    source = document.lines[number - 1]
    if any(
        word in source.lower()
        for word in (
            "deprecated",
            "removed in",
            "no longer",
            "legacy",
            "older than",
            "instead of",
            "gone since",
            "older pages",
            "obsolete",
            "do not use",
            "don't use",
        )
    ):
        return
    for entry in wanted:
        match = entry.pattern.search(source) if entry.hint in code else None
        if match:
            message = f"“{' '.join(match[0].split())}” {entry.since}; use {entry.instead}"
            yield Hit(number, message, match.start() + 1, match.end() + 1, fix=_fix(entry, source, number))


def _fix(entry: Deprecation, source: str, number: int) -> Fix | None:
    if not entry.replacement:
        return None
    return Fix(
        description=f"write {entry.instead}",
        first=number,
        last=number,
        text=entry.pattern.sub(entry.replacement, source),
        safe=entry.same,
    )
