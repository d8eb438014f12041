"""Short ways to ask a scripted server in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.llm.budget import Budget
from pipeline.llm.client import Client, Settings
from pipeline.llm.ledger import Ledger, SqliteLedger
from pipeline.llm.limits import Limits
from pipeline.llm.openai_transport import OpenAITransport
from pipeline.llm.request import Request
from pipeline.llm.retry import Retry
from pipeline.llm.schema import schema_text
from pipeline.llm.structured import ask
from tests.llm.server import Server


class Pet(BaseModel):
    """A small answer."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=20)
    kind: Literal["cat", "dog"]
    age: int = Field(ge=0, le=40)


GOOD = '{"name": "Tom", "kind": "cat", "age": 3}'
TOM = Pet(name="Tom", kind="cat", age=3)


def request(user: str = "a pet", **more: Any) -> Request:
    """A request for a Pet."""
    return Request(
        prompt="pet 1",
        model="scripted-1",
        system="You know pets.",
        user=user,
        schema_name="pet",
        schema_text=schema_text(Pet),
        max_tokens=60,
        **more,
    )


def client(server: Server, ledger: Ledger | Path, **more: Any) -> Client:
    """A client of the server; waits between attempts are kept short."""
    limits = more.pop("limits", None) or Limits(more.pop("in_flight", 8))
    settings = Settings(
        limits, more.pop("budget", None) or Budget(), more.pop("retry", Retry(attempts=3, first=0.01, longest=0.02))
    )
    transport = OpenAITransport(more.pop("timeout", 5.0), 300, server.environment)
    return Client(transport, SqliteLedger(ledger) if isinstance(ledger, Path) else ledger, settings, **more)


def asked(make: Callable[[], Client], *requests: Request) -> tuple[list[Pet | BaseException], Client]:
    """Ask all requests at once; return the answers or errors, and the client, closed."""

    async def all_of_them() -> tuple[list[Pet | BaseException], Client]:
        asking = make()
        try:
            answers = await asyncio.gather(*(ask(asking, r, Pet) for r in requests), return_exceptions=True)
        finally:
            await asking.close()
        return answers, asking

    return asyncio.run(all_of_them())
