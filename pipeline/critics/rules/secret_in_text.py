"""A password, token or private key stands in the page.

Runbooks are read by many and copied into chats and tickets. Remove it, change it at its source, and say where to fetch
it
instead. Placeholders, variables and shortened examples are no secrets.

Bad:

````markdown
# Queue too long

## Diagnosis

```bash
curl -u admin:Tr0ub4dor-and-3 http://rabbit.shop.test:15672/api/queues
```
````

Good:

````markdown
# Queue too long

## Diagnosis

```bash
curl -u "admin:$RABBIT_PASSWORD" http://rabbit.shop.test:15672/api/queues
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.critics.secrets import secrets_in, suspicious_lines
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "secret-in-text"
defect = Defect.SECRET
level = Level.ERROR


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each secret without repeating it."""
    for number in suspicious_lines(document.lines):
        for what, start, end in secrets_in(document.lines[number - 1]):
            yield Hit(
                number, f"{what} stands here; remove and change it, and say where to fetch it", start + 1, end + 1
            )
