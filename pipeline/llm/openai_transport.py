"""One attempt to get one answer over HTTP: the only file that knows the openai client."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from typing import Any

import httpx2
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    DefaultAioHttpClient,
)
from pydantic import BaseModel, Field, ValidationError

from pipeline.errors import UserError
from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.redact import redact
from pipeline.llm.reply import Finish, Reply
from pipeline.llm.request import Request
from pipeline.llm.ways import Structure, Way, schema_request

_LARGEST_BODY = 4_000_000
_CONNECT_SECONDS = 10.0
_SHOWN = 200
# Asks the client for the response as it comes, so that a body without end is not read to its end.
_UNREAD = {"X-Stainless-Raw-Response": "stream"}
_FINISHES = {"length": Finish.TRUNCATED, "content_filter": Finish.FILTERED}


class OpenAITransport:
    """Any OpenAI-compatible endpoint: OPENAI_BASE_URL with OPENAI_API_KEY, or OpenAI itself.

    `timeout` is the longest that one attempt may take, in seconds, however slowly the answer drips in.
    """

    def __init__(self, timeout: float, connections: int, environment: Mapping[str, str] = os.environ) -> None:
        base, self._key = environment.get("OPENAI_BASE_URL", ""), environment.get("OPENAI_API_KEY", "")
        if not self._key and not base:
            raise UserError(
                "no key for the model's endpoint",
                "--engine openai",
                "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
            )
        self._timeout = timeout
        limits = httpx2.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._client = AsyncOpenAI(
            api_key=self._key or "none",
            base_url=base or None,
            max_retries=0,  # they would also repeat calls that timed out, unseen by limits and budget
            timeout=httpx2.Timeout(timeout, connect=min(_CONNECT_SECONDS, timeout)),
            # Over aiohttp, which carries twice as many calls a second as the client's own default.
            http_client=DefaultAioHttpClient(limits=limits),
        )
        self.endpoint = str(self._client.base_url.copy_with(username=None, password=None, query=None))

    async def send(self, request: Request, way: Way) -> Reply:
        """Return the answer of one attempt. Raises ModelError, with the server's words redacted and cut short."""
        try:
            async with asyncio.timeout(self._timeout):
                body = await self._post(_parameters(request, way))
        except APIStatusError as error:
            raise self._status_error(error) from None
        except (TimeoutError, APIConnectionError, httpx2.HTTPError) as error:
            if _timed_out(error):
                raise ModelError(Failure.TIMED_OUT, f"no answer within {self._timeout:g} seconds") from None
            cause = error.__cause__ or error
            raise ModelError(
                Failure.UNREACHABLE, f"the connection failed: {self._shown(str(cause) or type(cause).__name__)}"
            ) from None
        return _read(body)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _post(self, parameters: dict[str, Any]) -> bytes:
        """Return the body, at most as long as an answer can be."""
        chunks: list[bytes] = []
        size = 0
        # `chat.completions.create` would first walk through all parameters: as much CPU as the rest of the call.
        response = await self._client.post(
            "/chat/completions", cast_to=httpx2.Response, body=parameters, options={"headers": _UNREAD}
        )
        try:
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > _LARGEST_BODY:
                    raise ModelError(Failure.MALFORMED, f"the answer is longer than {_LARGEST_BODY:,} bytes")
                chunks.append(chunk)
        finally:
            await response.aclose()
        return b"".join(chunks)

    def _status_error(self, error: APIStatusError) -> ModelError:
        body = error.body if isinstance(error.body, dict) else {}
        status, said = error.status_code, self._shown(str(body.get("message") or error))
        wait = _seconds(error.response.headers)
        told = f"the server answered {status}: {said}"
        if status in (401, 403):
            return ModelError(Failure.BAD_KEY, f"the key was not accepted ({status}): {said}", status=status)
        if status == 404:
            return ModelError(Failure.WRONG_MODEL, f"no such model or endpoint (404): {said}", status=status)
        if status == 429:
            quota = "insufficient_quota" in str(body)
            kind = Failure.BAD_KEY if quota else Failure.RATE_LIMITED
            return ModelError(kind, told, retry_after=wait, status=status)
        if status in (408, 504):
            return ModelError(Failure.TIMED_OUT, told, retry_after=wait, status=status)
        if status == 409 or status >= 500:
            return ModelError(Failure.SERVER_FAULT, told, retry_after=wait, status=status)
        return ModelError(Failure.REJECTED, told, status=status)

    def _shown(self, words: str) -> str:
        """Return an error's words without the key or any other secret, on one line, cut short."""
        said = " ".join(words.split())
        said = redact(said.replace(self._key, "[KEY]") if len(self._key) >= 4 else said)
        return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Details(BaseModel):
    cached_tokens: int | None = Field(default=None, ge=0)


class _Usage(BaseModel):
    prompt_tokens: int = Field(default=0, ge=0)
    completion_tokens: int = Field(default=0, ge=0)
    prompt_tokens_details: _Details | None = None


class _Completion(BaseModel):
    model: str = ""
    choices: list[_Choice] = []
    usage: _Usage | None = None


def _parameters(request: Request, way: Way) -> dict[str, Any]:
    messages = [{"role": role, "content": text} for role, text in request.messages()]
    if way.tells_schema:
        messages[0]["content"] += f"\n\n{schema_request(request.schema_text)}"
    parameters: dict[str, Any] = {"model": request.model, "messages": messages, way.limit: request.max_tokens}
    if way.temperature:
        parameters["temperature"] = request.temperature
    if way.structure is Structure.OBJECT:
        parameters["response_format"] = {"type": "json_object"}
    elif not way.tells_schema:
        schema: dict[str, Any] = {"name": request.schema_name, "schema": json.loads(request.schema_text)}
        if way.structure is Structure.STRICT:
            schema["strict"] = True
        parameters["response_format"] = {"type": "json_schema", "json_schema": schema}
    return parameters


def _read(body: bytes) -> Reply:
    """Return the answer in a body. Raises ModelError for one that is no completion, or holds no answer."""
    try:
        completion = _Completion.model_validate(json.loads(body.decode("utf-8")))
    except (ValueError, RecursionError, ValidationError):
        # Cut off, another encoding, or a proxy's page: nothing of it was the model's, so asking again may help.
        raise ModelError(Failure.EMPTY, "the server's answer is not a chat completion") from None
    if not completion.choices:
        raise ModelError(Failure.EMPTY, "the server answered without any choice")
    choice = completion.choices[0]
    usage = completion.usage or _Usage()
    finish = Finish.REFUSED if choice.message.refusal else _FINISHES.get(choice.finish_reason or "", Finish.DONE)
    text = choice.message.refusal or choice.message.content or ""
    if not text and finish is Finish.DONE:
        raise ModelError(Failure.EMPTY, "the server answered with an empty message")
    return Reply(
        text=text,
        finish=finish,
        model=completion.model,
        tokens_in=usage.prompt_tokens,
        tokens_out=usage.completion_tokens,
        tokens_cached=(usage.prompt_tokens_details or _Details()).cached_tokens or 0,
    )


def _timed_out(error: BaseException) -> bool:
    """Tell whether time ran out: the adapter to aiohttp calls every lost connection a timeout, its cause knows."""
    cause: BaseException | None = error
    while cause is not None:
        if type(cause).__module__.startswith("aiohttp"):
            return isinstance(cause, TimeoutError)
        cause = cause.__cause__
    return isinstance(error, TimeoutError | APITimeoutError | httpx2.TimeoutException)


def _seconds(headers: httpx2.Headers) -> float | None:
    """Return what the server asks to wait, in seconds; a date in Retry-After counts from the server's own clock."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            return max(float(headers[name]) / unit, 0.0)
        except (KeyError, ValueError):
            continue
    return _until(headers.get("retry-after", ""), headers.get("date", ""))


def _until(date: str, now: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        return max((parsedate_to_datetime(date) - parsedate_to_datetime(now)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
