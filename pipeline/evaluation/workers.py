"""Work on several processors at once; results come in the order of the work."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """So many processes; with one, the work is done in this process and none is started."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def all(self, work: Callable[..., Result], arguments: Sequence[tuple[Any, ...]]) -> list[Result]:
        """Return the result of the work on each tuple of arguments. `work` is a function of a module."""
        if self._processes == 1 or len(arguments) < 2:
            return [work(*each) for each in arguments]
        if self._pool is None:
            # Spawned: a forked process may inherit a lock that nobody releases.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context)
        futures = [self._pool.submit(work, *each) for each in arguments]
        return [future.result() for future in futures]
