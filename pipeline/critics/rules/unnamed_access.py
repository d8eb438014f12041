"""A command needs rights that the prerequisites do not name.

“permission denied” in step 3, and the person who could grant it asleep. Only pages that list prerequisites are judged:
there
the list is expected to be complete.

Bad:

````markdown
# Queue too long

## Prerequisites

- VPN

## Steps

1. Restart the broker:

   ```bash
   sudo systemctl restart rabbitmq-server
   ```
````

Good:

````markdown
# Queue too long

## Prerequisites

- VPN
- `sudo` on the broker's host

## Steps

1. Restart the broker:

   ```bash
   sudo systemctl restart rabbitmq-server
   ```
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.invocations import block_faults
from pipeline.critics.reading import GAP, text_of_role
from pipeline.models.command import FaultKind
from pipeline.models.document import Document, Role
from pipeline.models.finding import Defect, Level

name = "unnamed-access"
defect = Defect.ASSUMES_KNOWLEDGE
level = Level.WARNING

_ROOT = re.compile(
    r"\b(?:sudo\w*|root|admin\w*|super-?user|privileged?|permissions?|role|rights|cluster-admin)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:sudo|root|admin\w*|super-?user|privileged?|ssh|shell|login|log in|permissions?|role|rights|access to the "
    r"(?:host|node|server)s?|cluster-admin|credentials)\b",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the first command that needs rights, where the prerequisites name none."""
    prerequisites = text_of_role(document, Role.PREREQUISITES)
    if not prerequisites.strip() or _ROOT.search(prerequisites) or GAP.search(prerequisites):
        return
    for step in document.steps:
        for located in step.blocks:
            for hit in block_faults(document, located, FaultKind.PRIVILEGE):
                if _NAMED.search(prerequisites) and "sudo" not in document.lines[hit.line - 1]:
                    continue
                yield hit._replace(message=f"{hit.message}; name it in the prerequisites")
                return
