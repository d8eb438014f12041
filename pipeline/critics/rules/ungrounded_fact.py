"""A draft states a metric, host, address, number or contact that no source holds.

Only where the evidence is given: entries, catalog and procedures. What none of them says was made up, however likely it
sounds. It becomes a gap, or a person adds the source.

Bad:

````markdown
# Queue too long

## Diagnosis

Ask in `#messaging-night` and open https://grafana.shop.test/d/queues.
````

Good:

````markdown
# Queue too long

## Diagnosis

Ask in `#messaging` and open https://grafana.shop.test/d/orders.
````
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.context import Context
from pipeline.critics.grounding import is_threshold, stated_facts
from pipeline.critics.hit import Hit
from pipeline.models.document import Document
from pipeline.models.finding import Defect, Level

name = "ungrounded-fact"
defect = Defect.UNGROUNDED
level = Level.ERROR
example = {"grounds": "owner messaging, channel #messaging, dashboard https://grafana.shop.test/d/orders"}


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report each fact that does not occur in the evidence, once, where it stands first."""
    if not context.grounds:
        return
    grounds = context.grounds.casefold()
    seen: set[str] = set()
    for fact in stated_facts(document):
        if fact.text not in seen and fact.text.casefold() not in grounds and not is_threshold(fact, grounds):
            seen.add(fact.text)
            message = (
                f"the {fact.sort} “{fact.text}” is in no entry, catalog or procedure; remove it, or name its source"
            )
            yield Hit(fact.line, message, fact.column, fact.column + len(fact.text))
