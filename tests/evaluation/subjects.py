"""Short ways to make what scorers see."""

from __future__ import annotations

from typing import Any

from pipeline.evaluation.answer import Answer
from pipeline.evaluation.maker import Maker
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.sample import Dataset, Provenance, Reference, Sample
from pipeline.evaluation.subject import Subject

RUNBOOK = """\
RUN-001: Queue too long
Category: Incident
Trigger: MON-001 alert
Owner: Orders Team
Last Tested: 2025-12-01

## Scope
- **Handles**: A queue that grows
- **Does NOT handle**: A broker that is down

## Prerequisites
- [ ] `kubectl` with access to the cluster

## Procedure

### Step 1: Look at the consumer
Its pods say why it is slow.

Commands:
```bash
kubectl get pods -n shop -l app=orders-consumer
kubectl logs -n shop deployment/orders-consumer --tail=50
```
```promql
# length now
sum by (queue) (rabbitmq_queue_messages{queue="orders"})
```

Verification:
- [ ] All pods are ready

<!-- sources: procedure queue, step 1 -->

## Escalation
- **When to escalate**: The queue grows for 15 minutes
- **Who to contact**: Orders on-call (PagerDuty)
- **What to provide**: The length and the log

## Post-Incident
- [ ] Document the incident timeline

Linked IDs: MON-001
"""


def subject(text: str = RUNBOOK, reference: Reference | None = None, **answer: Any) -> Subject:
    """A sample with that reference, and an answer with that text."""
    sample = Sample(name="one", reference=reference or Reference())
    return Subject(sample, Answer(number="RUN-001", text=text, **answer))


def row(sample: str, dataset: str = "set", text: str = "", tags: dict[str, str] | None = None, **scores: float) -> Row:
    """A row with these scores; underscores in their names stand for hyphens."""
    answer = Answer(number="RUN-001", text=text) if text else None
    named = {name.replace("_", "-"): value for name, value in scores.items()}
    return Row(dataset=dataset, sample=sample, tags=tags or {}, answer=answer, scores=named)


def record(*rows: Row, maker: Maker | None = None) -> Record:
    """A record of these rows, all of one maker."""
    maker = maker or Maker()
    rows = tuple(row.model_copy(update={"maker": maker.label}) for row in rows)
    names = dict.fromkeys(r.dataset for r in rows)
    datasets = tuple(
        Dataset(
            name=name,
            version=1,
            provenance=Provenance(source="a test", license="Apache-2.0"),
            samples=tuple(Sample(name=s) for s in dict.fromkeys(r.sample for r in rows if r.dataset == name)),
        )
        for name in names
        if name != "mutations"
    )
    return Record(makers=(maker,), runwright="0", library="0", datasets=datasets, rows=rows)
