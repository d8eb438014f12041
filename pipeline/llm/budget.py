"""What a run may spend: a call is sent only if the most that it can cost still fits."""

from __future__ import annotations

import asyncio

from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.prices import Price


class Budget:
    """Tokens and US dollars that a run may spend; None is no bound.

    A call reserves the most that it can use. While others are in flight, a call that does not fit waits for what they
    give back; with none in flight, the budget is spent. So it is never overrun, as long as a server bills what it says.
    """

    def __init__(self, tokens: int | None = None, usd: float | None = None, price: Price | None = None) -> None:
        self._tokens, self._usd = tokens, usd
        self._price = price or Price(tokens_in=0.0, tokens_out=0.0)
        self.tokens = 0
        self.usd = 0.0
        self._held_tokens = 0
        self._held_usd = 0.0
        self._holders = 0
        self._settled = asyncio.Condition()

    async def reserve(self, tokens_in: int, tokens_out: int) -> None:
        """Hold what a call may use. Raises ModelError once that no longer fits."""
        if self._tokens is None and self._usd is None:
            return
        async with self._settled:
            await self._settled.wait_for(lambda: self._fits(tokens_in, tokens_out) or not self._holders)
            if not self._fits(tokens_in, tokens_out):
                raise ModelError(Failure.OVER_BUDGET, f"the budget is spent ({self.told()})")
            self._hold(tokens_in, tokens_out, +1)

    async def settle(self, reserved: tuple[int, int], used: tuple[int, int]) -> None:
        """Give back what a call reserved, and note what it used."""
        self.tokens += sum(used)
        self.usd += self._price.of(*used)
        if self._tokens is None and self._usd is None:
            return
        async with self._settled:
            self._hold(*reserved, -1)
            self._settled.notify_all()

    def told(self) -> str:
        """Return what was spent in words."""
        return f"{self.tokens:,} tokens, ${self.usd:.4f}"

    def _hold(self, tokens_in: int, tokens_out: int, sign: int) -> None:
        self._holders += sign
        self._held_tokens += sign * (tokens_in + tokens_out)
        self._held_usd += sign * self._price.of(tokens_in, tokens_out)

    def _fits(self, tokens_in: int, tokens_out: int) -> bool:
        tokens = self.tokens + self._held_tokens + tokens_in + tokens_out
        usd = self.usd + self._held_usd + self._price.of(tokens_in, tokens_out)
        return (self._tokens is None or tokens <= self._tokens) and (self._usd is None or usd <= self._usd)
