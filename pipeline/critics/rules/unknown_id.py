"""The page names a RUN-, MON-, DEP- or RISK- ID that does not exist.

Reported only where the inputs or the other runbooks are given, since a page alone cannot tell. `runwright lint` knows
the IDs of
all pages it reads, and with `--inputs` those of the entries.

Bad:

````markdown
RUN-001: Queue too long
Category: Incident
Trigger: MON-404 fires
Owner: Messaging team
Last Tested: 2025-12-10

## Procedure
````

Good:

````markdown
RUN-001: Queue too long
Category: Incident
Trigger: MON-001 fires
Owner: Messaging team
Last Tested: 2025-12-10

## Procedure
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context, Kind, kind_of
from pipeline.critics.hit import Hit
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "unknown-id"
defect = Defect.DANGLING_REFERENCE
level = Level.ERROR
example = {"known": frozenset({"RUN-001", "MON-001"})}

_ID = re.compile(r"(?<![\w/-])(?:RUN|MON|DEP|RISK)-(?:\d+|[A-Z]\w+)(?![\w-]*[-/]\w)")


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each unknown ID once, where it stands first; of a page, kinds of which none is known are not judged."""
    if context.known is None:
        return
    kinds = {known.split("-", 1)[0] for known in context.known}
    if (context.kind or kind_of(document)) is Kind.DRAFT:
        kinds |= {"RUN", "MON", "DEP", "RISK"}
    seen: set[str] = {document.id}
    for number, line in enumerate(document.lines, start=1):
        for match in _ID.finditer(line):
            written = match[0]
            if written in seen or written in context.known or written.split("-", 1)[0] not in kinds:
                continue
            seen.add(written)
            yield Hit(
                number,
                f"{written} does not exist; correct it, or remove the reference",
                match.start() + 1,
                match.end() + 1,
            )
