"""Recordings are lines of JSON, in order, and say which line is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.llm.recordings import Recorded, load, save
from pipeline.llm.reply import Reply


def test_a_recording_is_read_as_it_was_written_whatever_the_order(tmp_path: Path) -> None:
    lines = [Recorded(key=key, prompt="draft 1", model="m", reply=Reply(text=f"é {key}")) for key in "cab"]
    save(tmp_path / "one", lines)
    save(tmp_path / "two", reversed(lines))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert load(tmp_path / "one").get("a") == Reply(text="é a")
    assert load(tmp_path / "one").models == {"m"}


@pytest.mark.parametrize(("content", "told"), [(b"{}\n", "not a line of a recording"), (b"\xff", "cannot be read")])
def test_a_file_that_is_no_recording_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UserError, match=told):
        load(tmp_path / "file")
