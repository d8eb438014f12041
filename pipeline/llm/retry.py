"""How long to wait before asking again."""

from __future__ import annotations

from pipeline.llm.failure import ModelError
from pipeline.models.base import Frozen


class Retry(Frozen):
    """At most `attempts` in all; waits double from `first` seconds to `longest`, each shortened by chance.

    A server's own Retry-After counts instead, unless it is longer than `patience` seconds: then the call fails.
    """

    attempts: int = 5
    first: float = 0.5
    longest: float = 20.0
    patience: float = 120.0

    def wait(self, error: ModelError, attempt: int, chance: float) -> float | None:
        """Return the seconds to wait after the attempt of that number (from 1), or None to give up.

        `chance` is between 0 and 1.
        """
        if not error.transient or attempt >= self.attempts:
            return None
        if error.retry_after is not None:
            # A little later than asked, and not all at once.
            return error.retry_after + 0.1 * chance if error.retry_after <= self.patience else None
        most = min(self.first * 2.0 ** (attempt - 1), self.longest)
        return float(most * (0.5 + 0.5 * chance))
