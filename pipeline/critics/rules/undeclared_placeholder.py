"""A command has a placeholder that nothing explains.

`<cell>` or `$SHARD`: the operator has to find the value, and the page does not say what it is. Explain it where it is
first
used, with the command that shows it, or set it in an earlier step. A placeholder whose name the prose mentions, that an
earlier block sets or prints, or that the shell itself sets, is declared.

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

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import analysis, line_hit
from pipeline.critics.placeholders import is_explained
from pipeline.models.command import Placeholder
from pipeline.models.document import Document, LocatedBlock
from pipeline.models.finding import Defect, Level

name = "undeclared-placeholder"
defect = Defect.UNDECLARED_PLACEHOLDER
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each such placeholder at its first use."""
    seen: set[str] = set()
    for step in document.steps:
        for located in step.blocks:
            found = analysis(located.block)
            seen.update(name.casefold() for name in found.defines)
            code = located.block.text.split("\n")
            for placeholder in found.placeholders if found.language else ():
                key = placeholder.name.casefold()
                if key not in seen and not is_explained(placeholder, code[placeholder.line - 1], document):
                    yield _hit(document, located, placeholder)
                seen.add(key)


def _hit(document: Document, located: LocatedBlock, placeholder: Placeholder) -> Hit:
    message = f"“{placeholder.written}” is explained nowhere; say what it stands for and how to find it"
    hit = line_hit(document, located, placeholder.line, message)
    start = document.lines[hit.line - 1].find(placeholder.written) + 1 if hit.line <= len(document.lines) else 0
    return hit._replace(column=start, end_column=start + len(placeholder.written)) if start else hit
