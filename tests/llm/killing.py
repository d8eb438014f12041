"""kill -9 at random moments of a run: what is resumed must be what an undisturbed run gives, and nothing is paid twice.

As a command: python -m tests.llm.killing [KILLS] [SCENARIOS]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

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

    An answered request is one whose whole answer the server has sent and the process lived long enough to read; only
    what was in flight at the moment of a kill may be asked again.
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
    in_flight = 0
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
            time.sleep(chance.random() * 2 * calm * delay / 8 / kills)
            process.kill()
            process.wait()
            in_flight += 8
        subprocess.run(command(inputs, folder / "out"), env=environment, check=True, capture_output=True)
        asked = Counter(_digest(body) for body in server.bodies)
    again = sum(asked.values()) - len(asked)
    assert len(asked) == calm, (len(asked), calm)
    assert again <= in_flight, (again, in_flight)
    assert files(folder / "out") == files(folder / "calm")
    return {
        "kills": kills,
        "scenarios": scenarios,
        "requests": calm,
        "asked again": again,
        "seconds undisturbed": round(whole, 1),
    }


def _wait_for_a_request(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return when the process has asked something new, or has ended."""
    before = len(server.bodies)
    while len(server.bodies) == before and process.poll() is None:
        time.sleep(0.01)


def _digest(body: Body) -> str:
    """Identify a request whatever its fence, which differs from folder to folder."""
    user = body["messages"][1]["content"]
    mark = user.split("<data ", 1)[1].split(">", 1)[0]
    return str([m["content"].replace(mark, "") for m in body["messages"]])


if __name__ == "__main__":
    numbers = [int(given) for given in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as place:
        print(kill_at_random(*(numbers or [20, 300])[:2], Path(place)))  # noqa: T201 - a command
