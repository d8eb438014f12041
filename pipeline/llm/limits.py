"""How fast to ask: calls in flight, requests and tokens a minute, and less of each after the server says “too many”."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

# After a cut, one more call is let in each time that this many calls in a row went well for every one in flight.
_GROWTH = 1.0
# 429s that arrive this close together answer one burst, and cut the number in flight once.
_ONE_BURST_SECONDS = 1.0


class Bucket:
    """Lets `per_minute` units through a minute: at once while any are left, else after the debt is paid."""

    def __init__(self, per_minute: float, now: float) -> None:
        self._rate = per_minute / 60.0
        # A tenth of a minute's worth may come at once, so that a minute never sees much more than its share.
        self._most = max(per_minute / 10.0, 1.0)
        self._level = self._most
        self._at = now

    def wait(self, now: float) -> float:
        """Return how many seconds to wait before the next unit may be taken."""
        self._level = min(self._most, self._level + (now - self._at) * self._rate)
        self._at = now
        return max((1.0 - self._level) / self._rate, 0.0) if self._level < 1.0 else 0.0

    def take(self, units: float) -> None:
        """Take units; more than are left become a debt."""
        self._level -= units


class Limits:
    """The gate that every call passes. `allowed` is how many may be in flight now, `active` how many are."""

    def __init__(
        self,
        in_flight: int,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._most = in_flight
        self.allowed = float(in_flight)
        self.active = 0
        self._clock, self._sleep = clock, sleep
        self._requests = Bucket(requests_per_minute, clock()) if requests_per_minute else None
        self._tokens = Bucket(tokens_per_minute, clock()) if tokens_per_minute else None
        self._closed_until = 0.0
        self._cut_at = float("-inf")
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def slot(self, tokens: int) -> AsyncIterator[None]:
        """Wait for a turn, and hold it; `tokens` is what the call may use."""
        async with self._freed:
            await self._freed.wait_for(lambda: self.active < max(int(self.allowed), 1))
            self.active += 1
        try:
            await self._turn(tokens)
            yield
        finally:
            self.active -= 1
            async with self._freed:
                self._freed.notify_all() if self.allowed < self._most else self._freed.notify()

    def too_many(self, retry_after: float | None) -> None:
        """Note a 429: halve what may be in flight, and close the gate for as long as the server asks."""
        now = self._clock()
        if retry_after:
            self._closed_until = max(self._closed_until, now + retry_after)
        if now - self._cut_at >= _ONE_BURST_SECONDS:
            self._cut_at = now
            self.allowed = max(min(self.allowed, float(self.active)) / 2.0, 1.0)

    def went_well(self) -> None:
        """Note a call that was answered: let a little more in."""
        self.allowed = min(float(self._most), self.allowed + _GROWTH / max(self.allowed, 1.0))

    async def _turn(self, tokens: int) -> None:
        while (wait := self._wait()) > 0:
            await self._sleep(wait)
        if self._requests:
            self._requests.take(1)
        if self._tokens:
            self._tokens.take(tokens)

    def _wait(self) -> float:
        now = self._clock()
        buckets = [bucket.wait(now) for bucket in (self._requests, self._tokens) if bucket]
        return max([self._closed_until - now, *buckets])
