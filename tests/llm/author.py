"""A scripted model that writes believable drafts: it gives the procedure's steps back that its prompt offers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.llm.server import Answer, Body, said

_ITEM = re.compile(r"^(K\d+): (.*)\n((?:(?!^K\d+: |^</data ).*\n?)*)", re.MULTILINE)
_BLOCK = re.compile(r"```(\w+)\n(.*?)\n```", re.DOTALL)


def draft_for(prompt: str) -> dict[str, Any]:
    """The answer to a draft prompt: one step for each step of the procedure in it, at most six."""
    evidence = prompt.split("The evidence:\n", 1)[1]
    items = _ITEM.findall(evidence)
    steps = [step(key, text) for key, source, text in items if source.startswith("procedure ")][:6]
    first = items[0][0]
    return {
        "steps": steps
        or [step(first, "Look at the service\n```bash\nkubectl get pods\n```\n- verify: All pods run\n")],
        "excludes": "Anything else",
        "prerequisites": [],
        "escalate_when": "The value has not fallen after the last step",
        "escalate_with": "The answers of every step",
    }


def step(key: str, text: str, **more: Any) -> dict[str, Any]:
    """A step made of an item's text."""
    prose = _BLOCK.sub("", text)
    checks = [line.removeprefix("- verify: ")[:210] for line in prose.split("\n") if line.startswith("- verify: ")]
    said_there = dict(re.findall(r"\*\*(Effect|Before|Undo)\*\*: (.*)", prose))
    effect, _, impact = said_there.get("Effect", "read. ").partition(". ")
    return {
        "title": text.split("\n", 1)[0][:80],
        "instructions": " ".join(
            line for line in prose.split("\n")[1:] if line and not line.startswith("- ") and "**" not in line
        )[:400],
        "placeholders": [],
        "effect": effect if effect in ("read", "change", "destructive") else "change",
        "impact": impact[:180],
        "before": said_there.get("Before", "")[:210],
        "undo": said_there.get("Undo", "")[:180],
        "commands": [{"language": language, "text": code[:450]} for language, code in _BLOCK.findall(text)][:2],
        "verification": checks[:4] or ["It worked"],
        "sources": [key],
        **more,
    }


def revision(prompt: str) -> dict[str, Any]:
    """The answer to a revise prompt: nothing mended."""
    return {"steps": [], "excludes": "", "prerequisites": [], "escalate_when": "", "escalate_with": ""}


def write(body: Body) -> dict[str, Any]:
    """The answer to whichever prompt it is."""
    prompt = body["messages"][1]["content"]
    return revision(prompt) if "The findings:" in prompt else draft_for(prompt)


def author(
    change: Callable[[dict[str, Any], Body], dict[str, Any]] = lambda draft, body: draft, delay: float = 0.0
) -> Callable[[Body, int], Answer]:
    """A script of a server with that model behind it; `change` may spoil its drafts."""

    def script(body: Body, n: int) -> Answer:
        answer = write(body)
        changed = change(answer, body) if answer["steps"] else answer
        return Answer(said(json.dumps(changed)).body, delay=delay)

    return script
