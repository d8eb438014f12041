"""Schemas are closed, required and bounded, and say how many tokens fill them."""

from __future__ import annotations

import json

import pytest
from pydantic import BaseModel, Field

from pipeline.llm.schema import most_tokens, schema_text
from tests.llm.asking import Pet


class _Loose(BaseModel):
    name: str


class _Endless(BaseModel):
    numbers: list[int]


class _Owner(BaseModel):
    pets: list[Pet] = Field(max_length=3)


def test_a_schema_is_closed_and_all_its_fields_are_required() -> None:
    schema = json.loads(schema_text(_Owner))
    pet = schema["properties"]["pets"]["items"]
    assert schema["required"] == ["pets"] and schema["additionalProperties"] is False
    assert pet["required"] == ["name", "kind", "age"] and pet["additionalProperties"] is False
    assert "$ref" not in schema_text(_Owner) and "title" not in schema


@pytest.mark.parametrize("shape", [_Loose, _Endless])
def test_a_string_or_list_without_a_bound_is_refused(shape: type[BaseModel]) -> None:
    with pytest.raises(ValueError, match="without a bound"):
        schema_text(shape)


def test_more_that_fits_takes_more_tokens() -> None:
    assert 20 < most_tokens(Pet) < most_tokens(_Owner) < 4 * most_tokens(Pet)
