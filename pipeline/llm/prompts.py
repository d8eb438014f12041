"""Prompt files: front matter with name, version and declared inputs, then the system and the user message."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from pipeline.errors import UserError
from pipeline.llm.fence import fence
from pipeline.models.base import Frozen

_VARIABLE = re.compile(r"\{\{ *([a-z_]+) *\}\}")
_PARTS = re.compile(r"\A# System\n\n(.*?)\n# User\n\n(.*)\Z", re.DOTALL)
_PACKAGE = Path(__file__).parents[1]


class _Matter(Frozen):
    name: str = Field(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$")
    version: int = Field(ge=1)
    inputs: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


class Prompt(_Matter):
    """A prompt as read. `inputs` are texts of ours, `data` fenced texts of others; `sha256` is the file's."""

    system: str
    user: str
    sha256: str

    @property
    def label(self) -> str:
        """The name and version, as in "draft 3"."""
        return f"{self.name} {self.version}"


class Rendered(Frozen):
    """A prompt with its variables put in, and the fence around its data."""

    label: str
    system: str
    user: str
    fence: str


def folder() -> Path:
    """Return the folder of prompts: the package's own in an installed wheel, else the checkout's."""
    packed = _PACKAGE / "_prompts"
    return packed if packed.is_dir() else _PACKAGE.parent / "prompts"


_OTHERS: ContextVar[Path | None] = ContextVar("other prompts", default=None)


@contextmanager
def prompts_of(other: Path | None) -> Iterator[None]:
    """Take from this folder the prompts that it has, as long as this lasts; the others stay the usual ones."""
    token = _OTHERS.set(other)
    try:
        yield
    finally:
        _OTHERS.reset(token)


def load(name: str) -> Prompt:
    """Return the prompt of that name, such as "draft" or "judges/first-day". Raises UserError."""
    other = _OTHERS.get()
    path = other / f"{name}.md" if other else None
    return _loaded(path if path and path.is_file() else folder() / f"{name}.md", name)


@cache
def _loaded(path: Path, name: str) -> Prompt:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"there is no prompt {name!r}", str(path), "reinstall runwright") from None
    prompt = parse(text, str(path))
    if prompt.name != name:
        raise UserError(f"the prompt calls itself {prompt.name!r}", str(path), "name the file after it")
    return prompt


def parse(text: str, path: str) -> Prompt:
    """Parse a prompt file. Raises UserError for front matter, parts or variables that are not in the form."""
    pieces = text.split("---\n", 2)
    body = _PARTS.match(pieces[2].lstrip("\n")) if len(pieces) == 3 and not pieces[0] else None
    if body is None:
        raise UserError("not a prompt", path, "write front matter between “---” lines, then “# System” and “# User”")
    try:
        matter = _Matter.model_validate(yaml.safe_load(pieces[1]))
    except (yaml.YAMLError, ValidationError) as error:
        raise UserError(f"the front matter is wrong: {error}", path, "give name, version, inputs and data") from None
    prompt = Prompt(
        **dict(matter),
        system=body[1].strip(),
        user=body[2].strip(),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    declared = {*matter.inputs, *matter.data}
    used = set(_VARIABLE.findall(prompt.system + prompt.user))
    if wrong := sorted(declared ^ used):
        raise UserError(f"declared or used, and not both: {', '.join(wrong)}", path, "mend inputs, data or the text")
    if _VARIABLE.search(prompt.system):
        raise UserError("a variable in the system message", path, "keep what changes in the user message")
    return prompt


def render(prompt: Prompt, values: Mapping[str, str], key: bytes) -> Rendered:
    """Put the values in, data between fences. Raises UserError that names a variable which is missing or unknown."""
    declared = {*prompt.inputs, *prompt.data}
    for names, what in ((declared - values.keys(), "has no value"), (values.keys() - declared, "is not declared")):
        if names:
            raise UserError(
                f"the variable {sorted(names)[0]} {what}", f"prompt {prompt.label}", "pass what it declares"
            )
    mark = fence(key, (values[name] for name in prompt.data))

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return f"<data {mark}>\n{values[name]}\n</data {mark}>" if name in prompt.data else values[name]

    # One pass: a variable's name inside a value stays what it is.
    return Rendered(label=prompt.label, system=prompt.system, user=_VARIABLE.sub(put, prompt.user), fence=mark)
