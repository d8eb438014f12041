"""A question whose answer must fit a pydantic model: validated here whatever the server promised, asked again once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.llm.client import Client
from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.parsing import is_json_object, json_object
from pipeline.llm.reply import Finish
from pipeline.llm.request import Request
from pipeline.llm.ways import schema_request

Shape = TypeVar("Shape", bound=BaseModel)

_ERRORS_SHOWN = 8
_ANSWER_SHOWN = 4000
_FAILURES = {
    Finish.REFUSED: (Failure.REFUSED, "the model declined to answer"),
    Finish.FILTERED: (Failure.FILTERED, "the server's content filter stopped the answer"),
    Finish.TRUNCATED: (Failure.TRUNCATED, "the answer was cut off at its limit"),
}


async def ask(
    client: Client, request: Request, shape: type[Shape], check: Callable[[Shape], list[str]] | None = None
) -> Shape:
    """Return the answer as a value of `shape`. Raises ModelError.

    `check` returns what else is wrong with a valid answer. An answer that does not fit is asked for once more, with its
    errors quoted.
    """
    try:
        return await _asked(client, request, shape, check)
    except _MisfitError as misfit:
        client.usage.corrected += 1
        again = request.corrected(misfit.answer[:_ANSWER_SHOWN], _complaint(misfit.problems, request.schema_text))
    try:
        return await _asked(client, again, shape, check)
    except _MisfitError as misfit:
        client.usage.failures[Failure.MALFORMED] += 1
        raise ModelError(
            Failure.MALFORMED, f"the answer does not fit its schema, also when asked again: {misfit.problems[0]}"
        ) from None


class _MisfitError(Exception):
    def __init__(self, answer: str, problems: list[str]) -> None:
        super().__init__(problems)
        self.answer, self.problems = answer, problems


async def _asked(
    client: Client, request: Request, shape: type[Shape], check: Callable[[Shape], list[str]] | None
) -> Shape:
    reply = await client.reply(request)
    if reply.finish in _FAILURES:
        failure, told = _FAILURES[reply.finish]
        client.usage.failures[failure] += 1
        raise ModelError(failure, told)
    try:
        found = shape.model_validate(json_object(reply.text))
    except ValidationError as error:
        raise _MisfitError(reply.text, _told(error)) from None
    except ValueError as error:
        if not is_json_object(reply.text):
            client.ignored(request)
        raise _MisfitError(reply.text, [str(error)]) from None
    if check and (problems := check(found)):
        raise _MisfitError(reply.text, problems)
    return found


def _told(error: ValidationError) -> list[str]:
    """Return the errors as "place: what", without the values, which may be long."""
    found = [f"{'.'.join(map(str, e['loc'])) or 'the object'}: {e['msg']}" for e in error.errors(include_url=False)]
    return found[:_ERRORS_SHOWN]


def _complaint(problems: list[str], schema: str) -> str:
    listed = "\n".join(f"- {problem}" for problem in problems)
    return f"That answer cannot be used:\n{listed}\n\n{schema_request(schema)}"
