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

_ROOT = re.compile(r"\b(?:sudo\w*|root|privileged?)\b", re.IGNORECASE)
_RIGHTS = re.compile(r"\b(?:admin\w*|permissions?|role|rights|access(?!\s+logs?\b))\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:kubectl|oc|k8s|kubernetes|openshift|cluster|namespaces?|helm|argo\w*|psql|postgres\w*|mysql\w*|mariadb|mongo\w*|sql"
    r"|databases?|schema|tables?|redis\w*|kafka\w*|elastic\w*|rabbitmq\w*|vault|consul|aws|iam|gcloud|gcp|azure|cloud"
    r"|consoles?|apis?|accounts?|git\w*|repositor\w+|grafana|prometheus|dashboards?|jira|pager\w*|slack|vpn|dns"
    r"|store|portal|browser|project|tenant|pods?|pvcs?|workloads?|autoscalers?|deployments?|ingress\w*|replication|jenkins)\b",
    re.IGNORECASE,
)
"""Systems with rights of their own, which say nothing of the rights on a host."""
_NAMED = re.compile(r"\b(?:ssh|shell|login|log in|access to the (?:host|node|server)s?|credentials)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report the first command that needs rights, where the prerequisites name none."""
    prerequisites = text_of_role(document, Role.PREREQUISITES)
    if not prerequisites.strip() or _names_rights(prerequisites) or GAP.search(prerequisites):
        return
    for step in document.steps:
        for located in step.blocks:
            for hit in block_faults(document, located, FaultKind.PRIVILEGE):
                if _NAMED.search(prerequisites) and "sudo" not in document.lines[hit.line - 1]:
                    continue
                yield hit._replace(message=f"{hit.message}; name it in the prerequisites")
                return


def _names_rights(prerequisites: str) -> bool:
    """Tell whether a line names root on a host, or rights without saying on what."""
    lines = prerequisites.splitlines()
    return any(_ROOT.search(line) or (_RIGHTS.search(line) and not _ELSEWHERE.search(line)) for line in lines)
