"""All runbooks have owners and last-tested dates.

A runbook nobody owns decays, and one nobody has run is a guess. The gate asks every accepted runbook for an owner and
for the date of its last drill or use.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.critics.gates import Missing, Subject
from pipeline.models.finding import Defect

NAME = "owned-and-tested"
TITLE = "All runbooks have owners and last-tested dates"
ORDER = 5

_ASKED = {
    Defect.UNOWNED: "name the team or role that keeps it",
    Defect.UNTESTED: "run a drill and write its date into Last Tested",
}


def missing(subject: Subject) -> Iterator[Missing]:
    """Yield the accepted runbooks without an owner or a date."""
    for number, runbook in sorted(subject.runbooks.items()):
        for defect, what in _ASKED.items():
            if runbook.has(defect) or (defect is Defect.UNOWNED and "[GAP owner:" in runbook.document.text):
                yield Missing(id=number, what=f"{runbook.document.title}: {what}")
