"""A link leads to a heading or a file that does not exist.

The page promises help and opens nothing. Links within the page are checked against its headings; relative links to
files only
where the page lies on a disk and the folder that the link names is there too, since a copy of a part of a wiki is no
fault of
the page. Addresses on the web are not opened.

Bad:

````markdown
# Queue too long

## Mitigation

1. Follow [the purge](#purge-a-queue).

## Purging a queue

Run `rabbitmqctl purge_queue orders-dead`.
````

Good:

````markdown
# Queue too long

## Mitigation

1. Follow [the purge](#purging-a-queue).

## Purging a queue

Run `rabbitmqctl purge_queue orders-dead`.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "broken-link"
defect = Defect.DANGLING_REFERENCE
level = Level.WARNING

_PLAIN = re.compile(r"[^\w]")
_FILE = re.compile(
    r"(?!/|[a-zA-Z][\w+.-]*:|\{|<|#|mailto)[\w./%@ -]+\.(?:md|markdown|png|jpg|jpeg|svg|gif|yaml|yml|sh|py|sql|json"
    r"|txt|pdf)(?:#.*)?",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report links within the page, and relative links to files, that lead nowhere."""
    anchors = {_PLAIN.sub("", anchor.lower()) for anchor in document.anchors}
    for link in document.links:
        target = unquote(link.text)
        if target.startswith("#") and len(target) > 1:
            if _PLAIN.sub("", target.lower()) not in anchors and not target.startswith("#/"):
                yield _hit(document, link, f"no heading on this page gives “{target}”; correct the link")
        elif _FILE.fullmatch(target) and _is_lost(target.split("#")[0], context):
            yield _hit(document, link, f"there is no file “{target.split('#')[0]}”; correct the link")


def _is_lost(target: str, context: Context) -> bool:
    if context.exists is None or context.exists(target):
        return False
    folder = target.rpartition("/")[0]
    return not folder or context.exists(folder)


def _hit(document: Document, link: Located, message: str) -> Hit:
    start = document.lines[link.line - 1].find(link.text)
    return Hit(link.line, message, start + 1, start + 1 + len(link.text)) if start >= 0 else Hit(link.line, message)
