"""Review on a terminal: one pending draft after the other, one key for each act; the default is skip."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console

from pipeline.errors import UserError
from pipeline.review.case import Case, Hints
from pipeline.review.choice import Choice, changed_parts
from pipeline.review.conflict import Side, find_conflicts, resolve
from pipeline.review.desk import Desk
from pipeline.review.display import Display
from pipeline.review.editor import edited
from pipeline.review.keys import ENTER, Keys
from pipeline.review.listing import changed
from pipeline.review.screen import conflict_text, help_text, part_list, place_of, sources
from pipeline.review.undo import Act, State, act_between, state_of, take_back

UNDECIDED = "not decided"
_ALL = "zAR"  # keys that act on other cases than the one that is shown
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
        self.display = Display(console)
        self.done: list[Act] = []
        self._read: Case | None = None
        self._acts: dict[str, Callable[[Case], None]] = {
            "a": self._accept,
            "e": self._edit,
            "p": self._parts,
            "r": self._reject,
            "g": self._gaps,
            "c": self._conflicts,
            "o": self._sources,
            "d": self._again,
            " ": self.display.next,
            "u": self.display.previous,
            "s": self._skip,
            ENTER: self._skip,
            "b": self._back,
            "z": self._undo,
            "q": self._quit,
            "S": self._skip_all,
            "A": self._accept_all,
            "R": self._reject_all,
            "?": self._help,
        }

    def run(self) -> dict[str, str]:
        """Go through the queue; return "accepted", "rejected", "skipped" or "not decided" by number."""
        while self.at < len(self.queue):
            case = self._case(self.queue[self.at])
            if case is None or not case.is_pending:
                self.at += 1
                continue
            place, total = self.at + 1, len(self.queue)
            if self.display.number != case.number:
                self.display.open(case, place, total, self.desk.hints(case))
            self.display.prompt(case, place, total)
            key = self.keys.key()
            self.console.print()
            self._press(case, key)
        for number in self.queue:
            self.outcomes.setdefault(number, UNDECIDED)
        return self.outcomes

    def _case(self, number: str) -> Case | None:
        """Return a case, or None after saying why it cannot be shown; the same one while its files stay the same."""
        try:
            case = self.desk.case(number)
        except UserError as error:
            self.display.say(str(error), "red")
            return None
        if self._read is None or not case.reads_as(self._read):  # the critics judged that one already
            self._read = case
        return self._read

    def _press(self, case: Case, key: str) -> None:
        """Do what a key stands for; say what went wrong, and remember what it did, to take it back."""
        before = state_of(self.desk.workspace, case.number)
        changed_under = False
        try:
            self._acts.get(key, self._unknown)(case)
        except UserError as error:
            self.display.say(str(error), "red")
            if changed_under := "changed on disk" in error.what:
                self.display.number = ""
        except OSError as error:
            self.display.say(f"{error.strerror or error}: nothing is lost; mend that, then press the key again", "red")
        if key not in _ALL and not changed_under:
            self._keep(case.number, before)

    def _keep(self, number: str, before: State) -> None:
        act = act_between(number, before, state_of(self.desk.workspace, number))
        self.done += [act] if act else []

    def _undo(self, case: Case) -> None:
        if not self.done:
            self.display.say("Nothing was done in this sitting that could be taken back.")
            return
        act = self.done.pop()
        take_back(act)
        self.desk.reload()
        self.outcomes.pop(act.number, None)
        self.at = self.queue.index(act.number)
        self.display.number = ""
        self.display.say(f"took back what was done last to {act.number}")

    def _done(self, case: Case, outcome: str, told: str = "") -> None:
        self.outcomes[case.number] = outcome
        self.display.say(f"{outcome} {case.number}{told}", "green" if outcome == "accepted" else "")
        self.at += 1
        self.display.number = ""

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
            self.display.say("The text was left as it is.")
            return
        left = self.desk.edit(case, text)
        self.display.lines(row.text for row in changed(left, case.after))
        self.display.say("This is your edit; d shows the whole again.")

    def _parts(self, case: Case) -> None:
        changed = changed_parts(case.before, case.after)
        self.console.print(part_list(changed))
        left_out = self._chosen("Leave out (numbers, Enter for none): ", len(changed))
        taken = self._chosen("Take now (numbers, “all” for the rest, Enter: decide later): ", len(changed)) - left_out
        if not left_out and not taken:
            return
        reason = self.keys.line("Why leave them out? ") if left_out else ""
        choices = {changed[n].key: Choice.LEAVE_OUT for n in left_out} | {changed[n].key: Choice.TAKE for n in taken}
        left = self.desk.settle(case, choices, reason)
        if left.is_pending and taken and len(choices) == len(changed):
            self._accept(left)
        elif left.is_pending:
            self.display.say("The rest still waits.")
            self.display.number = ""
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
            self.display.say("No gap is open.")
        for gap in case.gaps:
            self.display.say(f"{gap.topic} ({place_of(case.after, gap)}): {gap.question} Ask: {gap.ask}.", "magenta")
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
            self.display.say("There is no conflict.")
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
            self.display.number = ""

    def _sources(self, case: Case) -> None:
        self.display.lines(sources(case, self.desk.record).split())

    def _again(self, case: Case) -> None:
        self.display.open(case, self.at + 1, len(self.queue), Hints())

    def _help(self, case: Case) -> None:
        self.console.print(help_text())

    def _unknown(self, case: Case) -> None:
        self.display.say("That key does nothing here; ? explains the keys.")

    def _skip(self, case: Case) -> None:
        self._done(case, "skipped")

    def _back(self, case: Case) -> None:
        files = self.desk.workspace.files()
        earlier = [n for n in range(self.at) if (own := files.get(self.queue[n])) and own.pending]
        if not earlier:
            self.display.say("Nothing before this one waits any more.")
            return
        self.at = earlier[-1]
        self.display.number = ""

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
            one, before = self.desk.case(number), state_of(self.desk.workspace, number)
            if one.obstacles:
                self.display.say(f"{number} still waits: {'; '.join(one.obstacles)}")
                continue
            self.desk.accept(one)
            self._keep(number, before)
            self.outcomes[number] = "accepted"
        self.at = len(self.queue)

    def _reject_all(self, case: Case) -> None:
        rest = self._rest()
        reason = self.keys.line(f"Reject all {len(rest)} that remain. Why? (Enter: do not) ")
        if not reason:
            return
        for number in rest:
            before = state_of(self.desk.workspace, number)
            self.desk.reject(self.desk.case(number), reason)
            self._keep(number, before)
            self.outcomes[number] = "rejected"
        self.at = len(self.queue)

    def _rest(self) -> list[str]:
        files = self.desk.workspace.files()
        return [n for n in self.queue[self.at :] if n in files and files[n].pending]


def summary(outcomes: dict[str, str]) -> str:
    """Return what was accepted, rejected, skipped and not decided, a line each."""
    lines = []
    for outcome in ("accepted", "rejected", "skipped", UNDECIDED):
        numbers = [number for number, what in outcomes.items() if what == outcome]
        if numbers:
            shown = ", ".join(numbers[:8]) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")
            lines.append(f"{outcome} {len(numbers)}: {shown}")
    return "\n".join(lines)
