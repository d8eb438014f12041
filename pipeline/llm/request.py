"""One question to a model, with the digest under which its answer is kept."""

from __future__ import annotations

import hashlib
import json

from pipeline.models.base import Frozen


class Turn(Frozen):
    """One more message after the first two: an earlier answer, or what was wrong with it."""

    role: str
    text: str


class Request(Frozen):
    """A question. `prompt` names the prompt file and its version, `schema_text` is the JSON schema of the answer.

    `fence` is the mark around data; it differs from workspace to workspace and so is left out of the digest.
    """

    prompt: str
    model: str
    system: str
    user: str
    schema_name: str
    schema_text: str
    max_tokens: int
    temperature: float = 0.0
    fence: str = ""
    turns: tuple[Turn, ...] = ()

    def digest(self, epoch: int = 1) -> str:
        """Return the SHA-256 of all that can change the answer, the same in every workspace and for every endpoint.

        A later `epoch` asks the same for another answer.
        """
        said = [self.system, self.user, *(text for turn in self.turns for text in (turn.role, turn.text))]
        parts = [
            self.model,
            self.max_tokens,
            self.temperature,
            self.schema_text,
            [self._without_fence(text) for text in said],
            *([epoch] if epoch > 1 else []),
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()

    def messages(self) -> list[tuple[str, str]]:
        """Return (role, text) pairs in order, the stable part first."""
        return [("system", self.system), ("user", self.user), *((turn.role, turn.text) for turn in self.turns)]

    def corrected(self, answer: str, complaint: str) -> Request:
        """Return the request that shows the model its own answer and what is wrong with it."""
        turns = (*self.turns, Turn(role="assistant", text=answer), Turn(role="user", text=complaint))
        return self.model_copy(update={"turns": turns})

    def _without_fence(self, text: str) -> str:
        return text.replace(self.fence, "FENCE") if self.fence else text
