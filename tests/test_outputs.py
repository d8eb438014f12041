"""`outputs/` in the repository is what the program makes of `inputs/` today."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.cli.main import main
from tests.real_data import ROOT

_HINT = "run `runwright generate inputs` at the top of the repository and commit what it writes"


def files(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_committed_outputs_are_current(tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.json"
    numbers.write_text((ROOT / "outputs" / "numbers.json").read_text("utf-8"), encoding="utf-8")
    assert main(["generate", str(ROOT / "inputs"), "--out", str(tmp_path)]) == 0
    made, committed = files(tmp_path), files(ROOT / "outputs")
    for tree in (made, committed):
        del tree["run.json"], tree["traceability.md"]  # both name the inputs as the command line did
    assert made == committed, _HINT


def test_the_committed_record_is_of_the_committed_inputs(tmp_path: Path) -> None:
    main(["generate", str(ROOT / "inputs"), "--out", str(tmp_path)])
    made, committed = (json.loads((folder / "run.json").read_text("utf-8")) for folder in (tmp_path, ROOT / "outputs"))
    digests = [{e["id"]: e["sha256"] for e in record["entries"]} for record in (made, committed)]
    assert digests[0] == digests[1] and made["library"] == committed["library"], _HINT
