"""One case on the terminal, a screen at a time."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from pipeline.review.case import Case, Hints
from pipeline.review.listing import listing
from pipeline.review.pages import broken, pages
from pipeline.review.screen import heading, key_line, safe

_KEY_LINES = 4  # the lines that the keys take below a screen


class Display:
    """What stands on the terminal: `number` is the case that is shown, "" where the next one is to be shown anew."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.number = ""
        self._hints = Hints()
        self._lead: list[Text] = []
        self._screen = 0

    def open(self, case: Case, place: int, total: int, hints: Hints) -> None:
        """Show the heading and the first screen of a case."""
        self.number = case.number
        self._hints = hints
        self._lead = list(heading(case, place, total).split())
        self.console.print()
        self.lines(self._lead)
        self._turn(case, 0)

    def prompt(self, case: Case, place: int, total: int) -> None:
        """Show the keys."""
        count = len(self._screens(case))
        self.console.print(key_line(case, place, total, self._screen + 1, count), end="")

    def next(self, case: Case) -> None:
        """Show the next screen."""
        if self._screen + 1 < len(self._screens(case)):
            self._turn(case, self._screen + 1)
        else:
            self.say("That was the last screen of it.")

    def previous(self, case: Case) -> None:
        """Show the screen before."""
        self._turn(case, max(0, self._screen - 1))

    def lines(self, lines: Iterable[Text]) -> None:
        """Print lines broken at words."""
        for line in lines:
            self.console.print(Text("\n").join(broken(line, self.console)), soft_wrap=True)

    def say(self, text: str, style: str = "") -> None:
        """Print a message."""
        self.console.print(Text(safe(text), style=style))

    def _screens(self, case: Case) -> list[Text]:
        lead = sum(len(broken(line, self.console)) for line in self._lead)
        return pages(listing(case, self._hints), self.console, lead + 1, _KEY_LINES)

    def _turn(self, case: Case, screen: int) -> None:
        """Show a screen of the case as it is now, or the last one where it became shorter."""
        screens = self._screens(case)
        self._screen = min(screen, len(screens) - 1)
        self.console.print(screens[self._screen], soft_wrap=True)
