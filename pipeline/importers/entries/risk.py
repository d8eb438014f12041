"""Raw RISK- entries → typed ones."""

from __future__ import annotations

import re

from pipeline.importers.entries import grades
from pipeline.importers.entries.reading import Reading, body, common, not_one
from pipeline.importers.entries.vocabulary import normal
from pipeline.models.entry import Grade, RiskEntry, RiskStatus

_CATEGORY = re.compile(
    r"(market|technical|adoption|resource|dependency|timing|user|security|operational|operations|legal|financial|"
    r"compliance|vendor|schedule|people|business)\s+[—–]\s+(\S.*)",
    re.IGNORECASE,
)
_NORMATIVE = re.compile(r"\b(SHALL|MUST|SHOULD)\b")


def risk_entry(reading: Reading) -> RiskEntry | None:
    """Return the entry; None where its fields are not those of a risk, with a note that says so."""
    if not reading.convincing and (_normative(reading) or not (reading.text("description") or body(reading.raw))):
        not_one(reading, "a risk", "“Impact:”, “Likelihood:” and “Mitigation:”")
        return None
    values = common(reading)
    category = reading.text("category")
    title = re.match(_CATEGORY, str(values["title"]))
    if title and not category:
        category, values["title"] = title[1], title[2]
    written, factors = reading.text("score"), grades.factors(reading.text("score"))
    impact, likelihood = _graded(reading, "impact"), _graded(reading, "likelihood")
    if factors and impact is None and likelihood is None:
        impact, likelihood = factors
    return RiskEntry.model_validate(
        values
        | {name: reading.text(name.replace("_", " ")) for name in _RISK_TEXTS}
        | {
            "category": category,
            "impact": impact or grades.grade(reading.text("priority")),
            "likelihood": likelihood,
            "score": grades.score(written),
            "status": _status(reading),
        }
    )


_RISK_TEXTS = ("trigger", "early_signal", "response", "mitigation", "contingency", "review_date")


def _normative(reading: Reading) -> bool:
    text = f"{reading.raw.title} {reading.text('description')} {body(reading.raw)[:500]}"
    return bool(_NORMATIVE.search(text))


def _graded(reading: Reading, field: str) -> Grade | None:
    written = reading.text(field)
    found = grades.grade(written)
    if written and found is None and normal(written) not in ("n/a", "na", "tbd", "none", "unknown", "-", ""):
        what = f"has the {field} “{written[:60]}”, which is not known"
        reading.note(reading.line(field), what, "use High, Medium or Low")
    return found


def _status(reading: Reading) -> RiskStatus:
    written = reading.text("status")
    found = grades.status(written)
    if written and found is None and grades.grade(written) is None:
        what = f"has the status “{written[:60]}”, which is not known; read as open"
        reading.note(reading.line("status"), what, "use open, mitigating, mitigated, accepted or resolved")
    return found or RiskStatus.OPEN
