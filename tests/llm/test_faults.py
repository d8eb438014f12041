"""The table of faults: what each one comes to, over real HTTP. None is an exception of another kind than ModelError."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.recordings import Recording
from tests.llm.asking import GOOD, TOM, Pet, asked, client, request
from tests.llm.server import Answer, Server, failed, said

ONCE, WAYS, RETRIED, CORRECTED = 1, 4, 3, 2
GOOD_BODY = said(GOOD).body

FAULTS: dict[str, tuple[Answer, Failure, int]] = {
    "400": (failed(400, "bad request"), Failure.REJECTED, WAYS),
    "401": (failed(401, "Incorrect API key provided: sk-scripted-0123456789abcdef"), Failure.BAD_KEY, ONCE),
    "403": (failed(403), Failure.BAD_KEY, ONCE),
    "404": (failed(404, "The model `x` does not exist"), Failure.WRONG_MODEL, ONCE),
    "408": (failed(408), Failure.TIMED_OUT, RETRIED),
    "409": (failed(409), Failure.SERVER_FAULT, RETRIED),
    "422": (failed(422), Failure.REJECTED, WAYS),
    "429": (failed(429), Failure.RATE_LIMITED, RETRIED),
    "429 with Retry-After": (failed(429, headers={"retry-after": "0.05"}), Failure.RATE_LIMITED, RETRIED),
    "429 with a Retry-After of a day": (failed(429, headers={"retry-after": "86400"}), Failure.RATE_LIMITED, ONCE),
    "429 for want of money": (failed(429, code="insufficient_quota"), Failure.BAD_KEY, ONCE),
    "500": (failed(500), Failure.SERVER_FAULT, RETRIED),
    "503": (failed(503), Failure.SERVER_FAULT, RETRIED),
    "503 with a page": (Answer(b"<html>try later</html>", 503), Failure.SERVER_FAULT, RETRIED),
    "connection reset": (Answer(reset=True), Failure.UNREACHABLE, RETRIED),
    "reset in the body": (Answer(GOOD_BODY, reset=True), Failure.UNREACHABLE, RETRIED),
    "stalled": (Answer(GOOD_BODY, delay=30), Failure.TIMED_OUT, RETRIED),
    "dripping": (Answer(GOOD_BODY, drip=0.05), Failure.TIMED_OUT, RETRIED),
    "truncated body": (Answer(GOOD_BODY[:-30]), Failure.EMPTY, RETRIED),
    "a page": (Answer(b"<html>hello</html>"), Failure.EMPTY, RETRIED),
    "a body that is a list": (Answer(b"[]"), Failure.EMPTY, RETRIED),
    "deeply nested": (Answer(b"[" * 100_000), Failure.EMPTY, RETRIED),
    "invalid UTF-8": (Answer(GOOD_BODY.replace(b"Tom", b"T\xffm")), Failure.EMPTY, RETRIED),
    "no choices": (Answer(b'{"choices": []}'), Failure.EMPTY, RETRIED),
    "empty message": (said(""), Failure.EMPTY, RETRIED),
    "null message": (said(None), Failure.EMPTY, RETRIED),
    "huge reply": (Answer(b'{"x": "' + b"x" * 5_000_000 + b'"}'), Failure.MALFORMED, ONCE),
    "refusal": (said(None, refusal="I would rather not"), Failure.REFUSED, ONCE),
    "content filter": (said(None, "content_filter"), Failure.FILTERED, ONCE),
    "length": (said('{"name": "To', "length"), Failure.TRUNCATED, ONCE),
    "truncated JSON": (said(GOOD[:-8]), Failure.MALFORMED, CORRECTED),
    "prose": (said("I think a cat would be nice."), Failure.MALFORMED, CORRECTED),
    "a list": (said(f"[{GOOD}, {GOOD}]"), Failure.MALFORMED, CORRECTED),
    "wrong types": (said('{"name": 5, "kind": "cat", "age": "3"}'), Failure.MALFORMED, CORRECTED),
    "unknown enum": (said(GOOD.replace("cat", "cow")), Failure.MALFORMED, CORRECTED),
    "extra fields": (said(GOOD.replace("{", '{"owner": "me", ')), Failure.MALFORMED, CORRECTED),
    "missing fields": (said('{"name": "Tom"}'), Failure.MALFORMED, CORRECTED),
    "too long": (said(GOOD.replace("Tom", "T" * 99)), Failure.MALFORMED, CORRECTED),
    "duplicated keys": (said(GOOD.replace("{", '{"name": "Tim", ')), Failure.MALFORMED, CORRECTED),
    "not a number": (said(GOOD.replace("3", "NaN")), Failure.MALFORMED, CORRECTED),
    "endless number": (said(GOOD.replace("3", "3" * 9999)), Failure.MALFORMED, CORRECTED),
    "nested answer": (said('{"name":' * 5_000), Failure.MALFORMED, CORRECTED),
    "half a character": (said('{"name": "\\ud800", "kind": "cat", "age": 3}'), Failure.MALFORMED, CORRECTED),
}


def patience(name: str) -> float:
    """Seconds to wait for an answer: short only where none comes in time, so that a busy machine changes nothing."""
    return 0.5 if name in ("stalled", "dripping") else 5.0


@pytest.mark.parametrize("name", FAULTS)
def test_a_lasting_fault_is_a_clear_failure_after_so_many_requests(name: str) -> None:
    answer, failure, requests = FAULTS[name]
    with Server(lambda body, n: answer) as server:
        (error,), made = asked(lambda: client(server, Recording(), timeout=patience(name)), request())
    assert isinstance(error, ModelError), error
    assert (error.failure, len(server.bodies)) == (failure, requests)
    assert error.what and error.what_next
    assert "sk-scripted" not in str(error)
    assert made.usage.failures == {failure: 1}


PASSING = [name for name, (_, failure, sent) in FAULTS.items() if sent in (RETRIED, CORRECTED)]


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_fault_is_cured_by_asking_again(name: str) -> None:
    answer = FAULTS[name][0]
    with Server(lambda body, n: answer if n == 1 else said(GOOD)) as server:
        (pet,), _ = asked(lambda: client(server, Recording(), timeout=patience(name)), request())
    assert pet == TOM
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    "text", [GOOD, f"Here you are:\n```json\n{GOOD}\n```\nEnjoy!", f"Sure: {GOOD}", f"\n {GOOD}\n"]
)
def test_json_in_prose_needs_no_second_request(text: str) -> None:
    with Server(lambda body, n: said(text)) as server:
        (pet,), _ = asked(lambda: client(server, Recording()), request())
    assert (pet, len(server.bodies)) == (TOM, 1)


def test_a_refused_connection_is_told(tmp_path: Path) -> None:
    with Server(lambda body, n: said(GOOD)) as server:
        pass
    (error,), _ = asked(lambda: client(server, tmp_path / "ledger"), request())
    assert isinstance(error, ModelError) and error.failure is Failure.UNREACHABLE


def test_the_second_request_quotes_the_answer_its_errors_and_the_schema() -> None:
    wrong = GOOD.replace("cat", "cow")
    with Server(lambda body, n: said(wrong if n == 1 else GOOD)) as server:
        asked(lambda: client(server, Recording()), request())
    roles = [m["role"] for m in server.bodies[1]["messages"]]
    answer, complaint = [m["content"] for m in server.bodies[1]["messages"]][2:]
    assert roles == ["system", "user", "assistant", "user"]
    assert answer == wrong
    assert "kind: Input should be 'cat' or 'dog'" in complaint and '"maxLength":20' in complaint


def test_a_bad_key_stops_the_run_and_not_each_scenario() -> None:
    with Server(lambda body, n: failed(401)) as server:
        errors, _ = asked(lambda: client(server, Recording(), in_flight=1), *(request(f"pet {n}") for n in range(20)))
    assert {e.failure for e in errors if isinstance(e, ModelError)} == {Failure.BAD_KEY}
    assert len(errors) == 20 and len(server.bodies) <= 2


def test_the_key_travels_in_the_header_only() -> None:
    with Server(lambda body, n: said(GOOD)) as server:
        asked(lambda: client(server, Recording()), request())
    assert "sk-scripted" not in json.dumps(server.bodies)


def test_answers_are_pets() -> None:
    assert Pet.model_validate_json(GOOD) == TOM
