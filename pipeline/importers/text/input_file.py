"""One input file as text: decoded, its line ends unified, its size bounded, its YAML documents read at most once."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from pipeline.importers.text.yaml_nodes import YamlStream, read_json, read_yaml
from pipeline.models.base import Source
from pipeline.models.intake import Problem, ProblemLevel

SIZE_LIMIT = 20 * 1024 * 1024
LINE_LIMIT = 200_000


@dataclass(frozen=True)
class InputFile:
    """A file's path as the user would write it, and its text, whose lines end in a line feed only."""

    path: str
    text: str

    @property
    def suffix(self) -> str:
        """The suffix of the file's name in lower case, with its dot."""
        return PurePosixPath(self.path).suffix.lower()

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.split("\n")

    @cached_property
    def yaml(self) -> YamlStream:
        """The YAML (or JSON) documents of the file and the problems met in reading them."""
        return read_json(self.text, self.path) if self.suffix == ".json" else read_yaml(self.text, self.path)

    def at(self, line: int) -> Source:
        """Return the place of a line, counted from 1."""
        return Source(path=self.path, line=line)

    def error(self, line: int, what: str, what_next: str) -> Problem:
        """Return a problem that loses an entry or the file."""
        return Problem(source=self.at(line), level=ProblemLevel.ERROR, what=what, what_next=what_next)

    def note(self, line: int, what: str, what_next: str = "") -> Problem:
        """Return a problem that loses nothing."""
        return Problem(source=self.at(line), level=ProblemLevel.NOTE, what=what, what_next=what_next)


def open_input(file: Path, shown: str) -> tuple[InputFile | None, list[Problem]]:
    """Read a file; None where it cannot be used, with the problem that says why.

    A file above 20 MB is refused unread. Bytes that are not UTF-8 become U+FFFD, with a note.
    """
    blank = InputFile(shown, "")
    try:
        size = file.stat().st_size
        if size > SIZE_LIMIT:
            what = f"the file has {size / 1024**2:.0f} MB, and more than {SIZE_LIMIT // 1024**2} MB are not read"
            return None, [blank.error(1, what, "split it, or name only the files with entries")]
        raw = file.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or error}"
        return None, [blank.error(1, what, "check its permissions")]
    return _decoded(raw, blank)


def _decoded(raw: bytes, blank: InputFile) -> tuple[InputFile | None, list[Problem]]:
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\0" in raw:
        return None, [blank.error(1, "the file is binary", "remove it from the inputs, or save it as UTF-8 text")]
    problems: list[Problem] = []
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = "the text is not UTF-8; each byte that is not has been replaced by “\ufffd”"
        problems.append(blank.note(line, what, "save the file as UTF-8"))
        text = raw.decode(encoding, errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > LINE_LIMIT:
        what = f"the file has more than {LINE_LIMIT:,} lines"
        return None, [blank.error(1, what, "split it, or name only the files with entries")]
    return InputFile(blank.path, text), problems
