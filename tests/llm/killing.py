"""kill -9 at random moments of a run: what is resumed must be what an undisturbed run gives, and nothing is paid twice.

As a command: python -m tests.llm.killing [KILLS] [SCENARIOS]
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pipeline.llm.request import Request, Turn
from tests.llm.author import author
from tests.llm.server import Body, Server

_ALERT = """\
      - alert: Service{n}ErrorRateHigh
        expr: sum(rate(http_requests_total{{service="service-{n}",code=~"5.."}}[5m])) > {n}
        for: 5m
        labels: {{severity: critical}}
        annotations: {{description: "Requests of service-{n} fail."}}
"""


def workspace(folder: Path, scenarios: int) -> Path:
    """Inputs that call for so many incident runbooks, besides the must-haves."""
    inputs = folder / "inputs"
    inputs.mkdir()
    rules = "".join(_ALERT.format(n=n) for n in range(1, scenarios + 1))
    (inputs / "rules.yaml").write_text(f"groups:\n  - name: services\n    rules:\n{rules}")
    return inputs


def command(inputs: Path, out: Path, in_flight: int = 8) -> list[str]:
    """The command line of a run."""
    options = ["--engine", "openai", "--model", "scripted-1", "--max-in-flight", str(in_flight)]
    return [sys.executable, "-m", "pipeline", "generate", str(inputs), "--out", str(out), *options]


def files(out: Path) -> dict[str, bytes]:
    """All that a run leaves for people, without how long it took."""
    found = {
        str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".runwright" not in p.parts
    }
    found["run.json"] = b"\n".join(line for line in found["run.json"].split(b"\n") if b'"seconds"' not in line)
    return found


def kill_at_random(kills: int, scenarios: int, folder: Path, seed: int = 1, delay: float = 0.02) -> dict[str, float]:
    """Kill runs over and over on one output folder until one ends; return counts. Raises AssertionError.

    A request is answered once its reply is kept; none of those may be sent again. A kill can cost only an answer that
    was on its way: `lost on the way` counts those that the server had sent whole, and that nobody had kept yet.
    """
    chance = random.Random(seed)
    inputs = workspace(folder, scenarios)
    script = author(delay=delay)
    with Server(script) as server:
        began = time.monotonic()
        environment = {**os.environ, **server.environment}
        subprocess.run(command(inputs, folder / "calm"), env=environment, check=True, capture_output=True)
        whole = time.monotonic() - began
        calm = len(server.bodies)
    kept: list[tuple[int, frozenset[str]]] = []
    lost = 0
    with Server(script) as server:
        environment = {**os.environ, **server.environment}
        for _ in range(kills):
            process = subprocess.Popen(
                command(inputs, folder / "out"),
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _wait_for_a_request(server, process)
            time.sleep(chance.random() * 2 * whole / kills)
            process.kill()
            process.wait()
            kept.append((len(server.bodies), _kept(folder / "out")))
            lost += len({_digest(body) for body in server.sent} - kept[-1][1])
        subprocess.run(command(inputs, folder / "out"), env=environment, check=True, capture_output=True)
        asked = [_digest(body) for body in server.bodies]
    for count, digests in kept:
        assert not digests.intersection(asked[count:]), "an answered request was sent again"
    assert len(set(asked)) == calm, (len(set(asked)), calm)
    assert files(folder / "out") == files(folder / "calm")
    return {
        "kills": kills,
        "scenarios": scenarios,
        "requests": calm,
        "kept at the last kill": len(kept[-1][1]),
        "answered and asked again": 0,
        "unanswered and asked again": len(asked) - len(set(asked)),
        "lost on the way": lost,
        "seconds undisturbed": round(whole, 1),
    }


def _kept(out: Path) -> frozenset[str]:
    """Return the digests of the requests whose replies survived."""
    with closing(sqlite3.connect(out / ".runwright" / "replies.sqlite")) as db:
        return frozenset(row[0] for row in db.execute("SELECT digest FROM replies"))


def _wait_for_a_request(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return when the process has asked something new, or has ended."""
    before = len(server.bodies)
    while len(server.bodies) == before and process.poll() is None:
        time.sleep(0.01)


def _digest(body: Body) -> str:
    """Return the digest under which the client keeps the reply to this request."""
    system, user, *turns = body["messages"]
    return Request(
        prompt="",
        model=body["model"],
        system=system["content"],
        user=user["content"],
        schema_name="",
        schema_text=json.dumps(body["response_format"]["json_schema"]["schema"], separators=(",", ":")),
        max_tokens=body["max_tokens"],
        temperature=body["temperature"],
        fence=user["content"].split("<data ", 1)[1].split(">", 1)[0],
        turns=tuple(Turn(role=turn["role"], text=turn["content"]) for turn in turns),
    ).digest()


if __name__ == "__main__":
    numbers = [int(given) for given in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as place:
        print(kill_at_random(*(numbers or [20, 300])[:2], Path(place)))  # noqa: T201 - a command
