"""How close the pool, the loop and the client come to what the network alone would take.

As a command: python -m tests.benchmarks.calls [SCENARIOS] [MILLISECONDS] [IN_FLIGHT]

Each scenario is one loop of a draft and three revisions: four calls one after another. The server is a process of its
own, and waits that long before it answers. The ideal is calls times latency, shared by those in flight.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline.llm.budget import Budget
from pipeline.llm.client import Client, Settings
from pipeline.llm.ledger import SqliteLedger
from pipeline.llm.limits import Limits
from pipeline.llm.openai_transport import OpenAITransport
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Defect, Finding, Level
from pipeline.models.runbook import Category, Runbook
from pipeline.models.scenario import Scenario, Tier
from pipeline.revise.batch import run_all
from pipeline.revise.loop import Outcome, Tools, run
from tests.llm.asking import request

CALLS = 4


def evidences(count: int) -> list[Evidence]:
    """Scenarios without anything in them."""
    return [
        Evidence(
            scenario=Scenario(
                key=f"k{n}", title="t", category=Category.INCIDENT, tier=Tier.SHARED, why="w", number=f"RUN-{n:05}"
            ),
            entries=(),
        )
        for n in range(count)
    ]


def tools(client: Client) -> Tools:
    """A draft and three revisions, each of them one call, and each better than the one before."""

    async def written(number: str, left: int) -> Runbook:
        await client.reply(request(f"{number} with {left} findings. " + "Evidence. " * 400))
        return Runbook(
            id=number, title=str(left), category=Category.INCIDENT, trigger="", owner="", last_tested="", scope=(),
            prerequisites=(), steps=(), escalation=(), post_incident=(), linked="",
        )  # fmt: skip

    async def drafter(evidence: Evidence) -> Runbook:
        return await written(evidence.scenario.number, CALLS - 1)

    async def reviser(runbook: Runbook, findings: tuple[Finding, ...]) -> Runbook:
        return await written(runbook.id, len(findings) - 1)

    async def critic(runbook: Runbook) -> tuple[Finding, ...]:
        one = Finding(rule="r", defect=Defect.VAGUE, level=Level.ERROR, path="p", line=1, message="m")
        return (one,) * int(runbook.title)

    return Tools(drafter=drafter, critic=critic, reviser=reviser)


def measure(count: int, milliseconds: float, in_flight: int) -> dict[str, Any]:
    """Run the scenarios; return wall time, share of the ideal, CPU a scenario, and peak memory."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.serving", str(milliseconds / 1000)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "none"}
        client = Client(
            OpenAITransport(60.0, in_flight, environment),
            SqliteLedger(Path(folder) / "ledger"),
            Settings(Limits(in_flight), Budget()),
        )
        client.records = False
        loop = tools(client)

        async def produce(evidence: Evidence) -> Outcome:
            return await run(evidence, loop)

        given = evidences(count)
        cpu, began = time.process_time(), time.monotonic()
        done = sum(result.outcome is not None for result in run_all(given, produce, in_flight, client.close))
        wall, cpu = time.monotonic() - began, time.process_time() - cpu
    server.kill()
    server.wait()
    ideal = count * CALLS * milliseconds / 1000 / in_flight
    return {
        "scenarios": done,
        "calls": client.usage.sent,
        "seconds": round(wall, 2),
        "ideal seconds": round(ideal, 2),
        "share of the ideal": round(ideal / wall, 2),
        "CPU ms a scenario": round(1000 * cpu / count, 2),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    scenarios, latency, together = (*map(int, sys.argv[1:]), *(1000, 200, 256)[len(sys.argv) - 1 :])
    print(measure(scenarios, latency, together))  # noqa: T201 - a command
