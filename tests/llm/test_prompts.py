"""Prompt files: what a missing variable says, what the fence keeps in, and that no text changes without its version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.llm.fence import fence, load_key
from pipeline.llm.prompts import folder, load, parse, render

TEXT = """\
---
name: greet
version: 2
inputs: [name]
data: [letter]
---
# System

Be kind.

# User

Greet {{name}}, who wrote:

{{ letter }}
"""
KEY = b"k" * 32
NAMES = sorted(str(p.relative_to(folder()).with_suffix("")) for p in folder().rglob("*.md") if p.name != "README.md")


def test_a_prompt_is_rendered_with_its_data_fenced() -> None:
    rendered = render(parse(TEXT, "greet.md"), {"name": "Ann", "letter": "Hello {{name}}"}, KEY)
    assert rendered.system == "Be kind."
    assert rendered.label == "greet 2"
    assert rendered.user == (
        f"Greet Ann, who wrote:\n\n<data {rendered.fence}>\nHello {{{{name}}}}\n</data {rendered.fence}>"
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "Ann"}, "the variable letter has no value"),
        ({"name": "Ann", "letter": "x", "mood": "y"}, "the variable mood is not declared"),
    ],
)
def test_a_missing_or_unknown_variable_is_named(values: dict[str, str], told: str) -> None:
    with pytest.raises(UserError, match=told):
        render(parse(TEXT, "greet.md"), values, KEY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[letter]", "[letter, more]", "declared or used, and not both: more"),
        ("{{name}}", "{{nam}}", "declared or used, and not both: nam, name"),
        ("Be kind", "Be {{name}}", "a variable in the system message"),
        ("version: 2", "version: two", "the front matter is wrong"),
        ("# User", "# Usr", "not a prompt"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(old: str, new: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        parse(TEXT.replace(old, new), "greet.md")


def test_the_fence_depends_on_the_key_and_on_the_data_alone() -> None:
    assert fence(KEY, ["a", "b"]) == fence(KEY, ["a", "b"])
    others = [fence(KEY, ["a", "c"]), fence(KEY, ["ab", ""]), fence(b"x" * 32, ["a", "b"])]
    assert fence(KEY, ["a", "b"]) not in others and len(set(others)) == 3


def test_data_that_holds_its_own_fence_gets_another() -> None:
    first = fence(KEY, ["a"])
    assert fence(KEY, [f"{first}"]) not in (first, "")


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "fence.key"
    assert load_key(path) == load_key(path) and len(load_key(path)) == 32
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("not hex")
    with pytest.raises(UserError, match="not a key"):
        load_key(path)


@pytest.mark.parametrize("name", NAMES)
def test_text_does_not_change_without_a_new_version(name: str) -> None:
    manifest = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    prompt = load(name)
    assert manifest[name].get(str(prompt.version)) == prompt.sha256, (
        "the text is not the one of that version: raise the version in its front matter, and add "
        f'"{prompt.version}": "{prompt.sha256}" to {name} in prompts/manifest.json'
    )
    assert max(map(int, manifest[name])) == prompt.version
