"""A command has a placeholder that nothing explains.

`<cell>` or `$SHARD`: the operator has to find the value, and the page does not say what it is. Explain it where it is
first used, with the command that shows it, or set it in an earlier step. A placeholder whose name the prose mentions,
that an earlier block sets or prints, or that the shell itself sets, is declared. A `$VARIABLE` asks for more, since the
shell takes an unset one for empty: its own step has to say what it is. On a page that lists its placeholders
(“- `<cell>`: …”), one that is not in the list is not declared.

Bad:

````markdown
# Queue too long

## Mitigation

Restart the consumers:

```bash
kubectl rollout restart deployment/consumer-<cell> -n shop
```
````

Good:

````markdown
# Queue too long

## Mitigation

Restart the consumers of the cell that the alert names in its label `cell`:

```bash
kubectl rollout restart deployment/consumer-<cell> -n shop
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context, Kind
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import analysis, inline_commands
from pipeline.critics.placeholders import is_explained, lists_them
from pipeline.models.command import Analysis, Placeholder
from pipeline.models.document import Document, DocumentStep
from pipeline.models.finding import Defect, Level

name = "undeclared-placeholder"
defect = Defect.UNDECLARED_PLACEHOLDER
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each such placeholder at its first use."""
    seen: set[str] = set()
    listed = context.kind is Kind.DRAFT or lists_them(document)
    for step in document.steps:
        for line, text, found in _commands(document, step):
            seen.update(name.casefold() for name in found.defines)
            code = text.split("\n")
            for placeholder in found.placeholders if found.language else ():
                key, written = placeholder.name.casefold(), code[placeholder.line - 1]
                if key not in seen and not is_explained(placeholder, written, document, step, listed=listed):
                    yield _hit(document, line + placeholder.line - 1, placeholder)
                seen.add(key)


def _commands(document: Document, step: DocumentStep) -> Iterator[tuple[int, str, Analysis]]:
    """Yield the step's blocks with their first lines, or its inline commands where it has no block."""
    for located in step.blocks:
        yield located.line, located.block.text, analysis(located.block)
    if not step.blocks:
        yield from ((code.line, code.text, found) for code, found in inline_commands(document, step.line, step.last))


def _hit(document: Document, line: int, placeholder: Placeholder) -> Hit:
    message = f"“{placeholder.written}” is explained nowhere; say what it stands for and how to find it"
    start = document.lines[line - 1].find(placeholder.written) + 1 if line <= len(document.lines) else 0
    return Hit(line, message, start, start + len(placeholder.written)) if start else Hit(line, message)
