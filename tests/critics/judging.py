"""A short way from Markdown to findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.critics.context import Context
from pipeline.critics.engine import criticize
from pipeline.importers.document import read_document
from pipeline.models.finding import Finding

TODAY = date(2026, 1, 1)


def findings(text: str, rule: str = "", path: str = "page.md", **context: Any) -> list[Finding]:
    """Return the findings of the text, or only those of one rule."""
    found = criticize(read_document(text, path), Context(**{"today": TODAY, **context}))
    return [f for f in found if not rule or f.rule == rule]


def lines(text: str, rule: str, **context: Any) -> list[int]:
    """Return the lines that the rule reports."""
    return [f.line for f in findings(text, rule, **context)]


def page(body: str, title: str = "Queue too long") -> str:
    """Return a page of an ordinary layout with that Mitigation section; its first line there is line 5."""
    return f"# {title}\n\n## Mitigation\n\n{body}\n"


def template(procedure: str, **changed: str) -> str:
    """Return a complete page in the template with that procedure, which starts at line 17; "" leaves a part out."""
    parts = {
        "owner": "Owner: Messaging team\n",
        "tested": "Last Tested: 2025-12-01\n",
        "scope": "## Scope\n- **Handles**: A queue above 1000\n- **Does NOT handle**: A broker that is down\n\n",
        "prerequisites": "## Prerequisites\n- [ ] Access to the broker\n\n",
        "escalation": "## Escalation\n- **When to escalate**: After 15 minutes\n"
        "- **Who to contact**: Messaging lead, #messaging\n"
        "- **What to provide**: The output of step 1\n\n",
        "post": "## Post-Incident\n- [ ] Document the timeline\n\n",
        "linked": "Linked IDs: MON-001\n",
        **changed,
    }
    head = f"RUN-001: Queue too long\nCategory: Incident\nTrigger: MON-001\n{parts['owner']}{parts['tested']}\n"
    body = f"{parts['scope']}{parts['prerequisites']}## Procedure\n\n{procedure}\n\n"
    return f"{head}{body}{parts['escalation']}{parts['post']}{parts['linked']}"


STEP = """\
### Step 1: Count the messages
Commands:
```bash
rabbitmqctl list_queues name messages
```

Verification:
- [ ] `orders` holds less than 1000"""
