"""The record of an evaluation: samples, answers and scores; it can be scored again and compared without an engine."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.maker import LIBRARY, Maker
from pipeline.evaluation.sample import Dataset
from pipeline.models.base import Frozen


class Row(Frozen):
    """One sample in one epoch (counted from 1), answered by the maker of that label.

    Without an `answer`, `error` says why there is none. `scores` are by measure; `crashed` holds the error of each
    scorer that failed, whose measures are then missing. `detail` says what a row without an answer tried.
    """

    dataset: str
    sample: str
    maker: str = LIBRARY
    epoch: int = 1
    tags: dict[str, str] = {}
    answer: Answer | None = None
    error: str = ""
    scores: dict[str, float] = {}
    crashed: dict[str, str] = {}
    detail: str = ""

    @property
    def part(self) -> str:
        """How reports name the rows of one data set by one maker; the embedded engine goes without saying."""
        return self.dataset if self.maker == LIBRARY else f"{self.dataset}: {self.maker}"


class Record(Frozen):
    """One evaluation. `library` is the digest of the procedure library, `seconds` the wall time of the run."""

    version: int = 2
    makers: tuple[Maker, ...]
    runwright: str
    library: str
    epochs: int = 1
    datasets: tuple[Dataset, ...]
    rows: tuple[Row, ...]
    seconds: float = 0.0

    @property
    def told(self) -> str:
        """The makers in words."""
        return "; ".join(maker.label for maker in self.makers)

    def by(self, maker: Maker) -> Record:
        """Return the part of the record that is one maker's."""
        rows = tuple(row for row in self.rows if row.maker == maker.label)
        return self.model_copy(update={"makers": (maker,), "rows": rows})


def read_record(path: Path) -> Record:
    """Read a record. Raises UserError for a file that is none."""
    try:
        return Record.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"the record cannot be read: {error}", str(path), "name a record of “runwright eval”") from None
    except ValidationError as error:
        first = error.errors()[0]
        what = f"{'.'.join(map(str, first['loc'][:3]))}: {first['msg']}"
        raise UserError(f"not a record of this version: {what}", str(path), "run “runwright eval” again") from None


def write_record(path: Path, record: Record) -> None:
    """Write a record; the folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record.model_dump_json(indent=1, exclude_defaults=True) + "\n", encoding="utf-8")
