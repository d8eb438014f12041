"""How an endpoint wants to be asked for JSON, found out once by asking the best way first."""

from __future__ import annotations

from enum import StrEnum

from pipeline.models.base import Frozen


class Structure(StrEnum):
    """Ways to ask for an answer in a schema, the best first."""

    STRICT = "strict"  # json_schema with strict
    SCHEMA = "schema"  # json_schema without it
    OBJECT = "object"  # json_object, with the schema in the prompt
    TEXT = "text"  # only the schema in the prompt


class Way(Frozen):
    """One way to ask: the structure, the parameter that bounds the answer, and whether to send a temperature.

    Newer models of OpenAI take `max_completion_tokens` and no temperature; most other servers know only `max_tokens`.
    """

    structure: Structure = Structure.STRICT
    limit: str = "max_tokens"
    temperature: bool = True

    @property
    def tells_schema(self) -> bool:
        """Whether the prompt itself has to hold the schema."""
        return self.structure in (Structure.OBJECT, Structure.TEXT)

    def next(self, complaint: str) -> Way | None:
        """Return the way to try after the server rejected this one with that message, or None where none is left."""
        said = complaint.lower()
        if "max_completion_tokens" in said and self.limit == "max_tokens":
            return self.model_copy(update={"limit": "max_completion_tokens"})
        if "temperature" in said and self.temperature:
            return self.model_copy(update={"temperature": False})
        order = list(Structure)
        later = order[order.index(self.structure) + 1 :]
        return self.model_copy(update={"structure": later[0]}) if later else None


def schema_request(schema_text: str) -> str:
    """Return the words that ask for an answer in the schema, for ways that do not send it beside the prompt."""
    return f"Answer with one JSON object that matches this JSON schema, and with nothing else:\n\n{schema_text}"
