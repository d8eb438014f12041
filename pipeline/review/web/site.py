"""The pages of one sitting: which case comes next, what was decided, what to tell the reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

from pipeline.critics.gates import Verdict
from pipeline.errors import UserError
from pipeline.review.case import Case, Hints
from pipeline.review.desk import Desk
from pipeline.review.status import rows, summary
from pipeline.review.undo import Act as Done
from pipeline.review.undo import act_between, state_of, take_back
from pipeline.review.web import overview
from pipeline.review.web.acts import Act, Form
from pipeline.review.web.lines import body
from pipeline.review.web.markup import tag, text
from pipeline.review.web.page import Queue, case_head, case_page, document, done_page, seen, sidebar, sources

_LINKS = '<link rel="stylesheet" href="style.css"><script src="script.js" defer></script>'
_SAFE = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"


class Site:
    """One sitting. `verdicts` are the gates', None where no entries were given; `told` is shown once.

    `only` holds the numbers to review; where it is empty, all that wait are.
    """

    def __init__(self, desk: Desk, verdicts: Sequence[Verdict] | None = None, only: Sequence[str] = ()) -> None:
        self.desk = desk
        self.only = frozenset(only)
        self.verdicts = verdicts
        self.told = ""
        self.decided: dict[str, tuple[str, str]] = {}
        self.done: list[Done] = []
        self._view = "inline"

    def queue(self) -> Queue:
        """Return what waits now, and what was decided in this sitting."""
        decided = tuple((number, title, what) for number, (title, what) in self.decided.items())
        pending = tuple(row for row in self.desk.waiting() if not self.only or row[0] in self.only)
        return Queue(pending=pending, decided=decided, last=self.done[-1].number if self.done else "")

    def page(self, number: str, view: str) -> str:
        """Return the page of a case, of the first one for "", or of the coverage. Raises UserError for no such case."""
        if view in ("inline", "side"):
            self._view = view
        if number == "coverage":
            inner = tag("h1", "Coverage") + overview.coverage(self.desk.record, str)
            return self._document("Coverage", "", tag("main", inner, id="main", tabindex="-1"))
        queue = self.queue()
        number = number or queue.neighbor("", 0)
        if not number:
            counts = [f"{what} {n} {title}" for n, title, what in queue.decided]
            return self._document("Review", "", done_page(queue, counts))
        case = self.desk.case(number)
        if not case.is_pending:
            return self._document(number, number, tag("main", _settled(case), id="main", tabindex="-1"))
        return self._document(
            f"{number} {case.title}",
            number,
            case_page(case, queue, self.desk.record, self._view, self.desk.hints(case)),
        )

    def act(self, number: str, act: Act, form: Form) -> str:
        """Carry an act out; return the number whose page comes next, "" for the first one that waits."""
        case = self.desk.case(number)
        if form.get("seen") != seen(case):
            raise UserError(
                "the file changed on disk while it was under review", number, "nothing was done; look at it again"
            )
        after = self.queue().neighbor(number, 1)
        before = state_of(self.desk.workspace, number)
        what = act(self.desk, case, form)
        done = act_between(number, before, state_of(self.desk.workspace, number))
        self.done += [done] if done else []
        if not what:
            return number
        self.decided[number] = (case.title, what)
        return after if after != number else ""

    def undo(self) -> str:
        """Take the last act back; return the number it was about. Raises UserError."""
        if not self.done:
            return ""
        number = self.done[-1].number
        take_back(self.done.pop())
        self.desk.reload()
        self.decided.pop(number, None)
        return number

    def report(self) -> str:
        """Return everything as one file: gates, coverage, and each waiting case with its text."""
        record = self.desk.record
        style = tag("style", resources.files("pipeline.review.web").joinpath("style.css").read_text(encoding="utf-8"))
        queue = self.queue()
        waiting = {number for number, _ in queue.pending}
        inside = overview.coverage(record, lambda number: f"#{number}" if number in waiting else "")
        matrix = tag("details", tag("summary", "Coverage") + inside)
        sections = []
        for number, _ in queue.pending:
            case = self.desk.case(number)
            sections.append(
                tag(
                    "section", case_head(case, queue) + body(case, "inline", Hints()) + sources(case, record), id=number
                )
            )
        links = "".join(
            tag("li", tag("a", tag("b", text(n)) + " " + text(title), href=f"#{n}")) for n, title in queue.pending
        )
        nav = tag("details", tag("summary", f"{len(queue.pending)} wait for review") + tag("ol", links), open="")
        top = tag(
            "header",
            tag("h1", "Review") + tag("p", text(summary(rows(self.desk)))) + overview.gates(self.verdicts),
            class_="top",
        )
        inner = tag("main", top + matrix + tag("nav", nav, aria_label="Queue") + "".join(sections))
        return document("Review", _SAFE + style, tag("div", inner, class_="report"))

    def _document(self, title: str, current: str, main: str) -> str:
        told = tag("p", text(self.told), class_="told", role="alert") if self.told else ""
        self.told = ""
        skip = tag("a", "To the text", href="#main", class_="skip")
        top = tag("div", overview.gates(self.verdicts) + tag("a", "Coverage", href="coverage"), class_="top")
        left = tag("div", top + sidebar(self.queue(), current), class_="left")
        return document(title, _LINKS, skip + tag("div", left + tag("div", told + main, class_="right"), class_="page"))


def _settled(case: Case) -> str:
    said = case.decision.accepted
    told = f"accepted {said.at[:10]} by {said.by.split(' <')[0]}" if said else "accepted without a record"
    return (
        tag("h1", text(f"{case.number} {case.title}"))
        + tag("p", text(f"Nothing waits for review; {told}."))
        + tag("pre", text(case.after))
    )
