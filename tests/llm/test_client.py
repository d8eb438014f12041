"""Every answer is kept before it is used, asked for once, and asked for in the way that the server takes."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from pipeline.llm.budget import Budget
from pipeline.llm.failure import Failure, ModelError
from pipeline.llm.ledger import SqliteLedger
from pipeline.llm.limits import Limits
from pipeline.llm.prices import Price
from pipeline.llm.recordings import Recording, load, save
from pipeline.llm.ways import Structure, Way
from tests.llm.asking import GOOD, TOM, asked, client, request
from tests.llm.server import Answer, Body, Server, failed, said


def test_a_kept_answer_is_not_asked_for_again(tmp_path: Path) -> None:
    with Server(lambda body, n: said(GOOD)) as server:
        for _ in range(2):
            (pet,), made = asked(lambda: client(server, tmp_path / "ledger"), request())
    assert (pet, len(server.bodies), made.usage.kept) == (TOM, 1, 1)


def test_equal_requests_in_flight_are_one_call() -> None:
    with Server(lambda body, n: Answer(said(GOOD).body, delay=0.1)) as server:
        pets, made = asked(lambda: client(server, Recording()), *[request()] * 5)
    assert (pets, len(server.bodies), made.usage.shared) == ([TOM] * 5, 1, 4)


def test_an_error_is_not_kept(tmp_path: Path) -> None:
    with Server(lambda body, n: failed(500) if n <= 3 else said(GOOD)) as server:
        (error,), _ = asked(lambda: client(server, tmp_path / "ledger"), request())
        (pet,), _ = asked(lambda: client(server, tmp_path / "ledger"), request())
    assert isinstance(error, ModelError) and pet == TOM


def _ask_in_process(url: str, path: str, done: Any) -> None:
    class There:
        environment = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "none"}

    pets, _ = asked(lambda: client(There(), Path(path)), *(request(f"pet {n}") for n in range(6)))  # type: ignore[arg-type]
    done.put(sum(pet == TOM for pet in pets))


def test_equal_requests_of_several_processes_are_one_call(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    with Server(lambda body, n: Answer(said(GOOD).body, delay=0.2)) as server:
        processes = [
            context.Process(target=_ask_in_process, args=(server.url, str(tmp_path / "ledger"), done)) for _ in range(2)
        ]
        for process in processes:
            process.start()
        assert [done.get(timeout=30) for _ in processes] == [6, 6]
        for process in processes:
            process.join(10)
    asked_for = [body["messages"][1]["content"] for body in server.bodies]
    assert sorted(asked_for) == sorted(f"pet {n}" for n in range(6))


def test_the_claim_of_a_dead_process_or_of_a_call_long_over_is_nobodys(tmp_path: Path) -> None:
    dead = multiprocessing.get_context("spawn").Process(target=print)
    dead.start()
    dead.join(20)
    now = [1000.0]
    ledger = SqliteLedger(tmp_path / "ledger", clock=lambda: now[0])
    ledger._db.execute("INSERT INTO claims VALUES ('a', ?, ?, 9e9)", (ledger._host, dead.pid))
    ledger._db.execute("INSERT INTO claims VALUES ('b', 'elsewhere', 1, 1100)")
    ledger._db.execute("INSERT INTO claims VALUES ('c', ?, 1, 1100)", (ledger._host,))
    assert ledger.claim("a", 10)
    assert not ledger.claim("b", 10) and not ledger.claim("c", 10)
    now[0] = 1101.0
    assert ledger.claim("b", 10) and ledger.claim("c", 10)


def takes(structure: Structure) -> Any:
    """A script of a server that knows this way of asking and the ones below it."""
    order = list(Structure)

    def script(body: Body, n: int) -> Answer:
        form = body.get("response_format", {})
        strict = form.get("json_schema", {}).get("strict")
        used = {"json_schema": Structure.STRICT if strict else Structure.SCHEMA, "json_object": Structure.OBJECT}
        way = used.get(form.get("type"), Structure.TEXT)
        if order.index(way) < order.index(structure):
            return failed(400, f"response_format {form['type']} is not supported")
        told = '"maxLength":20' in body["messages"][0]["content"]
        return said(GOOD) if told is (way in (Structure.OBJECT, Structure.TEXT)) else said("the schema is missing")

    return script


@pytest.mark.parametrize("structure", list(Structure))
def test_the_way_that_a_server_takes_is_found_out_once_and_remembered(structure: Structure, tmp_path: Path) -> None:
    with Server(takes(structure)) as server:
        pets, _ = asked(lambda: client(server, tmp_path / "ledger"), *(request(f"pet {n}") for n in range(4)))
        first = len(server.bodies)
        more, _ = asked(lambda: client(server, tmp_path / "ledger"), request("pet 5"))
    assert [*pets, *more] == [TOM] * 5
    assert first == 4 + list(Structure).index(structure)
    assert len(server.bodies) == first + 1


def test_a_server_that_takes_the_schema_and_ignores_it_is_told_it_in_the_prompt(tmp_path: Path) -> None:
    def script(body: Body, n: int) -> Answer:
        return said(GOOD if "JSON schema" in json.dumps(body["messages"]) else "A cat, I think.")

    with Server(script) as server:
        asked(lambda: client(server, tmp_path / "ledger"), request())
        (pet,), _ = asked(lambda: client(server, tmp_path / "ledger"), request("another"))
    assert pet == TOM
    assert [b.get("response_format", {}).get("type") for b in server.bodies] == [
        "json_schema",
        "json_object",
        "json_object",
    ]


def test_newer_models_get_the_parameters_that_they_take() -> None:
    def script(body: Body, n: int) -> Answer:
        if "max_tokens" in body:
            return failed(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "temperature" in body:
            return failed(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        return said(GOOD)

    with Server(script) as server:
        (pet,), _ = asked(lambda: client(server, Recording()), request())
    assert pet == TOM and len(server.bodies) == 3
    assert server.bodies[2]["max_completion_tokens"] == 60


def test_a_kept_answer_holds_no_secret_and_is_still_json(tmp_path: Path) -> None:
    text = GOOD.replace("Tom", "pwd=S3cr3tX9a")
    with Server(lambda body, n: said(text)) as server:
        (pet,), _ = asked(lambda: client(server, tmp_path / "ledger"), request())
    assert not isinstance(pet, BaseException) and pet.name == "pwd=[REDACTED]"
    kept = SqliteLedger(tmp_path / "ledger").get(request().digest())
    assert kept is not None and "S3cr3t" not in kept.text


def test_a_recording_answers_offline(tmp_path: Path) -> None:
    file = tmp_path / "recording.jsonl"
    with Server(lambda body, n: said(GOOD)) as server:
        _, made = asked(lambda: client(server, tmp_path / "ledger"), request())
    save(file, made.recorded.values())

    def offline() -> Any:
        offline = client(server, load(file))
        offline._transport = None
        return offline

    (pet, error), _ = asked(offline, request(), request("never asked"))
    assert pet == TOM
    assert isinstance(error, ModelError) and error.failure is Failure.NOT_RECORDED


def test_the_fence_does_not_change_the_digest() -> None:
    one, other = (request(f"<{fence}> data </{fence}>", fence=fence) for fence in ("abc123", "def456"))
    assert one.digest() == other.digest() != request("<abc> other </abc>", fence="abc").digest()


def test_a_429_halves_what_is_in_flight_and_waits_as_long_as_it_says() -> None:
    answer = {1: failed(429, headers={"retry-after": "0.2"})}
    limits = []

    def make() -> Any:
        limits.append(Limits(8))
        return client(server, Recording(), limits=limits[0])

    with Server(lambda body, n: answer.get(n, said(GOOD))) as server:
        pets, _ = asked(make, request("0"))
    assert pets == [TOM]
    assert server.times[1] - server.times[0] >= 0.2
    assert limits[0].allowed < 8


def test_no_more_than_allowed_are_in_flight() -> None:
    with Server(lambda body, n: Answer(said(GOOD).body, delay=0.02)) as server:
        pets, _ = asked(lambda: client(server, Recording(), in_flight=3), *(request(str(n)) for n in range(12)))
    assert pets == [TOM] * 12
    assert server.most_in_flight == 3


@pytest.mark.parametrize(
    "budget",
    [
        lambda: Budget(tokens=1000),
        lambda: Budget(usd=0.001, price=Price(tokens_in=1.0, tokens_out=1.0)),
    ],
)
def test_a_budget_is_never_overrun(budget: Any) -> None:
    budgets: list[Budget] = []

    def make() -> Any:
        budgets.append(budget())
        return client(server, Recording(), budget=budgets[0])

    with Server(lambda body, n: Answer(said(GOOD).body, delay=0.01)) as server:
        answers, _ = asked(make, *(request(str(n)) for n in range(30)))
    errors = [a for a in answers if isinstance(a, ModelError)]
    assert {e.failure for e in errors} == {Failure.OVER_BUDGET}
    assert answers.count(TOM) == len(server.bodies) >= 5
    assert 600 <= budgets[0].tokens <= 1000


def test_ways_below_the_last_do_not_exist() -> None:
    assert Way(structure=Structure.TEXT).next("no") is None


def test_an_interrupt_leaves_no_claim(tmp_path: Path) -> None:
    async def interrupted() -> None:
        made = client(server, tmp_path / "ledger")
        waiting = asyncio.create_task(made.reply(request()))
        await asyncio.sleep(0.2)
        waiting.cancel()
        await made.close()

    with Server(lambda body, n: Answer(delay=30)) as server:
        asyncio.run(interrupted())
    assert SqliteLedger(tmp_path / "ledger")._db.execute("SELECT count(*) FROM claims").fetchone() == (0,)
