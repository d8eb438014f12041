"""The page relies on what only its author knows.

“As usual”, “the standard procedure”, “you know which one”: somebody on their first night does not. Write the words
out, or
link the page that does.

Bad:

````markdown
# Queue too long

## Mitigation

1. Restart the consumer the usual way.
2. Continue with standard capacity planning procedures.
````

Good:

````markdown
# Queue too long

## Mitigation

1. Restart the consumer: `systemctl restart orders-consumer`. It usually takes 10 seconds.
2. Continue with the [standard procedure for capacity](capacity.md).
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.critics.reading import sentences
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "assumed-knowledge"
defect = Defect.ASSUMES_KNOWLEDGE
level = Level.WARNING

_ASSUMED = re.compile(
    r"\b(?:(?:in\s+)?the\s+(?:usual|normal|standard|regular|customary)\s+(?:way|manner|fashion|place|tools?|commands?"
    r"|checks?|steps|scripts?|credentials|account|process|procedures?|routine|channels?|suspects)"
    r"|(?:do|proceed|restart|run|check|handle|deploy|continue|configure|login|log\s+in|connect)\b[^.\n]{0,40}?\s"
    r"(?:as\s+usual|as\s+always|as\s+normal(?:ly)?|like\s+(?:always|last\s+time|before|usual)|as\s+you\s+(?:normally"
    r"|usually|always)\s+(?:do|would))"
    r"|(?:follow|use|apply|perform|continue\s+with|do|run|execute|proceed\s+with|go\s+through)\s+(?:the\s+|our\s+"
    r"|your\s+)?(?:usual|standard|normal|regular|established|well[- ]known|common)\s+(?:\w+\s+){0,3}?(?:procedures?"
    r"|process(?:es)?|practices?|steps|routines?|runbooks?|playbooks?|workflow|protocols?|checks)"
    r"|you\s+(?:(?:should|will|already|must|probably)\s+)+know\s+(?:how|what|where|which|who|when)\b|you\s+know\s+"
    r"(?:how|where)\s+to|as\s+(?:you|we|everyone|everybody)\s+(?:all\s+|already\s+)?knows?"
    r"|everyone\s+knows|it\s+(?:is|should\s+be)\s+(?:obvious|self[- ]explanatory|clear)\s+(?:what|how|which|where"
    r"|from)|(?:should|must)\s+be\s+(?:obvious|self[- ]explanatory)|self[- ]explanatory"
    r"|(?:use|with|using)\s+(?:the\s+)?(?:standard|usual|normal|common|appropriate)\s+(?:linux\s+)?(?:tools|utilities"
    r"|commands)\b|use\s+(?:your\s+)?(?:(?:best|own|common)\s+)?(?:judge?ment|common\s+sense|experience|intuition"
    r"|gut)|you['’]?ll\s+(?:figure|know)\s+(?:it\s+out|what|how|when)|you\s+know\s+(?:the\s+drill|what\s+to\s+do"
    r"|how\s+to\s+do)"
    r"|(?:the\s+)?(?:right|correct|appropriate|proper)\s+(?:commands?|scripts?|servers?|hosts?|values?|settings?"
    r"|credentials|parameters?|flags)\s+(?:as\s+you\s+know|you\s+know)|ask\s+around|tribal\s+knowledge|obviously"
    r"|needless\s+to\s+say|of\s+course\s+you)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"`|\]\(|\]\[|https?://|\bRUN-\d|\bstep\s+\d|<[a-z]", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report such words, unless their sentence shows or links what is meant."""
    for located in document.prose:
        if not located.text.rstrip().endswith(":"):
            for match in _ASSUMED.finditer(located.text):
                if not _SHOWN.search(_sentence_around(located, match.start())):
                    written = " ".join(match[0].split())
                    message = f"“{written}” helps only who knows it already; write out what to do, or link it"
                    yield spot(document, located, match.start(), match.end(), message)


def _sentence_around(located: Located, place: int) -> str:
    return next((text for text, start, end in sentences(located) if start <= place < end), located.text)
