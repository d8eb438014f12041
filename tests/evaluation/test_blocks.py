"""The counts of command blocks say what was read, and name each block that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluation.blocks import main

PAGE = """\
# Queue

```bash
kubectl get pods
kubectl gett pods
```

```bash
frobctl --all
```

```json
{"a": 1}
```
"""


def test_blocks_are_counted_and_the_wrong_ones_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "queue.md").write_text(PAGE, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    rows = {name.strip(): int(count) for count, name in (line.split(maxsplit=1) for line in out.splitlines()[:7])}
    assert rows["blocks"] == 3
    assert rows["with commands or queries"] == rows["parsed"] == 2
    assert rows["flagged as wrong"] == 1
    assert (rows["calls"], rows["calls of a known tool"]) == (3, 2)
    assert f'{tmp_path / "queue.md"}:5: unknown-subcommand: kubectl has no sub-command "gett"' in out
