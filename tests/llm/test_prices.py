"""What tokens cost, and what a wrong price says."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.errors import UserError
from pipeline.llm.budget import Budget
from pipeline.llm.failure import ModelError
from pipeline.llm.prices import Price, parse_price


def test_a_price_is_for_a_million_tokens() -> None:
    assert parse_price("0.15, 0.60").of(1_000_000, 500_000) == pytest.approx(0.45)


@pytest.mark.parametrize("text", ["1", "a,b", "-1,2", "1,2,3", "nan,1", "inf,1", ""])
def test_a_wrong_price_is_told(text: str) -> None:
    with pytest.raises(UserError, match="is not a price"):
        parse_price(text)


def test_a_call_that_does_not_fit_waits_for_what_others_give_back() -> None:
    async def run() -> list[str]:
        budget = Budget(tokens=100, price=Price(tokens_in=1.0, tokens_out=1.0))
        order: list[str] = []

        async def second() -> None:
            await budget.reserve(50, 20)
            order.append("second")

        await budget.reserve(50, 20)
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.01)
        order.append("first done")
        await budget.settle((50, 20), (10, 5))
        await waiting
        with pytest.raises(ModelError, match="the budget is spent"):
            await asyncio.wait_for(_third(budget), 1)
        return order

    async def _third(budget: Budget) -> None:
        asyncio.get_running_loop().call_later(0.01, lambda: asyncio.ensure_future(budget.settle((50, 20), (50, 20))))
        await budget.reserve(50, 20)

    assert asyncio.run(run()) == ["first done", "second"]
