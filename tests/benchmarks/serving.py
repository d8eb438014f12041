"""A server process that answers every request after so many seconds; prints its address."""

from __future__ import annotations

import sys
import threading

from tests.llm.asking import GOOD
from tests.llm.server import Answer, Server, said

if __name__ == "__main__":
    body = said(GOOD).body
    with Server(lambda request, n: Answer(body, delay=float(sys.argv[1]))) as server:
        print(server.url, flush=True)  # noqa: T201 - read by the benchmark
        threading.Event().wait()
