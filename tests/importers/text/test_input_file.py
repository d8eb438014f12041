"""Files as text, and those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.importers.text import input_file
from pipeline.importers.text.input_file import open_input


def opened(path: Path, content: bytes) -> tuple[str | None, list[str]]:
    path.write_bytes(content)
    file, problems = open_input(path, path.name)
    return (file.text if file else None), [str(one) for one in problems]


@pytest.mark.parametrize(
    "content",
    [
        b"a\nb\n",
        b"a\r\nb\r\n",
        b"a\rb\r",
        b"\xef\xbb\xbfa\nb\n",
        "a\nb\n".encode("utf-16"),
        "a\r\nb\n".encode("utf-16"),
    ],
)
def test_encodings_and_line_ends_are_unified(tmp_path: Path, content: bytes) -> None:
    assert opened(tmp_path / "a.md", content) == ("a\nb\n", [])


def test_a_byte_that_is_not_utf8_is_replaced_and_noted(tmp_path: Path) -> None:
    text, problems = opened(tmp_path / "a.md", b"a\nK\xf6ln\n")
    assert text == "a\nK\ufffdln\n"
    assert problems == [
        "a.md:2: the text is not UTF-8; each byte that is not has been replaced by “\ufffd”; save the file as UTF-8"
    ]


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    text, problems = opened(tmp_path / "a.md", b"\x89PNG\r\n\0\0MON-001")
    assert text is None
    assert problems == ["a.md:1: the file is binary; remove it from the inputs, or save it as UTF-8 text"]


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as handle:
        handle.truncate(50 * 1024**2)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    file, problems = open_input(path, "a.md")
    assert file is None
    assert str(problems[0]) == (
        "a.md:1: the file has 50 MB, and more than 20 MB are not read; split it, or name only the files with entries"
    )


def test_too_many_lines_are_refused(tmp_path: Path) -> None:
    text, problems = opened(tmp_path / "a.md", b"\n" * (input_file.LINE_LIMIT + 1))
    assert text is None
    assert "more than 200,000 lines" in problems[0]


def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("a")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    file, problems = open_input(path, "a.md")
    assert file is None
    assert str(problems[0]) == "a.md:1: the file cannot be read: Permission denied; check its permissions"
