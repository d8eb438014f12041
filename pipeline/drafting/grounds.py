"""The text of everything that a draft may rely on, for the critic that asks where a fact comes from."""

from __future__ import annotations

from pipeline.commands.derive import spoken_window
from pipeline.drafting.derived import condition_text
from pipeline.drafting.slots import fill, known_values
from pipeline.models.evidence import Evidence


def grounds(evidence: Evidence) -> str:
    """Return the evidence's values as text: entries, supporting entries, catalog facts, and the procedure, filled."""
    parts = [entry.model_dump_json() for entry in (*evidence.entries, *evidence.supporting)]
    parts += [f"{condition_text(alert)} {spoken_window(alert.window)}" for alert in evidence.alerts]
    parts += [evidence.scenario.model_dump_json(), evidence.scenario.response_time, evidence.catalog.model_dump_json()]
    if procedure := evidence.procedure:
        text = procedure.model_dump_json()
        parts += [text, fill(text, known_values(evidence, procedure.slots))]
    return "\n".join(parts)
