"""Review on a terminal: one pending draft after the other, one key for each act; the default is skip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.text import Text

from pipeline.errors import UserError
from pipeline.review.case import Case
from pipeline.review.choice import Choice, changed_parts
from pipeline.review.conflict import Side, find_conflicts, resolve
from pipeline.review.desk import Desk
from pipeline.review.editor import edited
from pipeline.review.keys import ENTER, Keys
from pipeline.review.listing import changed, listing
from pipeline.review.pages import broken, pages
from pipeline.review.screen import conflict_text, heading, help_text, key_line, part_list, place_of, safe, sources

UNDECIDED = "not decided"
_KEY_LINES = 4  # the lines that the keys take below a screen
_SIDES = {"m": Side.MINE, "n": Side.NEW, "b": Side.BOTH}


class Session:
    """One sitting: the queue of numbers, the place in it, and what became of each."""

    def __init__(self, desk: Desk, numbers: Sequence[str], console: Console, keys: Keys) -> None:
        self.desk = desk
        self.queue = list(numbers)
        self.console = console
        self.keys = keys
        self.at = 0
        self.outcomes: dict[str, str] = {}
        self.shown = ""
        self.alike: dict[str, str] = {}
        self.screen = 0
        self._acts: dict[str, Callable[[Case], None]] = {
            "a": self._accept,
            "e": self._edit,
            "p": self._parts,
            "r": self._reject,
            "g": self._gaps,
            "c": self._conflicts,
            "o": self._sources,
            "d": self._again,
            " ": self._next,
            "u": self._up,
            "s": self._skip,
            ENTER: self._skip,
            "b": self._back,
            "q": self._quit,
            "S": self._skip_all,
            "A": self._accept_all,
            "R": self._reject_all,
            "?": self._help,
        }

    def run(self) -> dict[str, str]:
        """Go through the queue; return "accepted", "rejected", "skipped" or "not decided" by number."""
        while self.at < len(self.queue):
            case = self.desk.case(self.queue[self.at])
            if not case.is_pending:
                self.at += 1
                continue
            self._show(case)
            key = self.keys.key()
            self.console.print()
            try:
                self._acts.get(key, self._unknown)(case)
            except UserError as error:
                self._say(str(error), "red")
                if "changed on disk" in error.what:
                    self.shown = ""
            except OSError as error:
                self._say(f"{error.strerror or error}: nothing is lost; mend that, then press the key again", "red")
        for number in self.queue:
            self.outcomes.setdefault(number, UNDECIDED)
        return self.outcomes

    def _show(self, case: Case) -> None:
        if self.shown != case.number:
            self._open(case, folded=True)
        place, total = self.at + 1, len(self.queue)
        self.console.print(key_line(case, place, total, self.screen + 1, len(self._screens(case))), end="")

    def _open(self, case: Case, *, folded: bool) -> None:
        """Show the first screen of a case; `folded` leaves out the steps that are accepted elsewhere."""
        self.shown = case.number
        self.alike = self.desk.alike(case) if folded else {}
        self.console.print()
        self._print(heading(case, self.at + 1, len(self.queue)).split())
        self._turn(case, 0)

    def _screens(self, case: Case) -> list[Text]:
        lead = heading(case, self.at + 1, len(self.queue)).split()
        lines = sum(len(broken(line, self.console)) for line in lead)
        return pages(listing(case, self.alike), self.console, lines + 1, _KEY_LINES)

    def _turn(self, case: Case, screen: int) -> None:
        """Show a screen of the case as it is now, or the last one where it became shorter."""
        screens = self._screens(case)
        self.screen = min(screen, len(screens) - 1)
        self.console.print(screens[self.screen], soft_wrap=True)

    def _print(self, lines: Iterable[Text]) -> None:
        """Print lines broken at words."""
        for line in lines:
            self.console.print(Text("\n").join(broken(line, self.console)), soft_wrap=True)

    def _done(self, case: Case, outcome: str, told: str = "") -> None:
        self.outcomes[case.number] = outcome
        self._say(f"{outcome} {case.number}{told}", "green" if outcome == "accepted" else "")
        self.at += 1
        self.shown = ""

    def _accept(self, case: Case) -> None:
        if case.conflicts:
            self._conflicts(case)
            case = self.desk.case(case.number)
        if case.gaps and not case.conflicts:
            self._gaps(case)
            case = self.desk.case(case.number)
        self.desk.accept(case)
        self._done(case, "accepted")

    def _reject(self, case: Case) -> None:
        reason = self.keys.line("Why? The next draft is made with it (Enter: do not reject): ")
        if reason:
            self.desk.reject(case, reason)
            self._done(case, "rejected")

    def _edit(self, case: Case) -> None:
        text = edited(case.after, f"{case.number}.md")
        if text == case.after:
            self._say("The text was left as it is.")
            return
        left = self.desk.edit(case, text)
        self._print(row.text for row in changed(left, case.after))
        self._say("This is your edit; d shows the whole again.")

    def _parts(self, case: Case) -> None:
        changed = changed_parts(case.before, case.after)
        self.console.print(part_list(changed))
        left_out = self._chosen("Leave out (numbers, Enter for none): ", len(changed))
        taken = self._chosen("Take (numbers, “all” for the rest, Enter for none): ", len(changed)) - left_out
        if not left_out and not taken:
            return
        reason = self.keys.line("Why leave them out? ") if left_out else ""
        choices = {changed[n].key: Choice.LEAVE_OUT for n in left_out} | {changed[n].key: Choice.TAKE for n in taken}
        left = self.desk.settle(case, choices, reason)
        if left.is_pending and taken and len(choices) == len(changed):
            self._accept(left)
        elif left.is_pending:
            self._say("The rest still waits.")
            self.shown = ""
        else:
            self._done(case, "accepted" if taken else "rejected", f" {len(taken)} of {len(changed)} parts")

    def _chosen(self, prompt: str, count: int) -> set[int]:
        said = self.keys.line(prompt)
        if said.lower() == "all":
            return set(range(count))
        numbers = [word for word in said.replace(",", " ").split() if word]
        if wrong := [word for word in numbers if not word.isdigit() or not 0 < int(word) <= count]:
            raise UserError(f"{wrong[0]!r} is not one of the parts", "", f"give numbers from 1 to {count}")
        return {int(word) - 1 for word in numbers}

    def _gaps(self, case: Case) -> None:
        if not case.gaps:
            self._say("No gap is open.")
        for gap in case.gaps:
            self._say(f"{gap.topic} ({place_of(case.after, gap)}): {gap.question} Ask: {gap.ask}.", "magenta")
            before = self.desk.recurring(gap.topic)
            again = f"“=”: {before}, " if before else ""
            answer = self.keys.line(f"Answer ({again}Enter: leave open, “-” and a reason: waive): ")
            answer = before if answer == "=" else answer
            if answer.startswith("-"):
                case = self.desk.waive(case, gap, answer.removeprefix("-"))
            elif answer:
                case = self.desk.fill(case, gap, answer)

    def _conflicts(self, case: Case) -> None:
        found = find_conflicts(case.after)
        if not found:
            self._say("There is no conflict.")
            return
        sides: dict[int, Side] = {}
        for index, conflict in enumerate(found):
            self.console.print(conflict_text(conflict, index + 1, len(found)))
            key = self.keys.key()
            self.console.print()
            if key in _SIDES:
                sides[index] = _SIDES[key]
        if sides:
            self.desk.edit(case, resolve(case.after, sides))
            self.shown = ""

    def _sources(self, case: Case) -> None:
        self._print(sources(case, self.desk.record).split())

    def _again(self, case: Case) -> None:
        self._open(case, folded=False)

    def _next(self, case: Case) -> None:
        if self.screen + 1 < len(self._screens(case)):
            self._turn(case, self.screen + 1)
        else:
            self._say("That was the last screen of it.")

    def _up(self, case: Case) -> None:
        self._turn(case, max(0, self.screen - 1))

    def _help(self, case: Case) -> None:
        self.console.print(help_text())

    def _unknown(self, case: Case) -> None:
        self._say("That key does nothing here; ? explains the keys.")

    def _skip(self, case: Case) -> None:
        self._done(case, "skipped")

    def _back(self, case: Case) -> None:
        files = self.desk.workspace.files()
        earlier = [n for n in range(self.at) if (own := files.get(self.queue[n])) and own.pending]
        if not earlier:
            self._say("Nothing before this one waits any more.")
            return
        self.at = earlier[-1]
        self.shown = ""

    def _quit(self, case: Case) -> None:
        self.at = len(self.queue)

    def _skip_all(self, case: Case) -> None:
        self.outcomes |= dict.fromkeys(self._rest(), "skipped")
        self.at = len(self.queue)

    def _accept_all(self, case: Case) -> None:
        rest = self._rest()
        if self.keys.line(f"Accept all {len(rest)} that remain, without looking? (y/N) ").lower() not in ("y", "yes"):
            return
        for number in rest:
            one = self.desk.case(number)
            if one.obstacles:
                self._say(f"{number} still waits: {'; '.join(one.obstacles)}")
                continue
            self.desk.accept(one)
            self.outcomes[number] = "accepted"
        self.at = len(self.queue)

    def _reject_all(self, case: Case) -> None:
        rest = self._rest()
        reason = self.keys.line(f"Reject all {len(rest)} that remain. Why? (Enter: do not) ")
        if not reason:
            return
        for number in rest:
            self.desk.reject(self.desk.case(number), reason)
            self.outcomes[number] = "rejected"
        self.at = len(self.queue)

    def _rest(self) -> list[str]:
        files = self.desk.workspace.files()
        return [n for n in self.queue[self.at :] if n in files and files[n].pending]

    def _say(self, text: str, style: str = "") -> None:
        self.console.print(Text(safe(text), style=style))


def summary(outcomes: dict[str, str]) -> str:
    """Return what was accepted, rejected, skipped and not decided, a line each."""
    lines = []
    for outcome in ("accepted", "rejected", "skipped", UNDECIDED):
        numbers = [number for number, what in outcomes.items() if what == outcome]
        if numbers:
            shown = ", ".join(numbers[:8]) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")
            lines.append(f"{outcome} {len(numbers)}: {shown}")
    return "\n".join(lines)
