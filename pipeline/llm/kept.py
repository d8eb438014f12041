"""A reply as it may be kept: without secrets, and still the same JSON."""

from __future__ import annotations

import json
from typing import Any

from pipeline.llm.parsing import json_object
from pipeline.llm.redact import redact
from pipeline.llm.reply import Reply


def redacted(reply: Reply) -> Reply:
    """Return the reply with secrets taken out of its texts."""
    text = reply.text.encode("utf-8", "replace").decode()
    if redact(text) == text:
        return reply.model_copy(update={"text": text})
    try:
        # Value by value: a secret next to a quotation mark must not take the mark with it.
        cleaned = json.dumps(_walk(json_object(text)), ensure_ascii=False)
    except ValueError:
        cleaned = redact(text)
    return reply.model_copy(update={"text": cleaned})


def _walk(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _walk(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner) for inner in value]
    return redact(value) if isinstance(value, str) else value
