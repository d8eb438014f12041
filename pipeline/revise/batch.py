"""Many scenarios through the loop: a bounded pool of workers; failures are reported beside the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator

from pipeline.errors import UserError
from pipeline.models.base import Frozen
from pipeline.models.evidence import Evidence
from pipeline.revise.loop import Outcome
from pipeline.revise.producing import Producer


class Result(Frozen):
    """One scenario's outcome, or the reason why it has none."""

    evidence: Evidence
    outcome: Outcome | None = None
    error: str = ""


async def _nothing() -> None:
    """Close nothing."""


def run_all(
    evidences: Iterable[Evidence],
    produce: Producer,
    workers: int = 1,
    close: Callable[[], Awaitable[None]] = _nothing,
) -> Iterator[Result]:
    """Yield a result for every scenario as it comes. A UserError ends its scenario only; a bug ends the run.

    At most `workers` scenarios are open at once, and evidence is gathered only for those. `close` runs at the end,
    also when the reader stops early.
    """
    with asyncio.Runner() as runner:
        results = _results(iter(evidences), produce, workers)
        try:
            ready: list[Result] = []
            while runner.run(_next(results, ready)):
                yield from ready
        finally:
            runner.run(_end(results, close))


async def _results(
    evidences: Iterator[Evidence], produce: Producer, workers: int
) -> AsyncGenerator[list[Result], None]:
    """Yield the results that are there, as soon as there is one: each entry into the event loop costs a millisecond."""
    done: asyncio.Queue[Result | BaseException | None] = asyncio.Queue(maxsize=workers)

    async def work() -> None:
        try:
            for evidence in evidences:
                await done.put(await _one(evidence, produce))
        except Exception as bug:  # carried to the reader, who raises it
            await done.put(bug)
        await done.put(None)

    tasks = [asyncio.create_task(work()) for _ in range(workers)]
    try:
        working = workers
        while working:
            ready = [await done.get()]
            while not done.empty():
                ready.append(done.get_nowait())
            working -= ready.count(None)
            if found := [result for result in ready if isinstance(result, Result)]:
                yield found
            for bug in ready:
                if isinstance(bug, BaseException):
                    raise bug
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _next(results: AsyncGenerator[list[Result], None], ready: list[Result]) -> bool:
    """Put the next results in the place of the last; they are not returned, for the runner writes out what is."""
    ready[:] = await anext(results, [])
    return bool(ready)


async def _end(results: AsyncGenerator[list[Result], None], close: Callable[[], Awaitable[None]]) -> None:
    await results.aclose()
    await close()


async def _one(evidence: Evidence, produce: Producer) -> Result:
    try:
        return Result(evidence=evidence, outcome=await produce(evidence))
    except UserError as error:
        return Result(evidence=evidence, error=str(error))
