"""The one wrapper around every call: kept replies, single flight, budget, limits, retries, and the way to ask."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from pipeline.llm.budget import Budget
from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.kept import redacted
from pipeline.llm.ledger import Ledger
from pipeline.llm.limits import Limits
from pipeline.llm.metering import current
from pipeline.llm.recordings import Recorded
from pipeline.llm.reply import Reply
from pipeline.llm.request import Request
from pipeline.llm.retry import Retry
from pipeline.llm.tokens import count, count_messages
from pipeline.llm.transport import Transport
from pipeline.llm.usage import Usage
from pipeline.llm.ways import Structure, Way

# How often to look whether another process has the answer by now.
_LOOK_SECONDS = 0.2
# So many calls, each with all its retries, found no server at all.
_NOBODY_THERE = 3


class Settings(NamedTuple):
    """What bounds a client's calls; `claim_seconds` is the longest that one call with all its retries may take."""

    limits: Limits
    budget: Budget
    retry: Retry = Retry()
    claim_seconds: float = 1800.0


class Client:
    """Asks one model. `transport` is None where only kept replies may answer."""

    def __init__(
        self,
        transport: Transport | None,
        ledger: Ledger,
        settings: Settings,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._transport = transport
        self._ledger = ledger
        self._limits, self._budget, self._retry, self._claim_seconds = settings
        self._sleep, self._chance = sleep, chance
        self._flights: dict[str, asyncio.Task[Reply]] = {}
        self._finding_out = asyncio.Lock()
        self._way: Way | None = None
        self._over: ModelError | None = None
        self.usage = Usage()
        self.records = True
        """Whether `recorded` is kept: all replies of a long run are many megabytes."""
        self.recorded: dict[str, Recorded] = {}

    async def reply(self, request: Request) -> Reply:
        """Return the answer, kept before it is returned, and count it on the draft's meter. Raises ModelError.

        Equal requests are one call, in this process and, through the ledger, in all that share it.
        """
        meter = current()
        digest = request.digest(meter.epoch)
        kept = self._ledger.get(digest)
        if kept is not None:
            self.usage.kept += 1
        else:
            try:
                kept = await self._flight(request, digest)
            except ModelError as error:
                meter.failures.add(error.failure)
                raise
        meter.note(kept)
        self.usage.prompts.add(request.prompt)
        if self.records:
            self.recorded[digest] = Recorded(key=digest, prompt=request.prompt, model=request.model, reply=kept)
        return kept

    def ignored(self, request: Request) -> None:
        """Note that the server answered in prose though it took the schema: the prompt tells it from now on."""
        if self._way is not None and not self._way.tells_schema and self._transport is not None:
            self._way = self._way.model_copy(update={"structure": Structure.OBJECT})
            self._ledger.remember(self._transport.endpoint, request.model, self._way)

    async def close(self) -> None:
        """End the calls in flight and close the connections."""
        for task in self._flights.values():
            task.cancel()
        await asyncio.gather(*self._flights.values(), return_exceptions=True)
        if self._transport is not None:
            await self._transport.close()
        self._ledger.close()

    async def _flight(self, request: Request, digest: str) -> Reply:
        if digest in self._flights:
            self.usage.shared += 1
            return await asyncio.shield(self._flights[digest])
        task = asyncio.create_task(self._fetch(request, digest))
        self._flights[digest] = task
        task.add_done_callback(lambda _: self._flights.pop(digest, None))
        return await asyncio.shield(task)

    async def _fetch(self, request: Request, digest: str) -> Reply:
        if self._transport is None:
            raise ModelError(Failure.NOT_RECORDED, "the recording has no reply to this request")
        while not self._ledger.claim(digest, self._claim_seconds):
            await self._sleep(_LOOK_SECONDS)
            if (kept := self._ledger.get(digest)) is not None:
                self.usage.kept += 1
                return kept
        try:
            reply = redacted(await self._persistently(request))
            self._ledger.put(digest, request.prompt, request.model, reply)
        except BaseException as error:
            self._ledger.release(digest)
            if isinstance(error, ModelError):
                self._give_up(error)
            raise
        return reply

    def _give_up(self, error: ModelError) -> None:
        """Count a failed call; where every later one would fail alike, let none of them try."""
        self.usage.failures[error.failure] += 1
        never = self.usage.answered == 0 and self.usage.failures[Failure.UNREACHABLE] >= _NOBODY_THERE
        self._over = error if error.hopeless or never else self._over

    async def _persistently(self, request: Request) -> Reply:
        """Ask until there is an answer, or no hope of one."""
        attempt = 1
        while True:
            try:
                return await self._once(request)
            except ModelError as error:
                if error.failure is Failure.RATE_LIMITED:
                    self._limits.too_many(error.retry_after)
                wait = self._retry.wait(error, attempt, self._chance())
                if wait is None:
                    raise
            attempt += 1
            self.usage.retried += 1
            await self._sleep(wait)

    async def _once(self, request: Request) -> Reply:
        """Make one attempt, the way that the endpoint is known to accept, or find that way out first."""
        if self._way is None and self._transport is not None:
            async with self._finding_out:
                if self._way is None:
                    self._way = self._ledger.way(self._transport.endpoint, request.model)
                if self._way is None:
                    return await self._first(request)
        assert self._way is not None
        return await self._attempt(request, self._way)

    async def _first(self, request: Request) -> Reply:
        """Ask the best way, and the next best for as long as the server rejects the request; keep what it accepts."""
        way: Way | None = Way()
        while way is not None:
            try:
                reply = await self._attempt(request, way)
            except ModelError as error:
                if error.failure is not Failure.REJECTED or (way := way.next(str(error))) is None:
                    raise
            else:
                self._way = way
                assert self._transport is not None
                self._ledger.remember(self._transport.endpoint, request.model, way)
                return reply
        raise AssertionError("the last way either answers or raises")

    async def _attempt(self, request: Request, way: Way) -> Reply:
        assert self._transport is not None
        said = [text for _, text in request.messages()] + [request.schema_text]
        tokens_in, tokens_out = count_messages(said), request.max_tokens
        await self._budget.reserve(tokens_in, tokens_out)
        used = (0, 0)
        try:
            async with self._limits.slot(tokens_in + tokens_out):
                if self._over is not None:
                    raise ModelError(self._over.failure, self._over.what)
                self.usage.sent += 1
                self.usage.in_flight += 1
                began = time.monotonic()
                try:
                    reply = await self._transport.send(request, way)
                finally:
                    self.usage.in_flight -= 1
            self._limits.went_well()
            used = (reply.tokens_in or tokens_in, reply.tokens_out or count(reply.text))
            self._note(reply, used)
            return reply.model_copy(update={"seconds": round(time.monotonic() - began, 3)})
        except ModelError as error:
            # The server may bill what it was still working on when we hung up.
            used = (tokens_in, tokens_out) if error.failure is Failure.TIMED_OUT else used
            raise
        finally:
            await self._budget.settle((tokens_in, tokens_out), used)
            self.usage.usd = self._budget.usd

    def _note(self, reply: Reply, used: tuple[int, int]) -> None:
        self.usage.answered += 1
        self.usage.tokens_in += used[0]
        self.usage.tokens_out += used[1]
        self.usage.tokens_cached += reply.tokens_cached
