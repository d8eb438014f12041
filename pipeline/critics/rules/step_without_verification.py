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
from pipeline.critics.guards import is_fallback
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import changes, commands, inline_commands, surely_changes
from pipeline.critics.outcomes import last_change, shows_result, states_result
from pipeline.critics.reading import is_strict, section_at, step_name
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
"""Words that explain what a command prints."""
_CHECKING = re.compile(
    r"\b(?:verif|check|confirm|validat|test|watch|wait|see\b|look|observ|make\s+sure|ensure|back\b|again\b|after|recover"
    r"|result|health|is\s+it|does\s+it|did\s+it|still)",
    re.IGNORECASE,
)
"""Words of a step that looks whether the one before it worked."""


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the steps whose success cannot be seen."""
    if is_strict(document):
        yield from _each(document, document.steps, Level.ERROR)
        return
    numbered = [step for step in document.steps if step.number]
    found: list[Hit] = []
    if any(step.checks for step in numbered) and _mostly_explicit(numbered):
        found.extend(_each(document, numbered, Level.WARNING))
    if _mostly_told(document, numbered):
        found.extend(_untold_changes(document, numbered))
    found.extend(_unseen_changes(document))
    yield from {hit.line: hit for hit in reversed(found)}.values()


def _each(document: Document, steps: Sequence[DocumentStep], level: Level) -> Iterator[Hit]:
    strict = is_strict(document)
    for step in steps:
        if not step.checks and step.role not in (Role.VERIFICATION, Role.ESCALATION) and (strict or _acts(step)):
            if not strict and changes(step) and shows_result(document, step):
                continue
            graver = Level.ERROR if changes(step) else level
            fix = verification(document, step) if strict else None
            message = f"{step_name(step)} does not say how to see that it worked; add a check"
            yield Hit(step.line, message, level=graver, fix=fix)


def _acts(step: DocumentStep) -> bool:
    """Tell whether there is something to run, whose result is not told by a value or a state in the text."""
    text = " ".join(p.text for p in step.prose)
    texts = (*(p.text for p in step.prose), *(step.title.split(", ")[1:]))
    return (
        bool(step.blocks or any(" " in code.text or f"un `{code.text}`" in text for code in step.inline))
        and not step.title.lower().startswith("escalat")
        and (changes(step) or not any(_TOLD.search(text) or states_result(text) for text in texts))
    )


def _mostly_explicit(steps: list[DocumentStep]) -> bool:
    """Tell whether half of the steps are verified, so that a missing one is an oversight and not the page's style."""
    return 2 * sum(bool(step.checks) for step in steps) >= len(steps)


def _mostly_told(document: Document, steps: list[DocumentStep]) -> bool:
    """Tell whether most of two or more steps with commands say what is seen."""
    acting = [step for step in steps if any(commands(step))]
    return len(acting) > 1 and 3 * sum(_is_told(document, step) for step in acting) >= 2 * len(acting)


def _is_told(document: Document, step: DocumentStep) -> bool:
    return bool(step.checks) or any(states_result(p.text) for p in step.prose) or shows_result(document, step)


def _untold_changes(document: Document, steps: list[DocumentStep]) -> Iterator[Hit]:
    """Yield the changes that say nothing of their result where most steps do, unless the next step looks."""
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if not (surely_changes(step) or _changes_in_a_sentence(document, step)) or shows_result(document, step):
            continue
        if step.role in (Role.VERIFICATION, Role.ESCALATION) or (following and _looks_back(following)):
            continue
        yield Hit(step.line, f"{step_name(step)} does not say how to see that it worked; add a check")


def _changes_in_a_sentence(document: Document, step: DocumentStep) -> bool:
    if step.blocks:
        return False
    return any(found.effect is not Effect.READ for _, found in inline_commands(document, step.line, step.last))


def _looks_back(step: DocumentStep) -> bool:
    """Tell whether a step only looks, and says by its words that it is about the one before."""
    words = " ".join((step.title, *(p.text for p in step.prose[:1])))
    return not changes(step) and _CHECKING.search(words) is not None


def _unseen_changes(document: Document) -> Iterator[Hit]:
    """Yield the last changes of each top section after which nobody looks; of numbered steps each, else the last."""
    for first, last in _top_spans(document):
        steps = [s for s in document.steps if first <= s.line <= last]
        unseen = list(takewhile(lambda step: not _looks(document, step), reversed(steps)))
        changing = [step for step in unseen if surely_changes(step) and not shows_result(document, step)]
        for at, step in enumerate(changing):
            if (at and not step.number) or _is_seen_later(document, step, last):
                break
            message = f"{step_name(step)} changes something, and nothing after it shows whether it worked; add a check"
            section = section_at(document, last_change(step))
            yield Hit(max(step.line, section.first if section else 0), message)


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


def _looks(document: Document, step: DocumentStep) -> bool:
    """Tell whether a step shows how things are; one for the case that the step before failed says nothing of that."""
    if changes(step):
        return shows_result(document, step) and not is_fallback(step.title)
    return bool(step.checks) or any(_is_read(found) for _, found in commands(step))


def _is_read(found: Analysis) -> bool:
    return found.effect is Effect.READ and bool(found.invocations or found.language == "promql")


def _says_so(document: Document, step: DocumentStep, last: int) -> bool:
    """Tell whether a later text that belongs to no other change says what must be seen."""
    others = {line for s in document.steps if s is not step and changes(s) for line in range(s.line, s.last + 1)}
    later = (p.text for p in document.prose if step.last < p.line <= last and p.line not in others)
    return any(is_expectation(text) and states_result(text) for text in later)
