"""The text of everything that a draft may rely on, for the critic that asks where a fact comes from."""

from __future__ import annotations

from pipeline.models.evidence import Evidence


def grounds(evidence: Evidence) -> str:
    """Return the evidence's values as text: entries, supporting entries, catalog facts, procedure."""
    parts = [entry.model_dump_json() for entry in (*evidence.entries, *evidence.supporting)]
    parts += [evidence.scenario.model_dump_json(), evidence.catalog.model_dump_json()]
    parts += [evidence.procedure.model_dump_json()] if evidence.procedure else []
    return "\n".join(parts)
