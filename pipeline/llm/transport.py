"""What carries a request to a model."""

from __future__ import annotations

from typing import Protocol

from pipeline.llm.reply import Reply
from pipeline.llm.request import Request
from pipeline.llm.ways import Way


class Transport(Protocol):
    """What carries a request to a model; `endpoint` names where, without any key."""

    endpoint: str

    async def send(self, request: Request, way: Way) -> Reply:
        """Return the answer. Raises ModelError."""

    async def close(self) -> None:
        """Close the connections."""
