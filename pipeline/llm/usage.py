"""What a run asked and was answered, counted as it happens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Usage:
    """Counts of one run.

    `sent` counts attempts over the network, `answered` the replies among them, `kept` the replies that the ledger gave,
    `retried` attempts after a first one, `corrected` re-asks that quote a validation error, `in_flight` attempts now.
    `dropped` counts judges' findings without a true quote, `unscored` criteria without a verdict.
    """

    sent: int = 0
    answered: int = 0
    kept: int = 0
    shared: int = 0
    retried: int = 0
    corrected: int = 0
    in_flight: int = 0
    dropped: int = 0
    unscored: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    usd: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    prompts: set[str] = field(default_factory=set)
