"""A step of a draft changes something without saying what must hold before, and how to undo it.

The person who accepts a draft has to see at each change whether it is allowed now and what the way back is. The lines
are
“- **Before**: …” and “- **Undo**: …”; “None” with a reason is an answer. Only drafts are held to this.

Bad:

````markdown
RUN-001: Disk full
Category: Incident
Trigger: MON-001
Owner: Storage team
Last Tested: 2025-12-10

## Procedure

### Step 1: Restart the writer
The writer frees its temporary files when it stops.

Commands:
```bash
kubectl rollout restart deployment/writer -n shop
```

Verification:
- [ ] The rollout has ended

<!-- sources: procedure disk-full, step 1 -->
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
The writer frees its temporary files when it stops.

- **Effect**: change. The pods are replaced one after the other.
- **Before**: No release is being rolled out.
- **Undo**: None; the old pods are gone, and the new ones run the same version.

Commands:
```bash
kubectl rollout restart deployment/writer -n shop
```

Verification:
- [ ] The rollout has ended

<!-- sources: procedure disk-full, step 1 -->
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context, Kind
from pipeline.critics.guards import safety_lines
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import changes
from pipeline.critics.reading import step_name
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "unguarded-change"
defect = Defect.UNSAFE_COMMAND
level = Level.WARNING


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the changing steps of a draft that lack one of the two lines."""
    if context.kind is not Kind.DRAFT:
        return
    for step in document.steps:
        missing = [label for label in ("Before", "Undo") if label not in safety_lines(step)]
        if missing and changes(step):
            lines = " and ".join(f"“- **{label}**: …”" for label in missing)
            yield Hit(step.line, f"{step_name(step)} changes something and has no {lines}; add what is missing")
