"""How many tokens a text is at most, without the model's own tokenizer."""

from __future__ import annotations

# Measured: SmolLM2's tokenizer takes a token for 3.5 bytes of the draft prompt; the margin is for queries and numbers.
_BYTES_A_TOKEN = 2.5
_MESSAGE = 8


def count(text: str) -> int:
    """Return an upper estimate of the text's tokens."""
    return int(len(text.encode()) / _BYTES_A_TOKEN) + 1


def count_messages(texts: list[str]) -> int:
    """Return an upper estimate of a conversation's tokens, with what a chat template puts around each message."""
    return sum(count(text) + _MESSAGE for text in texts)
