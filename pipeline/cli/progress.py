"""The bar that a long generation shows on a terminal's standard error; elsewhere it is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from pipeline.cli.asking import Session

T = TypeVar("T")


def shown(items: Iterable[T], total: int, session: Session | None) -> Iterator[T]:
    """Yield the items, and show how many of them are done; with a model also what is in flight, and what it costs."""
    console = Console(stderr=True)
    columns: list[ProgressColumn] = [TextColumn("drafting"), BarColumn(bar_width=20), MofNCompleteColumn()]
    columns += [_Asking(session)] if session else []
    columns.append(TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(items, total=total, description="drafting")


class _Asking(ProgressColumn):
    """What the model is doing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def render(self, task: Task) -> Text:
        """Return the column's text; the counts are read as they are at this moment."""
        return Text(self._session.progress())
