"""A whole evaluation: several processes give what one gives, and alerts can be drafted as if nobody foresaw them."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.suite import evaluate
from tests.evaluation.subjects import RUNBOOK

HEAD = "name: mine\nversion: 1\nprovenance: {source: a test}\n"


def evaluated(path: Path, processes: int = 1, *, unforeseen: bool = False) -> Record:
    return evaluate([path], [], 1, lambda said: None, processes, unforeseen=unforeseen)


def timeless(record: Record) -> list[Row]:
    return [row.model_copy(update={"answer": None, "scores": {**row.scores, "seconds": 0}}) for row in record.rows]


def test_two_processes_give_the_same_rows_in_the_same_order_as_one(tmp_path: Path) -> None:
    samples = "".join(
        f"  - {{name: page-{n}, kind: kept, text: {json.dumps(RUNBOOK.replace('MON-001', f'MON-00{n}'))}}}\n"
        for n in range(1, 18)
    )
    (tmp_path / "set.yaml").write_text(f"{HEAD}mutate: 2\nsamples:\n{samples}")
    one, two = evaluated(tmp_path / "set.yaml"), evaluated(tmp_path / "set.yaml", processes=2)
    assert len(one.rows) > 17 + 40
    assert timeless(two) == timeless(one)


def test_an_alert_that_nobody_foresaw_is_drafted_without_the_procedure_that_lists_it(tmp_path: Path) -> None:
    pair = {"alert": "RedisOutOfMemory", "expr": "redis_memory_used_bytes > 5", "runbook_markdown": "# Redis\n"}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair))
    (known,) = evaluated(tmp_path / "pairs.jsonl").rows
    (unforeseen,) = evaluated(tmp_path / "pairs.jsonl", unforeseen=True).rows
    assert known.tags["procedure"] == "redis-memory"
    assert unforeseen.tags.get("procedure") != "redis-memory"
    assert unforeseen.answer and "RedisOutOfMemory" in unforeseen.answer.text
