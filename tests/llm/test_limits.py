"""The gate: in flight, a minute's share, and what a 429 does to both."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.limits import Limits
from pipeline.llm.retry import Retry


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def calls(count: int, tokens: int = 1, **limits: float) -> tuple[float, float]:
    """Make calls one after another; return the clock's time after all, and of the first minute's share."""
    clock = Clock()
    times: list[float] = []

    async def run() -> None:
        gate = Limits(4, clock=clock, sleep=clock.sleep, **limits)  # type: ignore[arg-type]
        for _ in range(count):
            async with gate.slot(tokens):
                times.append(clock.now)

    asyncio.run(run())
    return clock.now, sum(time < 60 for time in times)


def test_requests_a_minute_are_spread_over_it() -> None:
    seconds, in_first_minute = calls(130, requests_per_minute=60)
    assert 120 <= seconds <= 130 and 60 <= in_first_minute <= 66


def test_tokens_a_minute_are_spread_over_it() -> None:
    _, in_first_minute = calls(40, tokens=1000, tokens_per_minute=10_000)
    assert 10 <= in_first_minute <= 12


def test_one_call_larger_than_a_minutes_share_still_goes_through() -> None:
    assert calls(2, tokens=1000, tokens_per_minute=500)[0] == pytest.approx(114, abs=2)


def test_a_burst_of_429s_cuts_once_and_successes_bring_it_back() -> None:
    clock = Clock()
    gate = Limits(64, clock=clock, sleep=clock.sleep)
    gate.active = 64
    for _ in range(30):
        gate.too_many(None)
    assert gate.allowed == 32
    clock.now += 2
    gate.too_many(None)
    assert gate.allowed == 16
    for _ in range(5000):
        gate.went_well()
    assert gate.allowed == 64


def test_retry_after_closes_the_gate_for_everybody() -> None:
    clock = Clock()

    async def run() -> None:
        gate = Limits(4, clock=clock, sleep=clock.sleep)
        gate.too_many(7.0)
        async with gate.slot(1):
            assert clock.now == 7.0

    asyncio.run(run())


@pytest.mark.parametrize(
    ("failure", "attempt", "after", "wait"),
    [
        (Failure.SERVER_FAULT, 1, None, 0.5),
        (Failure.SERVER_FAULT, 4, None, 4.0),
        (Failure.TIMED_OUT, 5, None, None),
        (Failure.RATE_LIMITED, 1, 30.0, 30.1),
        (Failure.RATE_LIMITED, 1, 3600.0, None),
        (Failure.REJECTED, 1, None, None),
        (Failure.BAD_KEY, 1, 1.0, None),
    ],
)
def test_waits_double_and_follow_retry_after_and_end(
    failure: Failure, attempt: int, after: float | None, wait: float | None
) -> None:
    assert Retry().wait(ModelError(failure, "x", retry_after=after), attempt, chance=1.0) == wait
