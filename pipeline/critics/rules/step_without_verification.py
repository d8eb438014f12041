"""A step does not say how to see that it worked.

The operator goes on to the next step on top of a change that failed. In the template every step has a “Verification:”;
elsewhere a step that changes something needs one, or a later look in the same section that shows the result. A page
that
verifies some of its numbered steps is expected to verify the others.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Procedure

### Step 1: Restart the writer
Commands:
```bash
kubectl rollout restart deployment/writer -n shop
```
````

````markdown
# Disk full

## Mitigation

Restart the writer:

```bash
kubectl rollout restart deployment/writer -n shop
```
````

Good:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Procedure

### Step 1: Restart the writer
Commands:
```bash
kubectl rollout restart deployment/writer -n shop
```

Verification:
- [ ] `kubectl rollout status deployment/writer -n shop` ends with “successfully rolled out”
````

````markdown
# Disk full

## Mitigation

Restart the writer:

```bash
kubectl rollout restart deployment/writer -n shop
```

The pods should be ready again within two minutes.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import changes, commands, surely_changes
from pipeline.critics.reading import is_strict, step_name
from pipeline.critics.repairs import verification
from pipeline.importers.page.imperatives import is_expectation
from pipeline.models.command import Analysis
from pipeline.models.document import Document, DocumentStep, Role, Section
from pipeline.models.finding import Defect, Level
from pipeline.models.runbook import Effect

name = "step-without-verification"
defect = Defect.UNVERIFIED
level = Level.ERROR

_TOLD = re.compile(
    r"(?:^|[.:]\s+)(?:good|bad|normal|healthy|ok)\b\s*(?::|=|is\b)"
    r"|(?:^|[.:]\s+)`\w+` (?:is|are|means|holds|names) "
    r"|\b(?:more|less|fewer) than \S.{0,60}\bis\b",
    re.IGNORECASE,
)


_GOAL = re.compile(r"\W*(?:ensure|make\s+sure)\b[^.:,;]*\.?\s*$", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the steps whose success cannot be seen."""
    if is_strict(document):
        yield from _each(document, document.steps, Level.ERROR)
        return
    numbered = [step for step in document.steps if step.number]
    if any(step.checks for step in numbered) and _mostly_explicit(numbered):
        yield from _each(document, numbered, Level.WARNING)
    yield from _unseen_changes(document)


def _each(document: Document, steps: Sequence[DocumentStep], level: Level) -> Iterator[Hit]:
    strict = is_strict(document)
    for step in steps:
        if not step.checks and step.role not in (Role.VERIFICATION, Role.ESCALATION) and (strict or _acts(step)):
            graver = Level.ERROR if changes(step) else level
            fix = verification(document, step) if is_strict(document) else None
            message = f"{step_name(step)} does not say how to see that it worked; add a check"
            yield Hit(step.line, message, level=graver, fix=fix)


def _acts(step: DocumentStep) -> bool:
    """Tell whether there is something to run, whose result is not told by a value or a state in the text."""
    text = " ".join(p.text for p in step.prose)
    return (
        bool(step.blocks or any(" " in code.text or f"un `{code.text}`" in text for code in step.inline))
        and not step.title.lower().startswith("escalat")
        and not _TOLD.search(text)
    )


def _mostly_explicit(steps: list[DocumentStep]) -> bool:
    """Tell whether half of the steps are verified, so that a missing one is an oversight and not the page's style."""
    return 2 * sum(bool(step.checks) for step in steps) >= len(steps)


def _unseen_changes(document: Document) -> Iterator[Hit]:
    """Yield the last changes of each top section after which nobody looks; of numbered steps each, else the last."""
    for first, last in _top_spans(document):
        steps = [s for s in document.steps if first <= s.line <= last]
        unseen = list(takewhile(lambda step: not _looks(step), reversed(steps)))
        changing = [step for step in unseen if surely_changes(step) and not _is_seen(step)]
        for at, step in enumerate(changing):
            if (at and not step.number) or _is_seen_later(document, step, last):
                break
            message = f"{step_name(step)} changes something, and nothing after it shows whether it worked; add a check"
            yield Hit(step.line, message)


def _is_seen_later(document: Document, step: DocumentStep, last: int) -> bool:
    verified = any(s.role is Role.VERIFICATION and s.first > step.line for s in document.sections)
    return verified or _says_so(document, step, last)


def _top_spans(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the lines of the outermost sections below the title; steps that follow one another are one span."""
    numbered = {step.line for step in document.steps if step.number}
    spans: list[tuple[int, int]] = []
    joined = False
    for section in _outermost(document):
        if joined and section.first in numbered:
            spans[-1] = (spans[-1][0], section.last)
        else:
            spans.append((section.first, section.last))
        joined = section.first in numbered
    yield from spans


def _outermost(document: Document) -> Iterator[Section]:
    depth = min((s.depth for s in document.sections[1:]), default=1)
    end = 0
    for section in document.sections:
        below = section.depth >= depth and (section.depth > 1 or len(document.sections) == 1)
        if below and section.first > end:
            end = section.last
            yield section


def _is_seen(step: DocumentStep) -> bool:
    """Tell whether the step has a check, or ends with a command that looks."""
    if step.checks:
        return True
    found = [call for _, analysis in commands(step) for call in analysis.invocations]
    return bool(found) and found[-1].effect is Effect.READ and any(call.effect is not Effect.READ for call in found)


def _looks(step: DocumentStep) -> bool:
    return bool(step.checks) or any(_is_read(found) for _, found in commands(step))


def _is_read(found: Analysis) -> bool:
    return found.effect is Effect.READ and bool(found.invocations or found.language == "promql")


def _says_so(document: Document, step: DocumentStep, last: int) -> bool:
    """Tell whether a text says what must be seen; a bare goal before the command is none: “Ensure that it is up.”"""
    coded = min((located.line for located in step.blocks), default=step.line)
    return any(
        step.line <= p.line <= last and is_expectation(p.text) and not (p.line < coded and _GOAL.match(p.text))
        for p in document.prose
    )
