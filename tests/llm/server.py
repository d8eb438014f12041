"""A scripted OpenAI-compatible server: real HTTP on loopback, in a thread of its own, with a network's faults."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What the server does with one request.

    `delay` is seconds before the first byte; `drip` seconds between bytes; `reset` cuts the connection after `body`
    (an empty one: before any byte).
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    reset: bool = False


Script = Callable[[Body, int], Answer]


def said(text: str | None, finish: str = "stop", **message: Any) -> Answer:
    """A completion with that text."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted-1",
        "choices": [choice],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }
    return Answer(json.dumps(body).encode())


def failed(status: int, message: str = "scripted", headers: dict[str, str] | None = None, **error: Any) -> Answer:
    """An error response in OpenAI's form."""
    body = {"error": {"message": message, "type": "scripted", **error}}
    return Answer(json.dumps(body).encode(), status, headers or {})


class Server:
    """Serves a script on a free port while it is open; keeps the bodies of all requests with their times.

    `sent` holds the bodies whose answers went out whole.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self.bodies: list[Body] = []
        self.sent: list[Body] = []
        self.times: list[float] = []
        self.most_in_flight = 0
        self._in_flight = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(30)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(30)
            self._loop.close()

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that lead a client here."""
        return {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": "sk-scripted-0123456789abcdef"}

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=2048)

    async def _stop(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
        body = json.loads(await reader.readexactly(length))
        self.bodies.append(body)
        self.times.append(time.monotonic())
        self._in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            goes_on = await self._answer(self._script(body, len(self.bodies)), writer)
            self.sent += [body] if goes_on else []
            return goes_on
        finally:
            self._in_flight -= 1

    async def _answer(self, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(answer.delay)
        if answer.reset and not answer.body:
            writer.transport.abort()
            return False
        headers = {"content-type": "application/json", "content-length": str(len(answer.body)), **answer.headers}
        lines = [f"HTTP/1.1 {answer.status} x", *(f"{key}: {value}" for key, value in headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        if answer.reset:
            writer.write(answer.body[: len(answer.body) // 2])
            await writer.drain()
            writer.transport.abort()
            return False
        for byte in answer.body if answer.drip else ():
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(answer.drip)
        writer.write(b"" if answer.drip else answer.body)
        await writer.drain()
        return True
