"""Who writes drafts in an evaluation: an engine, and for a model its name and prompts."""

from __future__ import annotations

from typing import Literal

from pipeline.models.base import Frozen

LIBRARY = "library"


class Maker(Frozen):
    """An engine by name; for a model its `model`, and the `prompts` folder ("" is the usual one) with its digest."""

    engine: str = LIBRARY
    model: str = ""
    prompts: str = ""
    prompts_digest: str = ""

    @property
    def label(self) -> str:
        """How reports name it, as in "openai small-model, prompts new"."""
        prompts = f", prompts {self.prompts}" if self.prompts else ""
        return f"{self.engine} {self.model}".strip() + prompts


class Recorded(Frozen):
    """A model's replies, kept in a file, that answer a data set offline; `price` is US dollars for a million tokens
    in and out, "" where it is not known.
    """

    model: str
    recording: str
    engine: Literal["openai"] = "openai"
    context_tokens: int = 24_000
    price: str = ""
    judges: bool = False
