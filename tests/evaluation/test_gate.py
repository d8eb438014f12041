"""The gate as CI runs it: a rule or a procedure made worse on purpose fails it, and no change passes.

For prompts see tests/cli/test_eval_with_model.py. The same runs are an A/B test that finds a real difference, and one
that finds none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli.main import main
from pipeline.evaluation.comparison import differences, moves
from pipeline.evaluation.record import Record, read_record
from tests.real_data import ROOT

ALERTS = ("RedisMemoryHigh", "RedisOutOfMemory", "RedisKeyEvictions", "RedisMemoryUsage", "RedisLowHitRate")
SETS = {
    "pages": f"labelled: {ROOT}/evals/critics\nonly: [redis-down-wiki, linux-disk-full-wiki, nginx-502-wiki]\n",
    "redis": "samples:\n"
    + "".join(
        f"  - name: {alert}\n    files:\n      rules.yaml: |\n"
        f"        groups:\n          - name: redis\n            rules:\n              - alert: {alert}\n"
        f"                expr: redis_memory_used_bytes / redis_memory_max_bytes > 0.{n}\n"
        "    reference: {actions: [redis-cli INFO memory, redis-cli INFO keyspace, redis-cli MEMORY DOCTOR]}\n"
        for n, alert in enumerate(ALERTS, start=4)
    ),
}


@dataclass(frozen=True)
class Checkout:
    """A copy of the program, to be made worse, and data sets with a baseline of the program as it is."""

    folder: Path

    def as_it_is(self, *arguments: str) -> int:
        """Run `eval` of the program as it is."""
        places = [argument if argument.startswith("--") else str(self.folder / argument) for argument in arguments]
        return main(["eval", str(self.folder / "sets"), *places])

    def changed(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `eval` of the copy."""
        command = [sys.executable, "-m", "pipeline", "eval", "sets", *arguments]
        surroundings = os.environ | {"PYTHONPATH": str(self.folder)}
        return subprocess.run(command, cwd=self.folder, env=surroundings, capture_output=True, text=True, check=False)

    def record(self, name: str) -> Record:
        """The record of a run."""
        return read_record(self.folder / f"{name}.json")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    folder = tmp_path_factory.mktemp("checkout")
    made = Checkout(folder)
    shutil.copytree(ROOT / "pipeline", folder / "pipeline")
    shutil.copytree(ROOT / "prompts", folder / "prompts")
    (folder / "sets").mkdir()
    for name, content in SETS.items():
        head = f"name: {name}\nversion: 1\nprovenance: {{source: a test}}\n"
        (folder / f"sets/{name}.yaml").write_text(head + content)
    assert made.as_it_is("--write-baseline", "base.json", "--out", "before.json") == 0
    return made


@pytest.fixture
def worse(checkout: Checkout) -> Iterator[Callable[[str, str, str], None]]:
    """Replace a text in a file of the copy, until the test ends."""
    kept: dict[Path, str] = {}

    def spoil(name: str, text: str, other: str) -> None:
        path = checkout.folder / name
        kept.setdefault(path, path.read_text())
        assert text in kept[path]
        path.write_text(kept[path].replace(text, other))

    yield spoil
    for path, text in kept.items():
        path.write_text(text)


def test_no_change_passes_and_the_same_thing_twice_has_no_difference(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checkout.as_it_is("--baseline", "base.json", "--out", "again.json") == 0
    assert "No regression against" in capsys.readouterr().out
    before, after = checkout.record("before"), checkout.record("again")
    assert {(d.low, d.mean, d.high, d.verdict) for d in differences(before, after)} == {(0, 0, 0, "no difference")}
    assert moves(before, after) == ()


def test_a_worse_procedure_fails_and_is_a_difference_with_its_interval(
    checkout: Checkout, worse: Callable[[str, str, str], None]
) -> None:
    worse("pipeline/procedures/redis/redis-memory.md", "INFO keyspace\n", "INFO clients\n")
    done = checkout.changed("--baseline", "base.json", "--out", "worse.json")
    assert done.returncode == 1
    assert "regression: redis: actions-held fell behind, 1.000 → 0.667 (" in done.stdout
    found = {(d.dataset, d.measure): d for d in differences(checkout.record("before"), checkout.record("worse"))}
    held = found["redis", "actions-held"]
    assert (held.n, held.moved, held.verdict) == (5, 5, "worse") and held.high < 0
    assert found["redis", "checklist"].verdict == "no difference"
    assert {move.dataset for move in moves(checkout.record("before"), checkout.record("worse"))} >= {"redis"}


def test_a_worse_rule_fails(checkout: Checkout, worse: Callable[[str, str, str], None]) -> None:
    worse("pipeline/critics/rules/no_owner.py", "if not is_runbook(document):", "if document:")
    done = checkout.changed("--baseline", "base.json")
    assert done.returncode == 1
    assert "regression: pages: recall/unowned fell behind" in done.stdout
